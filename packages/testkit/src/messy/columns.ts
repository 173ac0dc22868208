// The columns of a messy ledger: what an office calls them and what a clerk writes into them.
import type { Category, Child } from '@shouwang/domain/ledger';
import type { IsoDate } from '@shouwang/domain/shared';
import type { Village } from '../places.ts';
import type { Chance } from '../random.ts';
import type { MessyPerson } from './people.ts';
import type { OfficeStyle } from './style.ts';
import * as words from './words.ts';
import type { Cell } from './words.ts';

export interface Said {
  readonly person: MessyPerson;
  readonly name: string;
  readonly idNo: Cell;
  readonly birth: IsoDate;
  readonly sex: 'male' | 'female';
  readonly village: Village;
  readonly level: number;
  readonly disability: MessyPerson['facts']['disability'];
  readonly minimumLiving: boolean;
}
export interface Column {
  readonly field: string;
  readonly head: string;
  readonly parent: string;
  readonly cell: (said: Said, from: Chance) => Cell;
}

function aidWord(said: Said, from: Chance): Cell {
  if (said.person.facts.destitute === 'atHome') return from.pick(['特困', '分散特困', '特困分散供养', '五保']);
  return said.minimumLiving ? from.pick(['低保', '农村低保', '低保户']) : from.pick(['无', '', '无']);
}

const heads: Readonly<Record<string, readonly string[]>> = {
  no: ['序号', '编号', 'NO.', '序'],
  name: ['姓名', '老人姓名', '老年人姓名', '对象姓名', '姓  名', '服务对象姓名'],
  sex: ['性别', '性 别'],
  idNo: ['身份证号码', '公民身份号码', '身份证号', '证件号码', '身份证', '居民身份证号码'],
  birth: ['出生日期', '出生年月', '出生年月日', '出生时间'],
  age: ['年龄', '周岁', '年龄（周岁）', '现年龄'],
  hukou: ['户籍性质', '户口性质', '户口类型', '户籍类型'],
  town: ['乡镇', '乡镇（街道）', '所属乡镇', '镇（街道）', '所在乡镇'],
  village: ['村（社区）', '行政村', '所在村', '村居', '村名', '所属村（社区）'],
  place: ['家庭住址', '现住址', '居住地址', '户籍所在地', '住址（镇村组）'],
  group: ['组', '组别', '村民小组', '所在组'],
  phone: ['联系电话', '手机号码', '电话', '本人电话', '老人电话', '联系方式'],
  categories: ['老人类别', '人员类别', '对象类别', '困难类型', '特殊困难类别', '老年人类型'],
  level: ['能力等级', '失能等级', '能力评估等级', '能力评估结果', '评估等级'],
  selfCare: ['自理能力', '自理情况', '生活自理能力'],
  disability: ['残疾等级', '残疾情况', '残疾类别及等级', '残疾状况'],
  marital: ['婚姻状况', '婚姻情况', '婚姻'],
  living: ['居住状况', '居住方式', '居住情况', '与谁同住', '共同居住人员', '同住人员'],
  wants: ['是否愿意接受探访', '探访意愿', '是否同意探访', '是否接受探访服务'],
  illness: ['患病情况', '健康状况', '疾病情况', '主要疾病'],
  aid: ['救助类别', '社会救助类型', '低保特困情况', '享受救助情况'],
  remark: ['备注', '其他情况', '备注说明'],
  children: ['子女情况', '子女信息', '子女基本情况', '赡养人情况', '儿女情况'],
};
const tickedCategories: readonly (readonly [Category, string])[] = [
  ['livingAlone', '独居'],
  ['emptyNest', '空巢'],
  ['leftBehind', '留守'],
  ['careDependent', '失能'],
  ['severeDisability', '重残'],
  ['familyPlanningSpecial', '计划生育特殊家庭'],
  ['destituteAtHome', '特困'],
];

/** How villages are written, those that were renamed or merged with both their names. */
function villageCell(village: Village, from: Chance, alone: boolean): string {
  const bare = village.name.replace(/(村|社区)$/, '');
  const old = `${bare.slice(0, 1)}家沟村`;
  const roll = from.int(0, 11);
  if (village.name.endsWith('村')) {
    if (roll === 0) return `${village.name}（原${old}）`;
    if (roll === 1) return `${old}（现${village.name}）`;
    if (roll === 2 && !alone) return bare;
    if (roll === 3) return `${bare}村委会`;
    if (roll === 4) return ` ${village.name} `;
    if (roll === 5) return from.pick([`${old}→${village.name}`, `原${village.name}`, `${old}（2020年并入${village.name}）`]);
  } else if (roll < 2) return `${village.name}居委会`;
  return village.name;
}

