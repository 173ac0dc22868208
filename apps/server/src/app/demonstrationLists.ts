// Lists of other offices about the fictional county, as those offices would send them: most rows agree with
// the ledger, some do not, some people have no file. What comes of them is the work of 名册比对.
import type { GeneratedElder } from '@shouwang/testkit';
import { addDays, type IsoDate } from '@shouwang/domain/shared';

export interface OfficeList {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const gradeWords = ['一级', '二级', '三级', '四级'];
const levelWords = ['能力完好', '能力轻度受损（轻度失能）', '能力中度受损（中度失能）', '能力重度受损（重度失能）', '能力完全丧失（完全失能）'];
const text = (name: string, rows: readonly (readonly string[])[]): OfficeList => ({ name, bytes: Buffer.from(`\uFEFF${rows.map((row) => row.join(',')).join('\n')}\n`) });

/**
 * `known`: people of the ledger to speak of, at least forty; `strangers`: people without a file. Each list
 * speaks of the day before `asOf`.
 */
export function officeLists(known: readonly GeneratedElder[], strangers: readonly GeneratedElder[], asOf: IsoDate): readonly OfficeList[] {
  const place = ({ village }: GeneratedElder): string[] => [village.townName, village.name];
  const on = addDays(asOf, -12);
  const certified = known.filter(({ facts }) => facts.disability?.valid === true);
  const assessed = known.filter(({ facts }) => (facts.abilityLevel ?? 0) > 0);
  const [first, second, third, fourth, fifth] = [...strangers] as [GeneratedElder, GeneratedElder, GeneratedElder, GeneratedElder, GeneratedElder];
  const well = known.filter(({ facts }) => facts.disability == null && (facts.abilityLevel ?? 0) === 0);
  const [dead, alsoDead, moved, alsoMoved, graded] = well as [GeneratedElder, GeneratedElder, GeneratedElder, GeneratedElder, GeneratedElder];
  const certificate = (elder: GeneratedElder, grade: number): string[] => [
    elder.facts.name,
    `${elder.facts.idNo}4${grade}`,
    '肢体',
    gradeWords[grade - 1] ?? '',
    ...place(elder),
    '有效',
  ];
  return [
    text('公安-死亡注销.csv', [
      ['姓名', '身份证号', '注销日期'],
      [dead.facts.name, dead.facts.idNo, addDays(asOf, -40)],
      [alsoDead.facts.name, alsoDead.facts.idNo, addDays(asOf, -16)],
    ]),
    text('公安-户籍迁出.csv', [
      ['姓名', '公民身份号码', '迁出日期', '迁往地址'],
      [moved.facts.name, moved.facts.idNo, addDays(asOf, -60), '外省邻近县城'],
      [alsoMoved.facts.name, alsoMoved.facts.idNo, addDays(asOf, -25), '外省邻近县城'],
    ]),
    text('残联-持证残疾人.csv', [
      ['姓名', '残疾人证号', '残疾类别', '残疾等级', '镇', '村', '状态'],
      // Every third is said otherwise: as severe here, as light there.
      ...certified.map((elder, index) => certificate(elder, index % 3 === 0 ? ((elder.facts.disability?.grade ?? 1) % 4) + 1 : (elder.facts.disability?.grade ?? 1))),
      certificate(graded, 2),
      certificate(first, 1),
      certificate(second, 2),
    ]),
    text('民政-老年人能力评估结果.csv', [
      ['姓名', '身份证号', '评估日期', '评估等级', '评估机构'],
      ...assessed.map((elder, index) => [
        elder.facts.name,
        elder.facts.idNo,
        on,
        levelWords[index % 4 === 0 ? Math.min(4, (elder.facts.abilityLevel ?? 0) + 1) : (elder.facts.abilityLevel ?? 0)] ?? '',
        '县社会福利中心',
      ]),
      [third.facts.name, third.facts.idNo, on, levelWords[3] ?? '', '县社会福利中心'],
      [fourth.facts.name, fourth.facts.idNo, on, levelWords[2] ?? '', '县社会福利中心'],
    ]),
    text('卫健-计划生育特殊家庭.csv', [
      ['姓名', '身份证号', '类型', '联系人'],
      ...known
        .filter(({ facts }) => facts.familyPlanning != null)
        .map(({ facts }) => [facts.name, facts.idNo, facts.familyPlanning === 'childDied' ? '独生子女死亡' : '独生子女伤残', '']),
      [fifth.facts.name, fifth.facts.idNo, '独生子女死亡', ''],
    ]),
  ];
}
