// What a pack must satisfy beyond its shape: rules that rest on a clause, expressions that can be
// worked out, nobody on the list without a tier, and no county below the national floor.
import { compilePack, expressionReader, type Expression, type ExpressionProblem } from '@shouwang/domain/classification';
import { sourceKinds } from '@shouwang/domain/ledger';
import type { PackValue, PolicyPack, Tier, Words } from '@shouwang/domain/policy';
import { plausibilityKeys } from '@shouwang/domain/visits';
import type { PackFile } from './packFile.ts';
import { repeated, type Path, type Problem } from './problem.ts';
import { findChain, problemAt, resolveChain } from './resolve.ts';
import { checkCampaigns, clausesOfCampaigns } from './checkCampaigns.ts';
import { checkForms, clausesOfForms } from './checkForms.ts';
import { checkScales, clausesOfScales } from './checkScales.ts';

/** Values that the platform reads by name, so that every resolved pack has them, of this kind. */
const requiredValues: Readonly<Record<string, 'number' | 'string' | 'boolean' | 'list'>> = {
  elderAge: 'number',
  advancedAge: 'number',
  seriousIllnesses: 'list',
  visitsPerMonth: 'number',
  'floor.contactsPerMonth': 'number',
  'duties.firstVisitWithinDays': 'number',
  'duties.firstWeekMonToWed': 'number',
  'duties.firstWeekThuFri': 'number',
  'duties.firstWeekWeekend': 'number',
  'duties.returnVisitWithinDays': 'number',
  'duties.suspendedCallsPerMonth': 'number',
  'duties.correctWithinDays': 'number',
  'refusal.contactsPerMonth': 'number',
  'refusal.modes': 'list',
  'listing.handInclusionMaxMonths': 'number',
  'retention.yearsAfterClosing': 'number',
  'freshness.months': 'number',
  'abilityAssessment.months': 'number',
  'abilityAssessment.riskEventsFrom': 'number',
  'abilityAssessment.changesAddUp': 'boolean',
  'needsAssessment.form': 'boolean',
  'risk.model': 'boolean',
  'report.dueDay': 'number',
  'report.cutoff': 'string',
  'report.rollover': 'string',
  'report.dispatch': 'string',
  'network.model': 'string',
  'network.oneResponsible': 'boolean',
  'network.walkMinutes': 'number',
  'network.walkSpeedMps': 'number',
  'network.detour': 'number',
  'campaigns.startThemselves': 'boolean',
  'campaigns.proposeDaysAhead': 'number',
  ...Object.fromEntries(plausibilityKeys.map((key) => [key, 'number' as const])),
};
const kindWords: Readonly<Record<'number' | 'string' | 'boolean' | 'list', Words>> = {
  number: { zh: '数字', en: 'a number' },
  string: { zh: '文字', en: 'text' },
  boolean: { zh: '是或否', en: 'true or false' },
  list: { zh: '清单', en: 'a list' },
};
const kindOf = (value: PackValue['value']): 'number' | 'string' | 'boolean' | 'list' => (typeof value === 'object' ? 'list' : (typeof value as 'number' | 'string' | 'boolean'));

function expressionWords(problem: ExpressionProblem): Words {
  switch (problem.kind) {
    case 'syntax':
      return { zh: `条件写法有误（${problem.detail}）`, en: `the condition is not written right (${problem.detail})` };
    case 'unknownFact':
      return {
        zh: `条件中的“${problem.name}”不是已知的事实名称；政策包的数值请写作 v.${problem.name}`,
        en: `"${problem.name}" in the condition is not a known fact; a value of the pack is written v.${problem.name}`,
      };
    case 'unknownValue':
      return { zh: `条件用到的数值“${problem.name}”没有在 values 中定义`, en: `the condition reads the value "${problem.name}", which is not under values` };
    case 'unknownCategory':
      return { zh: `条件中的“is.${problem.name}”不是已知的老年人类别`, en: `"is.${problem.name}" in the condition is not a known category` };
    case 'type':
      return {
        zh: `条件比较了不同种类的内容，例如数字与文字（${problem.detail}）`,
        en: `the condition compares different kinds of things, such as a number with text (${problem.detail})`,
      };
    case 'notTruth':
      return { zh: `条件应得出“是”或“否”，现在得出的是 ${problem.detail}`, en: `a condition must come out true or false; this one gives ${problem.detail}` };
  }
}

/** Every clause that a file names, with its place. */
function clausesOf(file: PackFile): readonly { readonly document: string; readonly path: Path }[] {
  const at = (path: Path, item: { readonly source: { readonly document: string } }): { readonly document: string; readonly path: Path } => ({
    document: item.source.document,
    path: [...path, 'source', 'document'],
  });
  return [
    ...Object.entries(file.values).map(([key, value]) => at(['values', key], value)),
    ...file.categoryRules.map((rule, index) => at(['categoryRules', index], rule)),
    ...file.tiers.map((tier, index) => at(['tiers', index], tier)),
    ...file.tierRules.map((rule, index) => at(['tierRules', index], rule)),
    ...file.silent.map((entry, index) => at(['silent', index], entry)),
    ...clausesOfForms(file),
    ...clausesOfScales(file),
    ...clausesOfCampaigns(file),
  ];
}

