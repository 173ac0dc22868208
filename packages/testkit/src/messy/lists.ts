// Lists of other offices in a messy folder: registers, deaths, removals, each with headings, days and
// slips of its own, and what follows from them together with the ledger's claims.
import type { IsoDate } from '@shouwang/domain/shared';
import type { Village } from '../places.ts';
import { chance, type Chance } from '../random.ts';
import type { Claim, MessyBook } from './ledger.ts';
import type { MessyPerson } from './people.ts';
import * as words from './words.ts';
import type { Cell } from './words.ts';

/** `kind` or `kind key` of a finding, and for whom. */
export interface Wanted {
  readonly about: string;
  readonly key: number;
  /** True but not asked for: neither counted as found nor as wrong. */
  readonly isOptional: boolean;
}
export interface ListParts {
  readonly books: readonly MessyBook[];
  readonly wanted: readonly Wanted[];
}

const levels = ['能力完好', '轻度失能', '中度失能', '重度失能', '完全失能'];
const day = (from: Chance, asOf: IsoDate, year?: number): IsoDate => {
  const date = `${year ?? Number(asOf.slice(0, 4))}-${String(from.int(1, 9)).padStart(2, '0')}-${String(from.int(1, 28)).padStart(2, '0')}`;
  return date;
};

interface ListColumn {
  readonly heads: readonly string[];
  readonly cell: (person: MessyPerson, from: Chance) => Cell;
}

