// What a visit form must satisfy beyond its shape: items of one name, choices with options, findings and
// conditions that can occur, modules and limits that exist.
import type { PolicyPack } from '@shouwang/domain/policy';
import type { FormItemFile, PackFile, VisitFormFile } from './packFile.ts';
import { repeated, type Path, type Problem } from './problem.ts';
import { problemAt } from './resolve.ts';

/** Every form and module of a file with its place. */
const formsOf = (file: PackFile): readonly { readonly form: VisitFormFile; readonly path: Path }[] => [
  ...(file.visitForm === undefined ? [] : [{ form: file.visitForm, path: ['visitForm'] }]),
  ...file.formerForms.map((form, index) => ({ form, path: ['formerForms', index] })),
];

export const clausesOfForms = (file: PackFile): readonly { readonly document: string; readonly path: Path }[] => [
  ...formsOf(file).flatMap(({ form, path }) => [
    { document: form.source.document, path: [...path, 'source', 'document'] },
    ...form.sections.flatMap((section, at) =>
      'module' in section || section.source === undefined ? [] : [{ document: section.source.document, path: [...path, 'sections', at, 'source'] }],
    ),
  ]),
  ...Object.entries(file.formModules).flatMap(([key, section]) =>
    section.source === undefined ? [] : [{ document: section.source.document, path: ['formModules', key, 'source'] }],
  ),
];

function checkItem(file: PackFile, pack: PolicyPack, item: FormItemFile, path: Path): readonly Problem[] {
  const problems: Problem[] = [];
  const codes = (item.options ?? []).map((option) => option.code);
  const isChosen = item.kind === 'change' || item.kind === 'safety' || item.kind === 'choice' || item.kind === 'ticks';
  if (isChosen && codes.length < 2) problems.push(problemAt(file, path, `“${item.label.zh}”至少要有两个选项`, `"${item.label.en}" needs at least two options`));
  if (!isChosen && codes.length > 0) {
    const filled = item.kind === 'number' || item.kind === 'measure' ? '数字' : '文字';
    problems.push(problemAt(file, [...path, 'options'], `“${item.label.zh}”填写${filled}，不能有选项`, `"${item.label.en}" is filled in and cannot have options`));
  }
  for (const index of repeated(codes)) problems.push(problemAt(file, [...path, 'options', index], `选项代码“${codes[index]}”重复`, `option code "${codes[index]}" is used twice`));
  for (const code of item.finding ?? []) {
    if (!codes.includes(code)) problems.push(problemAt(file, [...path, 'finding'], `“${code}”不是“${item.label.zh}”的选项`, `"${code}" is not an option of "${item.label.en}"`));
  }
  for (const bound of ['low', 'high'] as const) {
    const key = item[bound];
    if (key === undefined) continue;
    if (item.kind !== 'measure') problems.push(problemAt(file, [...path, bound], `只有 measure 项目才有界限`, `only a measure has limits`));
    if (typeof pack.values[key]?.value !== 'number')
      problems.push(problemAt(file, [...path, bound], `values 中没有名为“${key}”的数字`, `there is no number "${key}" under values`));
  }
  return problems;
}

/** A condition must name an item that stands before it, with options of that item. */
function checkConditions(file: PackFile, items: readonly { readonly item: FormItemFile; readonly path: Path }[]): readonly Problem[] {
  return items.flatMap(({ item, path }, index) =>
    (item.when ?? []).flatMap((condition) => {
      const asked = items.slice(0, index).find((other) => other.item.key === condition.item)?.item;
      const fits = asked?.options !== undefined && condition.options.every((code) => asked.options?.some((option) => option.code === code));
      return fits
        ? []
        : [problemAt(file, [...path, 'when'], `“${item.label.zh}”的条件所指的项目或选项不在它前面`, `the condition of "${item.label.en}" names no earlier item or option`)];
    }),
  );
}

export function checkForms(file: PackFile, pack: PolicyPack): readonly Problem[] {
  const problems: Problem[] = [];
  for (const { form, path } of formsOf(file)) {
    const items: { readonly item: FormItemFile; readonly path: Path }[] = [];
    form.sections.forEach((section, at) => {
      const place: Path = [...path, 'sections', at];
      if (!('module' in section)) return section.items.forEach((item, index) => items.push({ item, path: [...place, 'items', index] }));
      const known = pack.visitForm.sections.concat(pack.formerForms.flatMap((one) => one.sections));
      const composed = known.find((one) => one.key === section.module);
      if (composed === undefined) problems.push(problemAt(file, place, `没有名为“${section.module}”的表格模块`, `there is no form module "${section.module}"`));
    });
    const keys = items.map(({ item }) => item.key);
    for (const index of repeated(keys)) {
      problems.push(problemAt(file, [...(items[index]?.path ?? path), 'key'], `表格项目的名称“${keys[index]}”重复`, `form item "${keys[index]}" is used twice`));
    }
    problems.push(...items.flatMap(({ item, path: place }) => checkItem(file, pack, item, place)), ...checkConditions(file, items));
    const sections = form.sections.map((section) => ('module' in section ? section.module : section.key));
    for (const index of repeated(sections)) problems.push(problemAt(file, [...path, 'sections', index, 'key'], '表格分组的名称重复', 'section used twice'));
  }
  for (const [key, section] of Object.entries(file.formModules)) {
    if (section.key !== key) problems.push(problemAt(file, ['formModules', key, 'key'], `模块“${key}”的 key 应与其名称相同`, `the key of module "${key}" must be its name`));
    const items = section.items.map((item, index) => ({ item, path: ['formModules', key, 'items', index] as Path }));
    problems.push(...items.flatMap(({ item, path }) => checkItem(file, pack, item, path)), ...checkConditions(file, items));
  }
  const twice = repeated(pack.visitForm.sections.flatMap((section) => section.items.map((item) => item.key)));
  if (twice.length > 0 && file.visitForm?.sections.some((section) => 'module' in section) === true)
    problems.push(problemAt(file, ['visitForm', 'sections'], '各模块之间有同名的表格项目', 'two modules have items of the same name'));
  const versions = [pack.visitForm, ...pack.formerForms].map((form) => `${form.id}@${form.version}`);
  for (const index of repeated(versions))
    problems.push(
      problemAt(file, ['visitForm', 'version'], `表格“${versions[index]}”有两份，改动后请加版本号`, `form "${versions[index]}" exists twice: a changed form has a new version`),
    );
  return problems;
}