/** What can be said of a file and the whole pack that it makes, apart from expressions. */
function checkWhole(file: PackFile, pack: PolicyPack, above: PolicyPack | null): readonly Problem[] {
  const problems: Problem[] = [];
  const add = (path: Path, zh: string, en: string): void => {
    problems.push(problemAt(file, path, zh, en));
  };
  if (file.effectiveTo !== null && file.effectiveTo < file.effectiveFrom) add(['effectiveTo'], '失效日期早于生效日期', 'it ends before it begins');
  for (const { document, path } of clausesOf(file)) {
    if (!Object.hasOwn(pack.documents, document)) add(path, `依据的文件“${document}”没有在 documents 中列出`, `the document "${document}" is not listed under documents`);
  }
  for (const [name, rules] of [
    ['categoryRules', file.categoryRules],
    ['tierRules', file.tierRules],
  ] as const) {
    for (const index of repeated(rules.map((rule) => rule.id))) add([name, index, 'id'], `规则编号“${rules[index]?.id}”重复`, `rule id "${rules[index]?.id}" is used twice`);
  }
  for (const index of repeated(file.tiers.map((tier) => tier.code)))
    add(['tiers', index, 'code'], `探访等级“${file.tiers[index]?.code}”重复`, `tier "${file.tiers[index]?.code}" is used twice`);
  const tierCodes = pack.tiers.map((tier) => tier.code);
  file.tierRules.forEach((rule, index) => {
    if (!tierCodes.includes(rule.tier))
      add(['tierRules', index, 'tier'], `没有名为“${rule.tier}”的探访等级，现有：${tierCodes.join('、')}`, `there is no tier "${rule.tier}"; there are: ${tierCodes.join(', ')}`);
  });
  const inherited = new Set(
    above === null
      ? []
      : [
          ...[...above.categoryRules, ...above.tierRules, ...above.riskModel.factors, ...above.riskModel.hardRules].map((rule) => rule.id),
          ...above.campaigns.map((one) => one.code),
        ],
  );
  file.remove.forEach((id, index) => {
    if (!inherited.has(id)) add(['remove', index], `要去掉的规则“${id}”在所依据的政策包中不存在`, `the rule "${id}" to remove is not in the packs it extends`);
  });
  for (const target of pack.targets) {
    if (!pack.categoryRules.some((rule) => rule.category === target))
      add(['targets'], `对象类别“${target}”没有认定规则`, `no rule says who belongs to the target group "${target}"`);
  }
  for (const index of repeated(pack.targets)) add(['targets', index], `对象类别“${pack.targets[index]}”重复`, `target group "${pack.targets[index]}" is listed twice`);
  const ranked = pack.sourceRank.default.flat();
  const unranked = sourceKinds.filter((kind) => kind !== 'decision' && !ranked.includes(kind));
  if (unranked.length > 0) add(['sourceRank', 'default'], `来源排序缺少：${unranked.join('、')}`, `the rank of sources lacks: ${unranked.join(', ')}`);
  for (const [key, kind] of Object.entries(requiredValues)) {
    const value = pack.values[key];
    if (value === undefined) add(['values'], `缺少平台需要的数值“${key}”`, `the value "${key}", which the platform needs, is missing`);
    else if (kindOf(value.value) !== kind) add(['values', key, 'value'], `“${key}”应为${kindWords[kind].zh}`, `"${key}" must be ${kindWords[kind].en}`);
  }
  return [...problems, ...checkForms(file, pack), ...checkScales(file, pack), ...checkCampaigns(file, pack), ...checkFloor(file, pack, above)];
}

/** A lower pack may only tighten the national floor, unless somebody approved that it does not. */
function checkFloor(file: PackFile, pack: PolicyPack, above: PolicyPack | null): readonly Problem[] {
  if (above === null || file.approvedBy !== undefined) return [];
  const problems: Problem[] = [];
  const floorKey = 'floor.contactsPerMonth';
  const floor = Number(above.values[floorKey]?.value ?? 0);
  const monthly = (tier: Tier): number => (tier.period === 'week' ? tier.visits * 4 : tier.visits);
  const lowers = (path: Path, now: number): void => {
    problems.push(
      problemAt(
        file,
        path,
        `低于国家下限（每月至少 ${floor} 次，现为 ${now} 次）；只能收紧，放宽须写明批准人 approvedBy`,
        `below the national floor (${floor} a month at least, here ${now}); a lower pack may only tighten it, else approvedBy must say who approved`,
      ),
    );
  };
  for (const key of [floorKey, 'visitsPerMonth']) {
    const own = file.values[key];
    if (own !== undefined && Number(own.value) < floor) lowers(['values', key, 'value'], Number(own.value));
  }
  file.tiers.forEach((tier, index) => {
    if (monthly(tier) < floor) lowers(['tiers', index, 'visits'], monthly(tier));
  });
  if (pack.tierRules.length === 0)
    problems.push(problemAt(file, ['remove'], '没有探访等级规则，名单内老人将无人探访', 'there is no rule for tiers: nobody on the list would be visited'));
  return problems;
}