export function writeLists(
  seed: string,
  county: { readonly name: string; readonly villages: readonly Village[] },
  people: readonly MessyPerson[],
  claims: ReadonlyMap<number, Claim>,
  asOf: IsoDate,
  hasDays: boolean,
): ListParts {
  const style = chance(seed, 'lists');
  const isKnownWithoutNumber = (person: MessyPerson): boolean => person.spoilt === 'missingWithoutNumber';
  const name = (person: MessyPerson, from: Chance): Cell => {
    const roll = from.int(0, 11);
    if (roll === 0) return words.variantName(person.facts.name);
    return roll === 1 && [...person.facts.name].length === 2 ? [...person.facts.name].join('  ') : person.facts.name;
  };
  const number = (person: MessyPerson, from: Chance): Cell => {
    if (isKnownWithoutNumber(person)) return '';
    const { idNo } = person.facts;
    const roll = person.spoilt === 'none' ? from.int(0, 40) : 40;
    // Registers have their own slips: no number, an old one, a wrong check digit.
    if (roll === 0) return from.pick(['', '无']);
    if (roll === 1 && idNo.startsWith('19', 6)) return `${idNo.slice(0, 6)}${idNo.slice(8, 17)}`;
    return roll === 2 ? `${idNo.slice(0, 17)}${idNo.endsWith('1') ? '2' : '1'}` : words.idCell(idNo, from);
  };
  const sex = (person: MessyPerson): Cell => (person.facts.sex === 'male' ? '男' : '女');
  const common = {
    name: { heads: ['姓名', '人员姓名', '对象姓名', '姓  名'], cell: name },
    idNo: { heads: ['身份证号', '公民身份号码', '证件号码', '身份证号码'], cell: number },
    sex: { heads: ['性别'], cell: sex },
    birth: {
      heads: ['出生日期', '出生年月'],
      cell: (person: MessyPerson, from: Chance) => words.birthCell(person.facts.birthDate, from.pick(['iso', 'dots', 'compact', 'han'] as const), from),
    },
    town: { heads: ['乡镇', '镇（街道）', '所属乡镇'], cell: (person: MessyPerson) => person.village.townName },
    village: {
      heads: ['村', '村（社区）', '行政村'],
      cell: (person: MessyPerson, from: Chance) =>
        from.happens(0.8) ? person.village.name : `${person.village.name.replace(/(村|社区)$/, '')}${person.village.name.endsWith('村') ? '村委会' : '社区居委会'}`,
    },
    address: {
      heads: ['地址', '户籍地址', '家庭地址'],
      cell: (person: MessyPerson) => `${county.name}${person.village.townName}${person.village.name}${person.facts.group ?? ''}`,
    },
  } satisfies Record<string, ListColumn>;

  const books: MessyBook[] = [];
  const rowsOf = new Map<string, readonly MessyPerson[]>();
  const write = (kind: string, file: string, listed: readonly MessyPerson[], columns: readonly ListColumn[], beside: readonly (readonly Cell[])[] = []): void => {
    const from = chance(seed, 'list', kind);
    rowsOf.set(kind, listed);
    if (listed.length === 0 && beside.length === 0) return;
    const hasNumber = from.happens(0.5);
    const heads = columns.map((column) => from.pick(column.heads));
    const rows: Cell[][] = listed.map((person, at) => {
      const chances = chance(seed, 'list', kind, person.key);
      return [...(hasNumber ? [at + 1] : []), ...columns.map((column) => column.cell(person, chances))];
    });
    // A clerk copied a row twice.
    if (rows.length > 4 && from.happens(0.4)) rows.splice(2, 0, [...(rows[1] as Cell[])]);
    const titled = from.happens(0.5);
    const title: Cell[][] = titled ? [[`${county.name}${file.replace(/^.*[-—]/, '')}（截至${asOf.slice(0, 4)}年${from.int(6, 9)}月底）`]] : [];
    const extra = beside.map((row) => [...(hasNumber ? [rows.length + 1] : []), ...row]);
    const header = [...(hasNumber ? ['序号'] : []), ...heads];
    if (beside.length === 0 && listed.length > 20 && from.happens(0.3)) {
      // A sheet for each town, each under a merged title with its unit and its sum, last year's hidden behind them.
      const towns = [...new Set(county.villages.map(({ townName }) => townName))];
      const sheets = towns.map((town) => {
        const of = listed.flatMap((person) => (person.village.townName === town ? [person] : []));
        const own = of.map((person, at) => [...(hasNumber ? [at + 1] : []), ...columns.map((column) => column.cell(person, chance(seed, 'list', kind, person.key)))]);
        const over: Cell[][] = [
          [`${county.name}${file.replace(/^.*[-—]/, '')}`, ...header.slice(1).map(() => null)],
          [`填报单位：${town}人民政府（盖章）`, ...header.slice(1).map(() => null)],
        ];
        return {
          name: town,
          merges: [0, 1].map((row) => ({ startRow: row, startCol: 0, endRow: row, endCol: header.length - 1 })),
          rows: [...over, header, ...own, ['合计', `${own.length}人`]],
        };
      });
      const hidden = { name: '作废', merges: [], hidden: true, rows: [header, ...rows.slice(0, 3)] };
      books.push({ name: file, sheets: [...sheets.filter(({ rows: { length } }) => length > 4), hidden] });
      return;
    }
    books.push({
      name: file,
      sheets: [{ name: 'Sheet1', merges: [], rows: [...title, header, ...rows, ...extra, ...(from.happens(0.3) ? [['合计', rows.length]] : [])] }],
    });
  };
  const age: ListColumn = { heads: ['年龄', '周岁', '现年龄'], cell: (person, from) => words.ageCell(person.facts.birthDate, asOf, from) };
  /** A register names its people by number, and where it has none by village and birth. */
  const who = (): ListColumn[] => {
    const where = style.happens(0.3) ? [common.address] : [common.town, common.village];
    // Many lists tell an age instead of a day.
    const born = style.happens(0.25) ? age : common.birth;
    return style.happens(0.5) ? [common.name, common.sex, common.idNo, born, ...where] : [...where, common.name, common.idNo, common.sex, born];
  };
  const isListed = (person: MessyPerson): boolean => person.spoilt !== 'unlisted';
  const isListable = (person: MessyPerson): boolean => isListed(person) && person.facts.sex !== undefined;

  const disabled = people.filter((person) => isListable(person) && person.facts.disability != null);
  const certificate: ListColumn = {
    heads: ['残疾人证号', '残疾证号', '残疾人证号码'],
    cell: (person, from) => (isKnownWithoutNumber(person) ? '' : `${person.facts.disability?.certNo ?? ''}${from.happens(0.1) ? 'B1' : ''}`),
  };
  const grade: ListColumn = { heads: ['残疾等级', '等级', '残疾级别'], cell: (person, from) => words.gradeCell(person.facts.disability?.grade ?? 4, from) };
  const type: ListColumn = {
    heads: ['残疾类别', '残疾类型', '类别'],
    cell: (person) => (person.facts.disability == null ? '' : `${words.typeWord(person.facts.disability)}${style.happens(0.1) ? '残疾' : ''}`),
  };
  const state: ListColumn = {
    heads: ['证件状态', '状态', '持证状态'],
    cell: (person, from) => (person.facts.disability?.valid === true ? from.pick(['有效', '正常', '有效']) : from.pick(['注销', '已注销', '过期'])),
  };
  // Those on the register who are no elders at all.
  const young = Array.from({ length: Math.ceil(people.length / 20) }, (_, at) => {
    const born = `19${70 + (at % 25)}-0${1 + (at % 9)}-1${at % 10}`;
    return { born, name: `赵${['建', '国', '晓', '文'][at % 4]}${['军', '华', '波', '燕', '兵'][at % 5]}`, village: county.villages[at % county.villages.length] as Village };
  });
  const place = who();
  const youngRow = ({ born, name: called, village }: (typeof young)[number], columns: readonly ListColumn[], own: readonly Cell[]): Cell[] =>
    columns.map((column, at) =>
      at >= columns.length - own.length
        ? (own[at - columns.length + own.length] as Cell)
        : column === common.name
          ? called
          : column === common.birth
            ? born
            : column === age
              ? Number(asOf.slice(0, 4)) - Number(born.slice(0, 4))
              : column === common.town
                ? village.townName
                : column === common.village
                  ? village.name
                  : column === common.sex
                    ? '男'
                    : column === common.address
                      ? `${village.townName}${village.name}`
                      : '',
    );
  const disabilityColumns = [...place, certificate, type, grade, state];
  write(
    'disability',
    style.pick(['残联-持证残疾人', '残联—持证残疾人名单', '持证残疾人台账']),
    disabled,
    disabilityColumns,
    young.map((one) => youngRow(one, disabilityColumns, ['', '肢体', '一级', '有效'])),
  );

  const assessed = people.filter(
    (person) => isListable(person) && ((person.facts.abilityLevel ?? 0) > 0 || person.spoilt === 'abilityClaimed' || chance(seed, 'assessed', person.key).happens(0.05)),
  );
  const stale = style.happens(0.3);
  const assessedIn = Number(asOf.slice(0, 4)) - (stale ? 3 : 0);
  // The list of an earlier year lies there still, with levels of that year.
  if (style.happens(0.35))
    write(
      'assessmentBefore',
      `${assessedIn - 1}年老年人能力评估结果`,
      assessed.filter(({ key, facts }) => key % 3 === 0 && (facts.abilityLevel ?? 0) > 0),
      [
        ...who(),
        { heads: ['评估等级', '能力等级'], cell: (person) => levels[(person.facts.abilityLevel ?? 0) % 4 === 0 ? 1 : (person.facts.abilityLevel ?? 0) - 1] as string },
        { heads: ['评估日期', '评估时间'], cell: (_, from) => day(from, asOf, assessedIn - 1) },
      ],
    );
  write('assessment', style.pick(['民政-老年人能力评估结果', '能力评估台账', '民政局—老年人能力评估']), assessed, [
    ...who(),
    {
      heads: ['评估等级', '能力等级', '评估结果', '等级'],
      cell: (person, from) =>
        from.happens(0.2)
          ? (levels[person.facts.abilityLevel ?? 0] as string).replace('失能', '受损').replace('完全受损', '完全丧失')
          : (levels[person.facts.abilityLevel ?? 0] as string),
    },
    {
      heads: ['评估日期', '评估时间', '评估完成日期'],
      cell: (_, from) => words.birthCell(day(from, asOf, assessedIn), from.pick(['iso', 'han', 'dots', 'slash'] as const), from),
    },
  ]);

  const aided = people.filter((person) => isListable(person) && (person.facts.minimumLiving === true || person.facts.destitute === 'atHome'));
  const monthly: ListColumn = { heads: ['月保障金额', '保障金额（元/月）', '月救助金额'], cell: (person) => person.facts.monthlyAid ?? '' };
  if (style.happens(0.35)) {
    // A list for each aid: which one it is says the title, the rows tell a grade or nothing, or name the household.
    const ofHouseholds = style.happens(0.5);
    const whom = who().map((column) =>
      !ofHouseholds
        ? column
        : column === common.name
          ? { ...column, heads: ['户主姓名', '户主'] }
          : column === common.idNo
            ? { ...column, heads: ['户主身份证号', '身份证号'] }
            : column,
    );
    const graded: ListColumn = { heads: ['低保类别', '保障类别', '低保等级'], cell: (_, from) => from.pick(['一类', '二类', 'A类', 'B类']) };
    const minimum = aided.filter(({ facts }) => facts.destitute !== 'atHome');
    write('minimum', style.pick(['民政-农村低保', '农村低保对象花名册']), minimum, style.happens(0.5) ? [...whom, monthly] : [...whom, graded, monthly]);
    write(
      'destitute',
      style.pick(['民政-特困供养人员', '特困人员供养花名册']),
      aided.filter(({ facts }) => facts.destitute === 'atHome'),
      [...who(), { heads: ['供养形式', '供养方式', '供养类型'], cell: (_, from) => from.pick(['分散', '分散供养']) }, { heads: ['自理能力'], cell: () => '全自理' }, monthly],
    );
    rowsOf.set('aid', aided);
  } else
    write('aid', style.pick(['民政-低保特困', '低保特困人员名单', '民政—社会救助对象']), aided, [
      ...who(),
      {
        heads: ['救助类别', '救助类型', '保障类别', '类别'],
        cell: (person, from) =>
          person.facts.destitute === 'atHome'
            ? from.pick(['特困（分散供养）', '分散供养特困', '特困供养（分散）', '农村特困分散供养'])
            : from.pick(['低保', '农村低保', '农村最低生活保障']),
      },
      monthly,
    ]);

  const special = people.filter((person) => isListable(person) && person.facts.familyPlanning != null);
  write('familyPlanning', style.pick(['卫健-计划生育特殊家庭', '计生特殊家庭名单', '卫健局—计生特扶对象']), special, [
    ...who(),
    {
      heads: ['家庭类型', '类型', '特殊家庭类型', '扶助类别'],
      cell: (person, from) =>
        person.facts.familyPlanning === 'childDied' ? from.pick(['独生子女死亡', '失独', '死亡家庭']) : from.pick(['独生子女伤残', '伤残', '独生子女伤残家庭']),
    },
  ]);

  const healthy = people.filter(
    (person) => isListable(person) && person.facts.birthDate <= `${Number(asOf.slice(0, 4)) - 65}${asOf.slice(4)}` && chance(seed, 'checked', person.key).happens(0.7),
  );
  // Where he was examined he may have been staying with a child.
  const staysAt = (person: MessyPerson): MessyPerson =>
    person.spoilt === 'listedElsewhere'
      ? { ...person, village: county.villages.find(({ code, townCode }) => townCode === person.village.townCode && code !== person.village.code) ?? person.village }
      : person;
  write('health', style.pick(['卫健-65岁以上健康管理', '65岁以上老年人健康体检', '老年人健康管理名册']), healthy, [
    ...who().map((column) => ({ ...column, cell: (person: MessyPerson, from: Chance) => column.cell(staysAt(person), from) })),
    { heads: ['慢病', '慢性病', '慢性病情况'], cell: (person, from) => (person.facts.chronicConditions ?? []).join(from.pick(['、', ';', '，', '/'])) || from.pick(['无', '']) },
    { heads: ['体检日期', '最近体检日期', '体检时间'], cell: (_, from) => day(from, asOf) },
  ]);

  // Who draws a pension, the dead among them of whom the bank has not heard, and those of whom it has.
  const pensioners = people.filter((person) => isListable(person) && (person.spoilt === 'deadByPension' || chance(seed, 'pension', person.key).happens(0.6)));
  const isSaidDead = ({ spoilt }: MessyPerson): boolean => spoilt === 'deadByPension';
  write('pension', style.pick(['人社-城乡居保待遇领取', '养老保险待遇领取人员花名册', '人社局—养老待遇领取认证']), pensioners, [
    ...who(),
    { heads: ['险种', '参保类型', '养老保险类型'], cell: (_, from) => from.pick(['城乡居民', '城乡居保', '居民养老保险']) },
    { heads: ['月养老金', '月待遇', '待遇标准（元）'], cell: (_, from) => from.int(110, 260) },
    {
      heads: ['待遇状态', '领取状态', '认证状态'],
      cell: (person, from) => (isSaidDead(person) ? from.pick(['死亡', '死亡暂停', '停发']) : from.pick(['正常', '正常发放', '已认证'])),
    },
    { heads: ['死亡日期', '死亡时间'], cell: (person, from) => (isSaidDead(person) ? day(from, asOf) : '') },
  ]);

  const dead = people.filter(({ spoilt }) => spoilt === 'dead' || spoilt === 'deadUnlisted');
  // Somebody else of the same name died: another birth, another number.
  const namesakes = people.filter(({ spoilt, key }) => spoilt === 'none' && key % 40 === 7);
  const other = (person: MessyPerson): IsoDate => `${Number(person.facts.birthDate.slice(0, 4)) - 13}-0${1 + (person.key % 9)}-1${person.key % 9}`;
  // Struck off the register for another reason: they live.
  const hasReason = style.happens(0.5);
  const abroad = hasReason ? people.filter(({ spoilt, key }) => spoilt === 'none' && key % 60 === 11) : [];
  const reason: readonly ListColumn[] = hasReason ? [{ heads: ['注销原因', '注销类型'], cell: (_, from) => from.pick(['死亡', '死亡注销', '因病死亡']) }] : [];
  write(
    'death',
    style.pick(['公安-死亡注销', '死亡人员名单', '公安—户籍死亡注销']),
    dead,
    [common.name, common.sex, common.idNo, common.birth, ...reason, { heads: ['注销日期', '死亡日期', '死亡时间'], cell: (_, from) => day(from, asOf) }],
    [
      ...namesakes.map((person) => [person.facts.name, sex(person), '', other(person), ...reason.map(() => '死亡'), day(chance(seed, 'namesake', person.key), asOf)]),
      ...abroad.map((person) => [
        person.facts.name,
        sex(person),
        person.facts.idNo,
        person.facts.birthDate,
        ['出国（境）定居', '重复户口'][person.key % 2] as string,
        day(chance(seed, 'abroad', person.key), asOf),
      ]),
    ],
  );
  const moved = people.filter(({ spoilt }) => spoilt === 'moved');
  write('moved', style.pick(['公安-户籍迁出', '户口迁出人员名单']), moved, [
    common.name,
    common.idNo,
    common.birth,
    { heads: ['迁出日期', '迁移日期'], cell: (_, from) => day(from, asOf) },
    { heads: ['迁往地', '迁入地址'], cell: (_, from) => from.pick(['西安市', '成都市青羊区', '广东省东莞市']) },
  ]);

  const wanted: Wanted[] = [];
  const want = (about: string, person: MessyPerson, isOptional = false): void => void wanted.push({ about, key: person.key, isOptional });
  const sets = new Map([...rowsOf].map(([kind, list]) => [kind, new Set(list)]));
  const isOn = (kind: string, person: MessyPerson): boolean => sets.get(kind)?.has(person) === true;
  const numbered = ['disability', 'assessment', 'aid', 'familyPlanning', 'health', 'pension', 'death', 'moved'];
  const untold = new Set(people.flatMap(({ key, facts }) => (claims.get(key)?.birthTold === false ? [facts.name] : [])));
  for (const person of people) {
    const { facts, spoilt } = person;
    const claim = claims.get(person.key);
    const isSpoken = numbered.some((kind) => isOn(kind, person));
    if (claim === undefined) {
      const isTarget = (category: string): boolean => (person.categories as readonly string[]).includes(category);
      const byLists =
        (isOn('assessment', person) && isTarget('careDependent')) ||
        (isOn('disability', person) && isTarget('severeDisability')) ||
        (isOn('familyPlanning', person) && isTarget('familyPlanningSpecial')) ||
        (isOn('aid', person) && isTarget('destituteAtHome'));
      // A namesake in the ledger of whom no birth is told may be him: that is for a person to decide.
      if (byLists && spoilt !== 'deadUnlisted') want('missing', person, untold.has(person.facts.name));
      continue;
    }
    if (claim.idProblem) want('idProblem', person);
    // Two spellings in two villages are one person where a day of birth says so.
    if (claim.twice !== null) want('duplicate', person, spoilt === 'twiceSpelled' && !hasDays);
    if (spoilt === 'dead' || spoilt === 'deadByPension') want('deadListed', person);
    if (claim.secondName !== null && claim.secondName !== claim.name) want('differs name', person, true);
    if (spoilt === 'moved') want('movedListed', person);
    if (claim.level !== null && isOn('assessment', person) && claim.level !== facts.abilityLevel) want('differs abilityLevel', person);
    const registered = facts.disability?.valid === true ? facts.disability.grade : null;
    if (claim.grade !== undefined && isOn('disability', person) && claim.grade !== registered) want('differs disability', person);
    if (claim.minimumLiving === false && isOn('aid', person) && facts.minimumLiving === true) want('differs minimumLiving', person);
    if (claim.name !== facts.name) want('differs name', person, !isSpoken);
    if (claim.birthDiffers) want('differs birthDate', person, !isSpoken);
    if (spoilt === 'sexDiffers') want('differs sex', person, !isSpoken);
    // Under another's number he is somebody else to a reader without a birth.
    if (spoilt === 'idOfSpouse') for (const about of ['differs birthDate', 'differs sex', 'differs name', 'duplicate']) want(about, person, true);
  }
  return { books, wanted };
}