export function columnsOf(style: OfficeStyle, from: Chance, asOf: IsoDate): readonly Column[] {
  const isTogether = style.layout === 'oneSheet' || style.layout === 'filePerTown';
  const head = (key: string): string => from.pick(heads[key] as readonly string[]);
  const column = (field: string, cell: Column['cell'], parent = '', title = head(field)): Column => ({ field, head: title, parent, cell });
  const basic = '基本情况';
  const mostChildren = 3;
  const childOf = (said: Said, at: number): Child | undefined => said.person.facts.children?.[at];
  const list = (said: Said, of: (child: Child) => string): Cell => (said.person.facts.children ?? []).map(of).join('、');
  const children: Column[] =
    style.children === 'packed'
      ? [column('children', (said, chances) => words.packedChildren(said.person.facts.children ?? [], style.packed, chances))]
      : style.children === 'columns'
        ? Array.from({ length: mostChildren }, (_, at) => [
            column(`child${at}`, (said) => childOf(said, at)?.name ?? (at === 0 ? '无' : ''), '', `子女${at + 1}姓名`),
            column(
              `child${at}Place`,
              (said, chances) => (childOf(said, at)?.place === undefined ? '' : words.placeCell((childOf(said, at) as Child).place as never, chances)),
              '',
              `子女${at + 1}居住地`,
            ),
            column(`child${at}Phone`, (said) => childOf(said, at)?.phone ?? '', '', `子女${at + 1}电话`),
          ]).flat()
        : [
            column('childName', (said) => (said.person.facts.children?.length === 0 ? '无' : list(said, (child) => child.name)), '子女情况', '姓名'),
            column('childRelation', (said) => list(said, (child) => child.relation ?? ''), '子女情况', '关系'),
            column('childPlace', (said, chances) => list(said, (child) => words.placeCell(child.place ?? 'outsideCounty', chances)), '子女情况', '现居住地'),
            column('childPhone', (said) => list(said, (child) => child.phone ?? ''), '子女情况', '联系电话'),
          ];
  const ticked = (yes: boolean): Cell => (yes ? style.tick[0] : style.tick[1]);
  const further = (said: Said, chances: Chance): string =>
    style.children === 'columns' && (said.person.facts.children?.length ?? 0) > mostChildren
      ? `其余子女：${String(words.packedChildren((said.person.facts.children ?? []).slice(mostChildren), 'named', chances))}`
      : '';
  const columns: (Column | null)[] = [
    column('name', (said, chances) => (said.name === said.person.facts.name ? words.nameCell(said.name, chances) : said.name), basic),
    column('sex', (said) => (said.sex === 'male' ? style.sex[0] : style.sex[1]), basic),
    style.born === 'date' || style.born === 'both' ? column('birth', (said, chances) => words.birthCell(said.birth, style.birth, chances), basic) : null,
    style.born === 'age' || style.born === 'both' ? column('age', (said, chances) => words.ageCell(said.person.facts.birthDate, asOf, chances), basic) : null,
    column('idNo', (said) => said.idNo, basic),
    style.hukou
      ? column('hukou', (said, chances) => (said.person.facts.hukou === 'urban' ? chances.pick(['城镇', '非农业', '非农']) : chances.pick(['农村', '农业', '农业户口'])), basic)
      : null,
    isTogether && style.place === 'columns' ? column('town', (said) => said.village.townName, '住址') : null,
    isTogether && style.place === 'columns' ? column('village', (said, chances) => villageCell(said.village, chances, false), '住址') : null,
    isTogether && style.place === 'joined'
      ? column(
          'place',
          (said, chances) =>
            `${said.village.townName}${said.village.name}${String(words.groupCell(said.person.facts.group ?? '1组', style.group === 'bare' ? 'digit' : style.group))}${chances.happens(0.2) ? `${chances.int(1, 90)}号` : ''}`,
        )
      : null,
    style.groupColumn && !(isTogether && style.place === 'joined')
      ? column('group', (said) => words.groupCell(said.person.facts.group ?? '1组', style.group), isTogether ? '住址' : basic)
      : null,
    column('phone', (said, chances) => words.phoneCell(said.person.facts.phone ?? '', chances), basic),
    style.categories === 'words'
      ? column('categories', (said, chances) =>
          said.person.categories.length === 0
            ? chances.pick(['', '其他', '一般老人'])
            : said.person.categories.map((one) => words.categoryWord(one, style.habit, chances)).join(chances.pick(['、', '/', ' ', '，', '+', '；'])),
        )
      : null,
    ...(style.categories === 'ticks'
      ? tickedCategories.map(([category, word]) =>
          column(
            category,
            (said) => ticked(category === 'destituteAtHome' ? said.person.facts.destitute === 'atHome' : said.person.categories.includes(category)),
            '老人类别',
            word,
          ),
        )
      : []),
    style.level === 'level'
      ? column('level', (said) => words.levelCell(said.level, style.levelStyle))
      : style.level === 'selfCare'
        ? column('selfCare', (said, chances) => words.selfCareCell(said.level, chances))
        : null,
    style.disability
      ? column('disability', (said, chances) => (said.disability?.valid === true ? words.disabilityCell(said.disability, chances) : chances.pick(['无', '否', '无'])))
      : null,
    style.aid === 'words' ? column('aid', (said, chances) => aidWord(said, chances) || '无') : null,
    ...(style.aid === 'ticks'
      ? [
          column('dibao', (said) => ticked(said.minimumLiving) || '否', '', '是否低保'),
          column('tekun', (said) => ticked(said.person.facts.destitute === 'atHome') || '否', '', '是否特困'),
        ]
      : []),
    style.marital ? column('marital', (said, chances) => words.maritalCell(said.person.facts.maritalStatus ?? '', (said.person.facts.children ?? []).length > 0, chances)) : null,
    style.living ? column('living', (said, chances) => words.companionsCell(said.person.facts.livesWith ?? [], chances)) : null,
    ...children,
    style.illness === 'column' ? column('illness', (said, chances) => said.person.facts.illnesses?.join('、') || chances.pick(['无', '良好', '一般', '健康'])) : null,
    style.wants
      ? column('wants', (said, chances) => (said.person.facts.wantsVisits === false ? chances.pick(['不愿意', '否', '不同意']) : chances.pick(['愿意', '是', '同意'])))
      : null,
    ...style.others.map((title) =>
      column(
        'other',
        (_, chances) =>
          ({
            民族: '汉族',
            文化程度: '小学',
            户主姓名: '户主',
            与户主关系: '本人',
            银行卡号: `62284800${chances.int(10_000_000, 99_999_999)}`,
            填表人: '',
            村干部电话: '19000000001',
          })[title] ?? '',
        '',
        title,
      ),
    ),
    style.deaths === 'state'
      ? column('state', (said, chances) => (said.person.spoilt === 'dead' ? chances.pick(['死亡', '已死亡', '去世']) : chances.pick(['健在', '正常', '健在'])), '', '人员状态')
      : null,
    style.deaths === 'day' ? column('died', (said, chances) => (said.person.spoilt === 'dead' ? chances.pick(['2026.7.3', '2026年8月', '2026-09-01']) : ''), '', '死亡时间') : null,
    column('remark', (said, chances) =>
      [
        style.deaths === 'remark'
          ? said.person.spoilt === 'dead'
            ? words.deathNote(chances)
            : said.person.spoilt === 'none' && said.person.key % 9 === 4
              ? words.kinNote(chances)
              : ''
          : '',
        further(said, chances),
        style.illness === 'remark' && (said.person.facts.illnesses?.length ?? 0) > 0 ? `患${said.person.facts.illnesses?.join('、')}` : '',
      ]
        .filter((one) => one !== '')
        .join('。'),
    ),
  ];
  const kept = columns.filter((one) => one !== null);
  if (style.shuffled && !style.twoRows) {
    // Whole groups of columns change places; the columns of one child stay together.
    const at = from.int(3, 6);
    const tail = kept.findIndex(({ field }) => field.startsWith('child'));
    kept.push(...kept.splice(at, Math.max(0, tail - at)));
  }
  return [{ field: 'no', head: head('no'), parent: '', cell: () => null }, ...kept];
}
