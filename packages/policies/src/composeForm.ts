// A visit form out of a file's sections and the modules of the chain, with its limits read from the
// pack's values: the same module (health values, duties of supporters) serves several counties.
import type { FormItem, FormSection, PackValue, VisitForm } from '@shouwang/domain/policy';
import type { FormItemFile, FormSectionFile, VisitFormFile } from './packFile.ts';

export type FormModules = Readonly<Record<string, FormSectionFile>>;
type Values = Readonly<Record<string, PackValue>>;

const limit = (values: Values, key: string | undefined): number | undefined => {
  const value = key === undefined ? undefined : values[key]?.value;
  return typeof value === 'number' ? value : undefined;
};

function itemOf({ low, high, ...item }: FormItemFile, values: Values): FormItem {
  const from = limit(values, low);
  const to = limit(values, high);
  return { ...item, ...(from === undefined ? {} : { low: from }), ...(to === undefined ? {} : { high: to }) };
}

/** A module that nobody defines is left out; the check of packs names it. */
export function composeForm(file: VisitFormFile, modules: FormModules, values: Values): VisitForm {
  const sections = file.sections.flatMap((section): FormSection[] => {
    const meant = 'module' in section ? modules[section.module] : section;
    return meant === undefined ? [] : [{ ...meant, items: meant.items.map((item) => itemOf(item, values)) }];
  });
  return { ...file, sections };
}
