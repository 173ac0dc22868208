// The record of a visit on paper, as 001 附件4 lays it out: the number of the visit down the left side, the
// form's sections with their boxes, needs and advice across the width, signatures; a line for each copy.
// And the monthly sheet of one elder, a line a visit, to be filled by hand or as filled.
import type { FormItem, VisitForm, VisitMode } from '@shouwang/domain/policy';
import type { VisitAnswers } from '@shouwang/domain/visits';
import { dateText } from '../factText.ts';
import { visitModeNames, visitOutcomeNames } from '../visitSheets.ts';
import type { SheetWords } from '../words.ts';
import { ink, label, type Ink, type Paper, type PaperCell, type PaperTable } from './paper.ts';

export interface PrintedVisit {
  readonly elderName: string;
  readonly town: string;
  readonly village: string;
  /** 第几次: of the visits on which he was met; null for an attempt. */
  readonly number: number | null;
  readonly occurredOn: string;
  readonly mode: VisitMode;
  readonly outcome: string;
  readonly answers: VisitAnswers;
  readonly note: string | null;
  readonly visitorName: string | null;
  /** Pictures of the signatures, by whose they are; null: the place stays empty for the pen. */
  readonly visitorSignature: string | null;
  readonly elderSignature: string | null;
  readonly form: VisitForm;
}
export interface VisitPaperSetting {
  readonly title: string;
  readonly words: SheetWords;
  /** By the pack; at least 1. */
  readonly copies: number;
  /** Only the copy of the elder. */
  readonly forElder?: boolean;
}

type Row = PaperTable['rows'][number];
const ROW = 7;
const TEXT_ROW = 12;
const SIGN_ROW = 16;
/** 001 附件4 备注: kept by county, town, village and the elder. */
const keepers = ['县民政局', '镇', '村', '服务对象'];
/** The four ways that the form names; whatever else was done is 其他. */
const ways: readonly { readonly text: string; readonly modes: readonly VisitMode[] }[] = [
  { text: '电话问候', modes: ['phone'] },
  { text: '上门探访', modes: ['home'] },
  { text: '互联网音（视）频探访', modes: ['video'] },
];

/** Behind the option that asks for it: a number, or words that only one option asks for. */
const standsBehind = ({ kind, when = [] }: FormItem): boolean => kind === 'number' || (when.length === 1 && when[0]?.options.length === 1);
const box = (text: string, isTicked: boolean): Ink => ({ text, box: isTicked ? 'ticked' : 'empty' });
const holds = (answer: VisitAnswers[string] | undefined, code: string): boolean =>
  typeof answer === 'object' ? answer.includes(code) : answer !== undefined && String(answer) === code;

class FormSheet {
  readonly #visit: PrintedVisit;
  readonly #items: ReadonlyMap<string, FormItem>;
  readonly rows: Row[] = [];
  readonly below: Row[] = [];

  constructor(visit: PrintedVisit) {
    this.#visit = visit;
    this.#items = new Map(visit.form.sections.flatMap((section) => section.items).map((item) => [item.key, item]));
  }

  /** What is asked only where one option was chosen, or by how many, stands behind that option. */
  #behind(item: FormItem, code: string): string {
    return [...this.#items.values()]
      .filter((child) => standsBehind(child) && child.when?.some((condition) => condition.item === item.key && condition.options.includes(code)) === true)
      .map((child) => {
        const answer = holds(this.#visit.answers[item.key], code) ? this.#visit.answers[child.key] : undefined;
        const text = answer === undefined || typeof answer === 'object' ? '＿＿' : String(answer);
        return child.kind === 'number' ? `${text}${child.unit?.zh ?? ''}` : `　${child.label.zh}：${text}`;
      })
      .join('');
  }

  #value(item: FormItem): PaperCell {
    const answer = this.#visit.answers[item.key];
    if (item.options !== undefined) return { lines: [item.options.map((option) => box(`${option.label.zh}${this.#behind(item, option.code)}`, holds(answer, option.code)))] };
    return ink(answer === undefined ? '' : typeof answer === 'number' ? `${answer}${item.unit?.zh ?? ''}` : String(answer));
  }