/** Where a rule of the whole pack was written: the lowest file of the chain that has it. */
function findRule(chain: readonly PackFile[], list: 'categoryRules' | 'tierRules', id: string): { readonly file: PackFile; readonly index: number } | null {
  for (const file of chain.toReversed()) {
    const index = file[list].findIndex((rule) => rule.id === id);
    if (index !== -1) return { file, index };
  }
  return null;
}

function checkExpressions(chain: readonly PackFile[], pack: PolicyPack): readonly Problem[] {
  const read = expressionReader(pack.values);
  const problems: Problem[] = [];
  let last: readonly Expression[] = [];
  for (const list of ['categoryRules', 'tierRules'] as const) {
    for (const rule of pack[list]) {
      const place = findRule(chain, list, rule.id);
      const expressions: Expression[] = [];
      rule.when.forEach((condition, at) => {
        const path: Path = [list, place?.index ?? 0, 'when', at, 'expr'];
        const result = read(condition.expr);
        if (result.ok) expressions.push(result.expression);
        if (place === null) return;
        if (!result.ok) {
          const words = expressionWords(result.problem);
          problems.push(problemAt(place.file, path, words.zh, words.en));
        } else if (list === 'categoryRules' && result.expression.categories.length > 0) {
          problems.push(
            problemAt(
              place.file,
              path,
              '类别的认定规则不能用 is.类别，只能用事实；is.类别 用于探访等级',
              'a rule for a category cannot read is.category, only facts; is.category is for tiers',
            ),
          );
        }
      });
      last = expressions;
    }
  }
  const lastRule = pack.tierRules.at(-1);
  const place = lastRule === undefined ? null : findRule(chain, 'tierRules', lastRule.id);
  if (place !== null && last.some((expression) => expression.facts.length > 0 || expression.categories.length > 0)) {
    const own = chain.at(-1) as PackFile;
    const isByRemoval = place.file !== own && own.remove.length > 0;
    problems.push(
      problemAt(
        isByRemoval ? own : place.file,
        isByRemoval ? ['remove'] : ['tierRules', place.index],
        '最后一条探访等级规则应适用于所有对象，不能带有个人条件，否则有人没有等级',
        'the last rule for tiers must hold for everyone on the list, without a condition on the person, else somebody has no tier',
      ),
    );
  }
  return problems;
}

/** A person of whom nothing and one of whom much is known: rules must run for both. */
function checkRuns(file: PackFile, pack: PolicyPack): readonly Problem[] {
  const compiled = compilePack(pack);
  if (!compiled.ok) return [];
  const people = [
    {},
    {
      birthDate: '1940-01',
      sex: 'female',
      hukou: 'rural',
      maritalStatus: 'widowed',
      livesWith: ['alone'],
      children: [{ name: '', place: 'outsideCounty', awaySince: '2020-01' }],
      abilityLevel: 4,
      disability: { grade: 1, valid: true },
      familyPlanning: 'childDied',
      destitute: 'atHome',
      minimumLiving: true,
      illnesses: ['恶性肿瘤'],
      wantsVisits: true,
    },
  ] as const;
  try {
    for (const person of people) compiled.value.explain(person, file.effectiveFrom);
    return [];
  } catch (error) {
    const detail = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error);
    return [problemAt(file, ['categoryRules'], `规则在计算时出错（${detail}）`, `a rule fails while it is worked out (${detail})`)];
  }
}

/** Everything that is wrong with these files, each file taken with the chain that it stands in. */
export function checkPackFiles(files: readonly PackFile[]): readonly Problem[] {
  const problems: Problem[] = [];
  for (const index of repeated(files.map((file) => file.id))) {
    const file = files[index] as PackFile;
    problems.push(problemAt(file, ['id'], `编号“${file.id}”已被另一个文件使用`, `another file already has the id "${file.id}"`));
  }
  for (const file of files) {
    const found = findChain(files, file.id);
    const resolved = found.ok ? resolveChain(files, file.id) : found;
    if (!found.ok || !resolved.ok) {
      problems.push(...(resolved.ok ? [] : resolved.problems));
      continue;
    }
    const above = file.extends === null ? null : resolveChain(files, file.extends);
    const whole = [...checkWhole(file, resolved.pack, above?.ok === true ? above.pack : null), ...checkExpressions(found.files, resolved.pack)];
    problems.push(...whole, ...(whole.length === 0 ? checkRuns(file, resolved.pack) : []));
  }
  // A broken rule of a pack is found again in every pack below it.
  const seen = new Set<string>();
  return problems.filter((problem) => {
    const key = `${problem.file}\n${problem.path}\n${problem.message.en}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
