// Who visits, and who is responsible for whom, in a messy folder: a roster of one office and a filing of
// another, each in its own habits, with namesakes among the visitors whom only a telephone tells apart.
import type { Village } from '../places.ts';
import { personName } from '../names.ts';
import { chance } from '../random.ts';
import type { Claim, MessyBook } from './ledger.ts';
import type { MessyPerson } from './people.ts';
import type { Cell } from './words.ts';
import * as words from './words.ts';

interface Visitor {
  readonly name: string;
  readonly sex: '男' | '女';
  readonly phone: string;
  readonly village: Village;
  /** Tells him from all others. */
  readonly post: string;
}
export interface Filed {
  /** As the ledger has him. */
  readonly name: string;
  readonly division: string;
  /** The post of who is responsible. */
  readonly post: string;
}
export interface VisitorParts {
  readonly books: readonly MessyBook[];
  readonly filed: readonly Filed[];
}

const unsure: ReadonlySet<string> = new Set(['twiceHere', 'twiceElsewhere', 'twiceSpelled', 'namesake', 'idOfSpouse', 'dead', 'deadByPension', 'moved']);

export function writeVisitors(
  seed: string,
  county: { readonly name: string; readonly villages: readonly Village[] },
  people: readonly MessyPerson[],
  claims: ReadonlyMap<number, Claim>,
): VisitorParts {
  const style = chance(seed, 'visitors');
  const posts = ['网格员', '村干部', '互助员', '村医'] as const;
  const visitors: Visitor[] = [];
  for (const [at, village] of county.villages.entries())
    for (let number = 0; number < 1 + (at % 3); number += 1) {
      const from = chance(seed, 'visitor', at, number);
      const sex = from.happens(0.5) ? 'male' : 'female';
      const before = visitors.findLast((one) => one.village.townCode === village.townCode && one.village.code !== village.code);
      const isNamesake = before !== undefined && from.happens(0.2);
      visitors.push({
        name: isNamesake ? before.name : personName(from, sex).name,
        sex: isNamesake ? before.sex : sex === 'male' ? '男' : '女',
        phone: `1900001${String(at * 10 + number).padStart(4, '0')}`,
        village,
        post: `第${at * 10 + number + 1}${from.pick(posts)}`,
      });
    }
  const heads = (some: readonly string[]): string => style.pick(some);
  const name = (text: string, seedOf: string): Cell => (chance(seed, seedOf, text).happens(0.1) && [...text].length === 2 ? [...text].join(' ') : text);
  const roster: MessyBook = {
    name: style.pick(['探访人员名册', '探访关爱队伍花名册', '巡访人员登记表']),
    sheets: [
      {
        name: 'Sheet1',
        merges: [],
        rows: [
          [`${county.name}探访人员名册`],
          [
            '序号',
            heads(['姓名', '人员姓名', '探访人员']),
            '性别',
            heads(['联系电话', '手机号码']),
            heads(['所属乡镇', '镇']),
            heads(['村（社区）', '所在村']),
            heads(['人员类别', '职务', '岗位']),
            heads(['可负责人数', '服务老人数上限']),
          ],
          ...visitors.map(({ name: called, sex, phone, village, post }, at): Cell[] => [
            at + 1,
            name(called, 'roster'),
            sex,
            words.phoneCell(phone, chance(seed, 'rosterPhone', at)),
            village.townName,
            village.name,
            post,
            5 + (at % 9),
          ]),
          ['合计', visitors.length],
        ],
      },
    ],
  };

  const names = new Map<string, number>();
  for (const { key } of people) {
    const claim = claims.get(key);
    if (claim !== undefined) names.set(`${claim.division} ${claim.name}`, (names.get(`${claim.division} ${claim.name}`) ?? 0) + 1);
  }
  const villages = new Map(county.villages.map((village) => [village.code, village]));
  const rows: { readonly visitor: Visitor; readonly village: Village; readonly name: string; readonly idNo: Cell }[] = [];
  const filed: Filed[] = [];
  const numbered = style.happens(0.5);
  for (const person of people) {
    const claim = claims.get(person.key);
    const from = chance(seed, 'filed', person.key);
    // Some have nobody.
    if (claim === undefined || from.happens(0.12)) continue;
    const village = villages.get(claim.division) as Village;
    const own = visitors.filter((one) => one.village.code === village.code);
    const visitor = from.pick(own);
    rows.push({ visitor, village, name: claim.name, idNo: claim.idProblem || claim.name !== person.facts.name ? '' : words.idCell(person.facts.idNo, from) });
    if (!unsure.has(person.spoilt) && names.get(`${claim.division} ${claim.name}`) === 1) filed.push({ name: claim.name, division: claim.division, post: visitor.post });
  }
  const title = [`${county.name}探访关爱责任人备案表`];
  // A row a visitor with all whom he looks after in one cell, or a row for each.
  const grouped = style.happens(0.4);
  const separator = style.pick(['、', '，', ' ', '\n']);
  const body: Cell[][] = grouped
    ? [
        ['镇', '村', heads(['责任人', '包保责任人', '探访责任人']), heads(['责任人电话', '联系电话']), heads(['包保对象', '服务对象', '老人姓名'])],
        ...visitors.flatMap((visitor): Cell[][] => {
          const own = rows.filter((row) => row.visitor === visitor);
          // A cell holds a dozen names at most before a clerk begins another line.
          return Array.from({ length: Math.ceil(own.length / 12) }, (_, at) => [
            visitor.village.townName,
            visitor.village.name,
            visitor.name,
            visitor.phone,
            own
              .slice(at * 12, at * 12 + 12)
              .map((row) => row.name)
              .join(separator === ' ' ? '、' : separator),
          ]);
        }),
      ]
    : [
        [
          '序号',
          heads(['乡镇', '镇']),
          heads(['村', '村（社区）']),
          heads(['老人姓名', '对象姓名', '姓名']),
          ...(numbered ? ['身份证号'] : []),
          heads(['责任人', '探访责任人', '包保人姓名']),
          heads(['责任人电话', '责任人联系电话']),
          '备注',
        ],
        ...rows.map((row, at): Cell[] => [
          at + 1,
          row.village.townName,
          row.village.name,
          name(row.name, 'filing'),
          ...(numbered ? [row.idNo] : []),
          row.visitor.name,
          words.phoneCell(row.visitor.phone, chance(seed, 'filedPhone', at)),
          '',
        ]),
      ];
  return {
    books: [roster, { name: style.pick(['探访关爱责任人备案表', '责任人备案', '包保结对备案表']), sheets: [{ name: 'Sheet1', merges: [], rows: [title, ...body] }] }],
    filed,
  };
}
