// The sentence for each refusal and each remark of an import, at the terminal, in both languages. (The desk
// has its own, in its catalogues.)
import type { Remark } from '@shouwang/domain/intake';
import { remarkWords } from '../../modules/intake/public.ts';

/** By code, and where a field decides what to say by `code:field`. */
const refusals: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  'input.invalid': ['填写有误', 'not valid'],
  'input.invalid:username': ['登录名已有人用', 'this sign-in name is taken'],
  'input.invalid:scope': ['--scope 须是本县之内的区划代码（市级写前四位）', '--scope must be a division code inside the county (its first four digits for a prefecture)'],
  'input.invalid:visitorId': ['角色 visitor 须用 --visitor 写明名册里的探访人员编号，且不写 --scope', 'the role visitor wants --visitor, an id of the roster, and no --scope'],
  'input.invalid:--format': ['--format 写得不对，可写', '--format is none of these'],
  'input.invalid:file': ['这是文件夹；整个文件夹请用 shouwang import', 'this is a folder: shouwang import takes folders'],
  'input.invalid:--county': ['区划表是另一个区县的，请核对 --county；什么都没有导入', 'the list of divisions is about another county: check --county; nothing was imported'],
  notFound: ['没有找到', 'not found'],
  'division.unknown': ['这里没有这个区县的数据', 'this county is not served here'],
  'policy.invalid': ['没有这个政策包，或政策包有误；自带的见 packages/policies/packs', 'no such policy pack, or it is not valid; those shipped are in packages/policies/packs'],
  'policy.noneInForce': ['该县还没有政策包；导入时用 --pack 指定', 'no policy pack is in force in this county; name one with --pack when importing'],
  'export.reasonMissing': ['带身份证号导出须写事由：--reason "…"', 'an export with identity numbers wants a reason: --reason "…"'],
  'import.notAWorkbook': ['不是表格文件，或文件已损坏；请另存为 .xlsx 或 CSV', 'not a workbook, or broken; save it as .xlsx or CSV'],
  'import.encrypted': ['文件有密码；请取消密码后再导入', 'has a password; take it off first'],
  'import.tooLarge': ['文件太大；请分成几个文件', 'too large; split it into several'],
  'import.noTable': ['没有可导入的表格', 'holds no table'],
};
/** Why a file was not read or a command not done, in words, with what it is about. */
export function refusalSentence({ code, details = {} }: { readonly code: string; readonly details?: Readonly<Record<string, unknown>> }): string {
  const special = refusals[`${code}:${String(details['field'])}`];
  const words = (special ?? refusals[code])?.join(' / ') ?? code;
  const about = special === undefined ? Object.values(details).flat().join('、') : [details['found'] ?? details['allowed'] ?? []].flat().join('、');
  return `${words}${about === '' ? '' : `（${about}）`}`;
}

/** `出生年月：出生日期只有年月（1958.01）/ the birth date has no day` */
export function remarkSentence(remark: Remark): string {
  const [zh, en] = remarkWords[remark.code];
  const found = remark.found ?? (remark.details === undefined ? undefined : Object.values(remark.details).join(' '));
  return `${remark.column === '' ? '' : `${remark.column}：`}${zh}${found === undefined ? '' : `（${found}）`} / ${en}`;
}
