// What a ledger says beside its columns of somebody who is not there any more: 已于2026年8月3日病故 among
// the remarks, a column 是否健在, a day under 死亡日期. It is the clerk's word without a register behind
// it, so it becomes a remark and no fact: somebody has to ask.
import { readTruth } from './cells.ts';
import type { RowCells } from './rowCells.ts';
import { cellText, saysNothing } from './text.ts';

/** Days and circumstances may stand before it; anybody else than the person himself may not. */
const before = String.raw`(?:本人|该(?:老人|人|同志)|此人|老人|人|户口|户籍|全家|举家|已经?|于|在|因病|因故|因?医治无效|经?抢救无效|意外|不幸|自然|现|今年|去年|前年|约|[\d年月日号份上中下旬初底./:-])*`;
const passed = '(?:去世|去逝|逝世|辞世|死亡|死了|死|病故|病逝|病亡|亡故|身故|身亡|过世|离世|仙逝|故去|走了|不在了|不在世|不在人世|故|亡|逝)';
const died = new RegExp(`^${before}${passed}(?:了|并?(?:待|已|未|正在)?(?:办理)?(?:户口|户籍)?(?:销户|注销|核减|停发))?[\\d年月日号份./-]*[!]?$`);
const struckOff = /^(本人|该老人)?(户口|户籍)已?(被)?(注销|销户|吊销)$|^已销户$|^死亡(待|已)?(销户|注销)$/;
const moved = new RegExp(`^${before}(?:迁出|外迁|搬走|迁走|转出|(?:迁|搬)(?:往|至|到).{2,12}?)[\\d年月日号份./-]*[!]?$`);
/** 搬到安置点, 搬至新房: where he lives, not that he left. */
const resettled = /搬迁|安置|新房|新居|本村|本镇|院/;
/** What is longer is a story, not a state. */
const LONGEST = 30;
const kin = /老伴|配偶|妻|丈夫|爱人|儿|女|子|父|母|孙|兄|弟|姐|妹|亲属|户主/;

/** Does a text say this of the person himself? In a sentence that began with a relative the rest is about that one. */
function says(text: string, meaning: (part: string) => boolean): boolean {
  const plain = text.replace(/[(]([\d年月日号份./-]+)[)]/g, '$1').replace(/[()]/g, '，');
  return plain.split(/[。;；\n]/).some((sentence) => {
    for (const part of sentence.split(/[，,、\s]+/)) {
      if (kin.test(part)) return false;
      if (part !== '' && part.length <= LONGEST && meaning(part)) return true;
    }
    return false;
  });
}
const saysDied = (text: string): boolean => says(text, (part) => died.test(part) || struckOff.test(part));
const saysMoved = (text: string): boolean => says(text, (part) => moved.test(part) && !resettled.test(part));

/** 是否健在 no, 是否死亡 yes, 状态 死亡. */
function stateSays(row: RowCells): 'died' | 'moved' | null {
  for (const { header, cell } of row.all('lifeState')) {
    const text = cellText(cell).replace(/\s+/g, '');
    const answer = readTruth(cell).value;
    if (/健在|在世|生存/.test(header) ? answer === false : /死|去世|亡/.test(header) && (answer === true || /\d{4}/.test(text))) return 'died';
    if (saysDied(text)) return 'died';
    if (saysMoved(text) || /^(迁出|外迁|户籍迁出|转出)$/.test(text)) return 'moved';
  }
  return null;
}

/** Remarks `row.saysDied` and `row.saysMoved`, at the column that says so. `told`: what stands behind the name and among the remarks. */
export function readLeaving(row: RowCells, ...told: readonly string[]): void {
  const state = stateSays(row);
  const dated = (field: 'diedOn' | 'movedOn'): boolean => row.has(field) && /\d/.test(row.text(field)) && !saysNothing(row.text(field));
  const beside = row.has('remark') ? 'remark' : 'name';
  if (told.some(saysDied)) row.remark('row.saysDied', beside);
  else if (state === 'died') row.remark('row.saysDied', 'lifeState');
  else if (dated('diedOn')) row.remark('row.saysDied', 'diedOn');
  if (told.some(saysMoved)) row.remark('row.saysMoved', beside);
  else if (state === 'moved') row.remark('row.saysMoved', 'lifeState');
  else if (dated('movedOn')) row.remark('row.saysMoved', 'movedOn');
}
