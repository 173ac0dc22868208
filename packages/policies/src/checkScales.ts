// What a needs form and a risk model must satisfy beyond their shape: every sum of points has its
// level, what they speak of exists, and every expression can be worked out.
import { expressionReader } from '@shouwang/domain/classification';
import type { Clause, PolicyPack } from '@shouwang/domain/policy';
import { riskLevels } from '@shouwang/domain/policy';
import { compileRisk } from '@shouwang/domain/risk';
import type { PackFile } from './packFile.ts';
import { repeated, type Path, type Problem } from './problem.ts';
import { problemAt } from './resolve.ts';

/** Clauses that the file's own scales name, with their place. */
export function clausesOfScales(file: PackFile): readonly { readonly document: string; readonly path: Path }[] {
  const at = (path: Path, { source }: { readonly source: Clause }): { readonly document: string; readonly path: Path } => ({
    document: source.document,
    path: [...path, 'source', 'document'],
  });
  const { needsForm, riskModel } = file;
  return [
    ...(needsForm === undefined ? [] : [at(['needsForm'], needsForm), ...needsForm.services.map((service, index) => at(['needsForm', 'services', index], service))]),
    ...(riskModel === undefined
      ? []
      : [
          at(['riskModel'], riskModel),
          ...riskModel.factors.map((factor, index) => at(['riskModel', 'factors', index], factor)),
          ...riskModel.hardRules.map((rule, index) => at(['riskModel', 'hardRules', index], rule)),
        ]),
  ];
}

function checkNeeds(file: PackFile, pack: PolicyPack): readonly Problem[] {
  const form = file.needsForm;
  if (form === undefined) return [];
  const problems: Problem[] = [];
  const read = expressionReader(pack.values);
  for (const index of repeated(form.items.map((item) => item.key))) problems.push(problemAt(file, ['needsForm', 'items', index, 'key'], '项目名称重复', 'item used twice'));
  form.items.forEach((item, at) => {
    for (const index of repeated(item.options.map((option) => option.code)))
      problems.push(problemAt(file, ['needsForm', 'items', at, 'options', index], '选项代码重复', 'option code used twice'));
    item.options.forEach((option, index) => {
      if (option.suggest === undefined) return;
      const result = read(option.suggest);
      if (!result.ok || result.expression.categories.length > 0)
        problems.push(
          problemAt(file, ['needsForm', 'items', at, 'options', index, 'suggest'], '这个条件不能使用，只能用事实', 'this condition cannot be used; it may read facts only'),
        );
    });
  });
  form.services.forEach((service, at) => {
    service.when.forEach(({ item, options }, index) => {
      const known = form.items.find((candidate) => candidate.key === item)?.options.map((option) => option.code);
      if (known === undefined || options.some((option) => !known.includes(option)))
        problems.push(problemAt(file, ['needsForm', 'services', at, 'when', index], '提到了表中没有的项目或选项', 'speaks of an item or option that the form does not have'));
    });
  });
  if (!form.urgencies.some((urgency) => urgency.fromPoints === 0))
    problems.push(problemAt(file, ['needsForm', 'urgencies'], '要有一个从 0 分起的等级', 'one urgency must begin at 0 points'));
  return problems;
}

function checkRisk(file: PackFile, pack: PolicyPack): readonly Problem[] {
  const model = file.riskModel;
  if (model === undefined) return [];
  const problems: Problem[] = [];
  const rules = [...model.hardRules, ...model.factors].map((rule) => rule.id);
  for (const index of repeated(rules)) problems.push(problemAt(file, ['riskModel'], `规则编号“${rules[index]}”重复`, `rule id "${rules[index]}" is used twice`));
  const levels = pack.riskModel.levels.toSorted((a, b) => b.fromPoints - a.fromPoints);
  const order = levels.map((level) => riskLevels.indexOf(level.code));
  if (levels.at(-1)?.fromPoints !== 0 || order.some((place, index) => index > 0 && place <= (order[index - 1] as number)))
    problems.push(
      problemAt(file, ['riskModel', 'levels'], '风险等级的分数界限应从 0 起，越重分数越高，不能重复', 'levels begin at 0 points, a heavier one at more points, none twice'),
    );
  for (const rule of pack.riskModel.hardRules)
    if (!levels.some((level) => level.code === rule.level))
      problems.push(problemAt(file, ['riskModel', 'levels'], `缺少等级“${rule.level}”`, `the level "${rule.level}" is missing`));
  const compiled = compileRisk(pack);
  if (!compiled.ok) {
    const { rule, expr } = compiled.refusal.details ?? {};
    problems.push(
      problemAt(file, ['riskModel'], `规则“${String(rule)}”的条件不能使用：${String(expr)}`, `the condition of rule "${String(rule)}" cannot be used: ${String(expr)}`),
    );
  }
  return problems;
}

export const checkScales = (file: PackFile, pack: PolicyPack): readonly Problem[] => [...checkNeeds(file, pack), ...checkRisk(file, pack)];