  #mode(): void {
    const other = !ways.some((way) => way.modes.includes(this.#visit.mode));
    const named = visitModeNames[this.#visit.mode] ?? this.#visit.mode;
    const boxes = [...ways.map((way) => box(way.text, way.modes.includes(this.#visit.mode))), box(other && this.#visit.mode !== 'other' ? `其他：${named}` : '其他', other)];
    this.rows.push({ tall: ROW, cells: [label('探访方式', 7), { lines: [boxes], across: 15 }] });
  }

  #wide(text: string, value: PaperCell, tall: number): void {
    this.below.push({ tall, cells: [label(text, 6), { ...value, across: 18 }] });
  }

  /** Conditions and choices stand in the grid, a row each; words, ticks and figures across the width. */
  #section({ label: name, items }: VisitForm['sections'][number]): void {
    const asked = items.filter((item) => item.when === undefined && item.kind !== 'signature' && item.filledFrom === undefined);
    const figures = asked.filter((item) => item.kind === 'measure');
    const rest = asked.filter((item) => item.kind !== 'measure');
    const isWide = rest.some((item) => item.kind === 'text' || item.kind === 'ticks');
    for (const [index, item] of rest.entries()) {
      if (isWide) this.#wide(rest.length === 1 ? name.zh : item.label.zh, this.#value(item), item.kind === 'text' ? TEXT_ROW : ROW);
      else this.rows.push({ tall: ROW, cells: [...(index === 0 ? [label(name.zh, 3, rest.length)] : []), label(item.label.zh, 4), { ...this.#value(item), across: 15 }] });
    }
    if (figures.length > 0) {
      const line = figures.map((item) => `${item.label.zh}：${String(this.#visit.answers[item.key] ?? '＿＿')} ${item.unit?.zh ?? ''}`).join('　');
      this.#wide(name.zh, ink(line), ROW);
    }
    // What depends on several answers, or was said at length, is written out where there is something to write.
    for (const child of items) {
      const answer = this.#visit.answers[child.key];
      if (child.when !== undefined && !standsBehind(child) && answer !== undefined) this.#wide(child.label.zh, this.#value(child), ROW);
    }
  }

  #signatures(): void {
    const { visitorSignature, elderSignature, visitorName, answers } = this.#visit;
    const kind = this.#items.get('visitorKind');
    const kindText = kind?.options?.find((option) => holds(answers['visitorKind'], option.code))?.label.zh ?? '';
    const signature = (of: string | null, name: string | null): PaperCell =>
      of === null ? { lines: [[{ text: name ?? '', aside: true }]] } : { ...ink(''), photo: { of, tall: SIGN_ROW - 3 } };
    this.below.push({
      tall: SIGN_ROW,
      cells: [
        label('服务人员类别', 4),
        { ...ink(kindText), across: 3 },
        label('服务人员签字', 4),
        { ...signature(visitorSignature, visitorName), across: 4 },
        label('服务对象（签字）', 4),
        { ...signature(elderSignature, null), across: 5 },
      ],
    });
  }

  table(): PaperTable {
    this.#mode();
    for (const section of this.#visit.form.sections) this.#section(section);
    const { note, outcome, number } = this.#visit;
    const remark = [outcome === 'done' ? '' : (visitOutcomeNames[outcome] ?? outcome), note ?? ''].filter((part) => part !== '').join('；');
    if (remark !== '') this.below.push({ tall: ROW, cells: [label('说明', 6), { ...ink(remark), across: 18 }] });
    this.#signatures();
    const [first, ...rest] = this.rows;
    const side: PaperCell = {
      kind: 'label',
      lines: [[{ text: `第 ${number ?? '　'} 次` }], [{ text: '探访' }], [{ text: '关爱' }], [{ text: '服务' }]],
      across: 2,
      down: this.rows.length,
    };
    const top = first === undefined ? [] : [{ ...first, cells: [side, ...first.cells] }];
    return { columns: Array.from({ length: 24 }, () => 1), headerRows: 0, rows: [...top, ...rest, ...this.below] };
  }
}

/** One visit on its form, in the copies of the pack, or the elder's copy alone. */
export function visitPaper(visit: PrintedVisit, { title, words, copies: count, forElder }: VisitPaperSetting): Paper {
  const named = keepers.slice(0, count);
  const all = Array.from({ length: Math.max(1, count) }, (_, index) => named[index] ?? '');
  const wanted = forElder === true ? ['服务对象'] : all;
  return {
    title,
    left: `姓名：${visit.elderName}　　${words.paper.place(visit.town, visit.village)}`,
    right: `探访时间：${dateText(visit.occurredOn)}`,
    tables: [new FormSheet(visit).table()],
    notes: [],
    signers: [],
    copies: wanted.map((keeper) => (count <= 1 ? '' : words.paper.copyLine(count, named, keeper))),
    orientation: 'portrait',
  };
}

export interface MonthSheetVisit {
  readonly on: string;
  readonly mode: string;
  readonly outcome: string;
  readonly health: string | null;
  readonly safety: string | null;
  /** Recorded on the full form, which says more than the sheet asks. */
  readonly onForm: boolean;
  readonly text: string;
  readonly visitorName: string | null;
}
export interface MonthSheetPerson {
  readonly elderName: string;
  readonly town: string;
  readonly village: string;
  readonly responsible: string | null;
  /** `YYYY-MM` */
  readonly month: string;
  /** Visits that the month asks for. */
  readonly required: number;
  /** Empty: the sheet is printed to be filled by hand. */
  readonly visits: readonly MonthSheetVisit[];
}
const LEAST_LINES = 12;
const LINE = 11;

/** The monthly sheet of one elder: his visits, and lines left for the pen. */
export function monthSheetPaper(person: MonthSheetPerson, words: SheetWords): Paper {
  const head = ['日期', '探访方式', '结果', '身体与精神', '燃气、水暖、用电、消防', '需求、建议与处理', '探访人签字', '老人签字（手印）'].map((text) => label(text, 1));
  const lines = Math.max(LEAST_LINES, person.visits.length + 2, person.required + 2);
  const rows = Array.from({ length: lines }, (_, index): Row => {
    const visit = person.visits[index];
    const health = [box('无变化', visit?.health === 'same'), box('较好', visit?.health === 'better'), box('较差', visit?.health === 'worse')];
    const safety = [box('安全', visit?.safety === 'safe'), box('有隐患', visit?.safety === 'unsafe')];
    const way = visit === undefined ? [box('上门', false), box('电话', false)] : [{ text: visitModeNames[visit.mode] ?? visit.mode }];
    return {
      tall: LINE,
      cells: [
        { ...ink(visit === undefined ? '' : `${Number(visit.on.slice(5, 7))}月${Number(visit.on.slice(8))}日`), kind: 'number' },
        { lines: [way] },
        ink(visit === undefined ? '' : (visitOutcomeNames[visit.outcome] ?? visit.outcome)),
        { lines: [visit?.onForm === true ? [{ text: '见探访记录表', aside: true }] : health] },
        { lines: [visit?.onForm === true ? [{ text: '见探访记录表', aside: true }] : safety] },
        ink(visit?.text ?? ''),
        visit?.visitorName === undefined || visit.visitorName === null ? ink('') : { lines: [[{ text: visit.visitorName, aside: true }]] },
        ink(''),
      ],
    };
  });
  return {
    title: `探访关爱服务月记录表（${person.month.slice(0, 4)}年${Number(person.month.slice(5))}月）`,
    left: `姓名：${person.elderName}　　${words.paper.place(person.town, person.village)}`,
    right: `责任人：${person.responsible ?? '　　　　'}　　本月应访：${person.required === 0 ? '　' : person.required}次`,
    tables: [{ columns: [7, 8, 8, 18, 13, 24, 10, 12], headerRows: 1, rows: [{ tall: ROW, cells: head }, ...rows] }],
    notes: ['注：一次探访一行；没有问到、看到的项目空着。录入系统后计数。'],
    signers: [],
    copies: [],
    orientation: 'landscape',
  };
}
