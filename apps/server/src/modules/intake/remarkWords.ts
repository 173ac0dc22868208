// The sentence for each remark of an import, where the server itself has to say it: at the terminal and in
// the workbook given back. (The desk has its own, in its catalogues.) Complete by type: a new code does not
// compile without its words.
import type { Remark, RemarkCode } from '@shouwang/domain/intake';

export const remarkWords: Readonly<Record<RemarkCode, readonly [zh: string, en: string]>> = {
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
  'birthDate.fromWrongIdNo': ['出生日期取自有误的身份证号，仅供估计', 'the birth date was taken from a wrong identity number: an estimate'],
  'birthDate.yearOnly': ['出生日期只有年份，按年中估计', 'only the year of birth: taken as its middle'],
  'phone.unreadable': ['电话号码读不出来', 'the phone number cannot be read'],
  'division.unknown': ['区划里找不到这个村', 'no such village on the list of divisions'],
  'division.ambiguous': ['有几个同名的村，分不清是哪一个', 'several villages have this name'],
  'division.fromSheet': ['村名取自表名或标题', 'the village was taken from the sheet’s name or the title'],
  'division.outOfScope': ['不在导入人员的管辖范围', 'outside the division of whoever imports'],
  'division.townMissing': ['没有写属于哪个镇，没有采用', 'the town is not told; not taken'],
  'division.codeMade': ['没有区划代码，系统暂编了一个', 'no code told; it got one of our own'],
  'division.codeKept': ['此前按名称暂编过代码，仍用那个', 'known under a code of our own before, which stays'],
  'value.unknown': ['看不懂这个说法', 'these words are not known'],
  'value.fromSheet': ['没有这一列，按工作表名或分节标题认定', 'no column tells it; taken from the sheet’s name or the line over the rows'],
  'child.unreadable': ['子女情况没有全部读懂', 'the children could not all be read'],
  'children.noneWritten': ['子女情况空白，按没有子女登记', 'nothing written about children: taken as none'],
  'contact.incomplete': ['联系人缺姓名或电话，没有采用', 'a contact without name or phone was not taken'],
  'pension.kindMissing': ['写了养老金但没有险种，没有采用', 'a pension without its kind was not taken'],
  'name.missing': ['没有姓名', 'no name'],
  'row.duplicateOf': ['与另一行是同一个人，已并为一份档案', 'the same person as another row; they are one file'],
  'row.noMatch': ['台账里没有这个人，先留存，以后再比对', 'nobody in the ledger matches; kept and tried again later'],
  'row.knownElsewhere': ['这个身份证号在本县别的村已有档案，请向镇里核对', 'this identity number already has a file in another village of the county: ask the town'],
  'row.ambiguousMatch': ['可能是台账里的几个人，须人工判断', 'may be one of several in the ledger: a person has to decide'],
  'row.severalPeople': ['一行写了几个人，已分开登记', 'several people in one row were taken one by one'],
  'division.foundLater': ['以前导入的台账，这一行现在归到了村（或镇）', 'a row of an earlier ledger that has found its village (or town) now'],
  'row.foundLater': ['以前导入的名单，这一行现在找到了人', 'a row of an earlier list that has found its person now'],
  'row.saysDied': ['写明本人已去世，请核实死亡日期', 'the row says that this person died: verify the date'],
  'row.saysMoved': ['写明本人已迁出，请核实', 'the row says that this person moved away: verify'],
  'row.notOfList': ['写明的原因与本名单无关，未采用', 'the reason given is not what this list is about; not taken'],
  'row.fileDied': ['这个人的档案因去世已结案，请核对台账', 'the file of this person is closed because of death: check the ledger'],
  'row.fileMoved': ['这个人的档案因迁出已结案，请核对台账', 'the file of this person is closed because of moving away: check the ledger'],
  'row.fileClosed': ['这个人的档案因登记有误已结案，请核对台账', 'the file of this person is closed as opened in error: check the ledger'],
  'row.tooYoung': ['未满60周岁', 'younger than 60'],
  'visitor.unknown': ['名册里没有这位责任人', 'the responsible person is not on the roster'],
  'visitor.ambiguous': ['名册里有几位同名的责任人', 'several on the roster have this name'],
  'certificate.idDiffers': ['残疾人证号与身份证号不一致', 'certificate and identity number differ'],
  'certificate.former': ['这是已注销的旧证，此人另有有效的残疾人证，未采用', 'a former certificate, cancelled; the person holds another that is valid: not taken'],
  'category.differs': ['填写的类别与判定结果不一致', 'the category written differs from the one found'],
};

export type Language = 'zh' | 'en';
const languages = ['zh', 'en'] as const;

/** `出生年月：出生日期只有年月（1958.01）` in one language. */
export function remarkSentenceIn(remark: Remark, language: Language): string {
  const found = remark.found ?? (remark.details === undefined ? undefined : Object.values(remark.details).join(' '));
  const said = remarkWords[remark.code][languages.indexOf(language)] as string;
  if (language === 'zh') return `${remark.column === '' ? '' : `${remark.column}：`}${said}${found === undefined ? '' : `（${found}）`}`;
  return `${remark.column === '' ? '' : `${remark.column}: `}${said}${found === undefined ? '' : ` (${found})`}`;
}
