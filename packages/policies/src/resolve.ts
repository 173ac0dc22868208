// Laying packs one over the other: national ← province ← county. The lower pack overrides values,
// terms and rules by their name; what it does not mention comes from above it.
import type { PolicyPack, RiskModel, VisitForm } from '@shouwang/domain/policy';
import { composeForm, type FormModules } from './composeForm.ts';
import type { PackFile, VisitFormFile } from './packFile.ts';
import type { Path, Problem } from './problem.ts';
import { pathText } from './problem.ts';

export type ResolvedPack =
  | {
      readonly ok: true;
      readonly pack: PolicyPack;
      /** Ids from the nation down to the pack itself. */
      readonly chain: readonly string[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export function problemAt(file: PackFile, path: Path, zh: string, en: string): Problem {
  return { file: file.fileName, path: pathText(path), line: file.lineOf(path), message: { zh, en } };
}

/** The files of a chain, from the nation down, or why there is none. */
export function findChain(
  files: readonly PackFile[],
  id: string,
): { readonly ok: true; readonly files: readonly PackFile[] } | { readonly ok: false; readonly problems: readonly Problem[] } {
  const chain: PackFile[] = [];
  let wanted: string | null = id;
  while (wanted !== null) {
    const at: string = wanted;
    const below: PackFile | undefined = chain[0];
    const file = files.find((candidate) => candidate.id === at);
    if (file === undefined) {
      const problem: Problem =
        below === undefined
          ? { file: '', path: '', line: null, message: { zh: `没有编号为“${at}”的政策包`, en: `there is no pack "${at}"` } }
          : problemAt(below, ['extends'], `所依据的政策包“${at}”不存在`, `the pack "${at}" that it extends does not exist`);
      return { ok: false, problems: [problem] };
    }
    if (chain.includes(file)) {
      return {
        ok: false,
        problems: [problemAt(below as PackFile, ['extends'], `“${at}”绕回到自己，不能互相依据`, `"${at}" leads back to itself; packs cannot extend each other in a circle`)],
      };
    }
    chain.unshift(file);
    wanted = file.extends;
  }
  return { ok: true, files: chain };
}

/** Overrides keep the place of what they override; new ones come first or last. */
function overlay<T>(above: readonly T[], below: readonly T[], keyOf: (item: T) => string, newOnes: 'first' | 'last'): readonly T[] {
  const overrides = new Map(below.map((item) => [keyOf(item), item]));
  const known = new Set(above.map(keyOf));
  const kept = above.map((item) => overrides.get(keyOf(item)) ?? item);
  const added = below.filter((item) => !known.has(keyOf(item)));
  return newOnes === 'first' ? [...added, ...kept] : [...kept, ...added];
}

/** A county's model names only what differs; `remove` takes away what does not hold there. */
function overRisk(above: RiskModel, file: PackFile): RiskModel {
  const isKept = (rule: { readonly id: string }): boolean => !file.remove.includes(rule.id);
  const own = file.riskModel;
  const head = own === undefined ? {} : { id: own.id, version: own.version, title: own.title, source: own.source };
  return {
    ...above,
    ...head,
    levels: own?.levels ?? above.levels,
    factors: overlay(above.factors.filter(isKept), own?.factors ?? [], (rule) => rule.id, 'last'),
    hardRules: overlay(above.hardRules.filter(isKept), own?.hardRules ?? [], (rule) => rule.id, 'last'),
  };
}

/** A pack before its forms are put together, which takes the modules and values of the whole chain. */
type Layer = Omit<PolicyPack, 'visitForm' | 'formerForms'>;

function layOver(above: Layer, file: PackFile): Layer {
  const isKept = (rule: { readonly id: string }): boolean => !file.remove.includes(rule.id);
  return {
    ...headOf(file),
    documents: { ...above.documents, ...file.documents },
    terms: { ...above.terms, ...file.terms },
    values: { ...above.values, ...file.values },
    targets: file.targets ?? above.targets,
    categoryRules: overlay(above.categoryRules.filter(isKept), file.categoryRules, (rule) => rule.id, 'last'),
    tiers: overlay(above.tiers, file.tiers, (tier) => tier.code, 'first'),
    // A county's own tiers are denser than the floor that it inherits, so they are tried first.
    tierRules: overlay(above.tierRules.filter(isKept), file.tierRules, (rule) => rule.id, 'first'),
    sourceRank: { ...above.sourceRank, ...file.sourceRank },
    needsForm: file.needsForm ?? above.needsForm,
    riskModel: overRisk(above.riskModel, file),
    campaigns: overlay(
      above.campaigns.filter((one) => !file.remove.includes(one.code)),
      file.campaigns,
      (one) => one.code,
      'last',
    ),
    requiredFacts: overlay(above.requiredFacts, file.requiredFacts, (one) => one.facts[0] ?? '', 'last'),
    silent: [...file.silent, ...above.silent],
  };
}

const headOf = (file: PackFile): Pick<PolicyPack, 'id' | 'version' | 'title' | 'division' | 'extends' | 'effectiveFrom' | 'effectiveTo' | 'template'> => ({
  id: file.id,
  version: file.version,
  title: file.title,
  division: file.division,
  extends: file.extends,
  effectiveFrom: file.effectiveFrom,
  effectiveTo: file.effectiveTo,
  template: file.template,
});

function wholePack(file: PackFile): { readonly ok: true; readonly layer: Layer } | { readonly ok: false; readonly problems: readonly Problem[] } {
  const { targets, visitForm, needsForm, riskModel, sourceRank } = file;
  const missing = (name: string): Problem => problemAt(file, [name], `不依据其他政策包时必须写明“${name}”`, `a pack that extends none must have "${name}"`);
  if (targets === undefined) return { ok: false, problems: [missing('targets')] };
  if (visitForm === undefined) return { ok: false, problems: [missing('visitForm')] };
  if (needsForm === undefined) return { ok: false, problems: [missing('needsForm')] };
  if (riskModel?.levels === undefined) return { ok: false, problems: [missing('riskModel')] };
  if (sourceRank.default === undefined) return { ok: false, problems: [missing('sourceRank')] };
  return {
    ok: true,
    layer: {
      ...headOf(file),
      documents: file.documents,
      terms: file.terms,
      values: file.values,
      targets,
      categoryRules: file.categoryRules,
      tiers: file.tiers,
      tierRules: file.tierRules,
      sourceRank: { ...sourceRank, default: sourceRank.default },
      needsForm,
      riskModel: { ...riskModel, levels: riskModel.levels },
      campaigns: file.campaigns,
      requiredFacts: file.requiredFacts,
      silent: file.silent,
    },
  };
}

/**
 * The whole pack of an id: every file of its chain, one over the other. The result has the shape
 * that rules run on; whether its rules make sense is checkPackFiles' matter.
 */
export function resolveChain(files: readonly PackFile[], id: string): ResolvedPack {
  const found = findChain(files, id);
  if (!found.ok) return found;
  const [top, ...below] = found.files;
  const whole = wholePack(top as PackFile);
  if (!whole.ok) return whole;
  const layer = below.reduce(layOver, whole.layer);
  const modules: FormModules = Object.assign({}, ...found.files.map((file) => file.formModules));
  const composed = (form: VisitFormFile): VisitForm => composeForm(form, modules, layer.values);
  // wholePack made sure that the first file of the chain has one.
  const inForce = found.files.findLast((file) => file.visitForm !== undefined)?.visitForm as VisitFormFile;
  const replaced = found.files.flatMap((file) => [...(file.visitForm === undefined || file.visitForm === inForce ? [] : [file.visitForm]), ...file.formerForms]);
  return { ok: true, pack: { ...layer, visitForm: composed(inForce), formerForms: replaced.map(composed) }, chain: found.files.map((file) => file.id) };
}
