// The sentence for each remark of an import and for each refusal, at the terminal. (The desk has its own, in
// its catalogues.) Complete by type: a new code does not compile without its words.
import type { Remark, RemarkCode } from '@shouwang/domain/intake';

const sentences: Readonly<Record<RemarkCode, readonly [zh: string, en: string]>> = {
  'idNo.missing': ['没有身份证号', 'no identity number'],
  'idNo.length': ['身份证号位数不对', 'the identity number has the wrong length'],
  'idNo.characters': ['身份证号里有不该有的字符', 'the identity number has characters that do not belong'],
  'idNo.birthDate': ['身份证号里的出生日期不存在', 'the birth date inside the identity number does not exist'],
  'idNo.checkDigit': ['身份证号校验位不对', 'the identity number fails its check'],
  'idNo.mangledNumber': ['身份证号被表格当成数字，末几位已丢失，请按文本重填', 'the spreadsheet made a number of the identity number and lost its end; enter it as text'],
  'idNo.birthDiffers': ['身份证号与出生日期不一致', 'identity number and birth date differ'],
  'idNo.sexDiffers': ['身份证号与性别不一致', 'identity number and sex differ'],
  'birthDate.unreadable': ['出生日期读不出来', 'the birth date cannot be read'],
  'birthDate.monthOnly': ['出生日期只有年月', 'the birth date has no day'],
  'birthDate.fromAge': ['只有年龄，出生年月按年龄估计', 'only an age: the month of birth is estimated'],
  'birthDate.fromIdNo': ['出生日期取自身份证号', 'the birth date was taken from the identity number'],
  'phone.unreadable': ['电话号码读不出来', 'the phone number cannot be read'],
  'division.unknown': ['区划里找不到这个村', 'no such village on the list of divisions'],
  'division.ambiguous': ['有几个同名的村，分不清是哪一个', 'several villages have this name'],
  'division.fromSheet': ['村名取自表名或标题', 'the village was taken from the sheet’s name or the title'],
  'division.outOfScope': ['不在导入人员的管辖范围', 'outside the division of whoever imports'],
  'value.unknown': ['看不懂这个说法', 'these words are not known'],
  'child.unreadable': ['子女情况没有全部读懂', 'the children could not all be read'],
  'children.noneWritten': ['子女情况空白，按没有子女登记', 'nothing written about children: taken as none'],
  'name.missing': ['没有姓名', 'no name'],
  'row.duplicateOf': ['与另一行是同一个人，已并为一份档案', 'the same person as another row; they are one file'],
  'row.noMatch': ['台账里没有这个人，先留存，以后再比对', 'nobody in the ledger matches; kept and tried again later'],
  'row.knownElsewhere': ['这个身份证号在本县别的村已有档案，请向镇里核对', 'this identity number already has a file in another village of the county: ask the town'],
  'row.ambiguousMatch': ['可能是台账里的几个人，须人工判断', 'may be one of several in the ledger: a person has to decide'],
  'row.tooYoung': ['未满60周岁', 'younger than 60'],
  'visitor.unknown': ['名册里没有这位责任人', 'the responsible person is not on the roster'],
  'visitor.ambiguous': ['名册里有几位同名的责任人', 'several on the roster have this name'],
  'certificate.idDiffers': ['残疾人证号与身份证号不一致', 'certificate and identity number differ'],
  'category.differs': ['填写的类别与判定结果不一致', 'the category written differs from the one found'],
};

/** By code, and where a field decides what to say by `code:field`. */
const refusals: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  'input.invalid': ['填写有误', 'not valid'],
  'input.invalid:username': ['登录名已有人用', 'this sign-in name is taken'],
  'input.invalid:scope': ['--scope 须是本县之内的区划代码（市级写前四位）', '--scope must be a division code inside the county (its first four digits for a prefecture)'],
  'input.invalid:visitorId': ['角色 visitor 须用 --visitor 写明名册里的探访人员编号，且不写 --scope', 'the role visitor wants --visitor, an id of the roster, and no --scope'],
  'input.invalid:--format': ['--format 只能是 jsonl', '--format can only be jsonl'],
  notFound: ['没有找到', 'not found'],
  'division.unknown': ['这里没有这个区县的数据', 'this county is not served here'],
  'policy.invalid': ['没有这个政策包，或政策包有误；自带的见 packages/policies/packs', 'no such policy pack, or it is not valid; those shipped are in packages/policies/packs'],
  'policy.noneInForce': ['该县还没有政策包；导入时用 --pack 指定', 'no policy pack is in force in this county; name one with --pack when importing'],
  'export.reasonMissing': ['带身份证号导出须写事由：--reason "…"', 'an export with identity numbers wants a reason: --reason "…"'],
  'import.notAWorkbook': ['不是表格文件，或文件已损坏；请另存为 .xlsx 或 CSV', 'not a workbook, or broken; save it as .xlsx or CSV'],
  'import.oldXls': ['是旧版 .xls 格式；请在 Excel 或 WPS 里另存为 .xlsx', 'an old .xls; save it as .xlsx'],
  'import.encrypted': ['文件有密码；请取消密码后再导入', 'has a password; take it off first'],
  'import.tooLarge': ['文件太大；请分成几个文件', 'too large; split it into several'],
  'import.noTable': ['没有可导入的表格', 'holds no table'],
};
/** Why a file was not read or a command not done, in words, with what it is about. */
export function refusalSentence({ code, details = {} }: { readonly code: string; readonly details?: Readonly<Record<string, unknown>> }): string {
  const special = refusals[`${code}:${String(details['field'])}`];
  const words = (special ?? refusals[code])?.join(' / ') ?? code;
  const about = special === undefined ? Object.values(details).flat().join('、') : '';
  return `${words}${about === '' ? '' : `（${about}）`}`;
}

/** `出生年月：出生日期只有年月（1958.01）/ the birth date has no day` */
export function remarkSentence(remark: Remark): string {
  const [zh, en] = sentences[remark.code];
  const found = remark.found ?? (remark.details === undefined ? undefined : Object.values(remark.details).join(' '));
  return `${remark.column === '' ? '' : `${remark.column}：`}${zh}${found === undefined ? '' : `（${found}）`} / ${en}`;
}
