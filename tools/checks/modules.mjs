// The module map, enforced. A tool that reads no file finds no fault, so it must have read many.
import { cruise } from 'dependency-cruiser';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cruiseOptions, resolveOptions, ruleSet } from '../dependency-cruiser.config.mjs';
import { root } from '../setup.mjs';

const FEWEST_FILES = 20;

export async function checkModules(base = root) {
  const trees = ['packages', 'apps', 'e2e', 'bench', 'tools'].filter((tree) => existsSync(join(base, tree)));
  const { output } = await cruise(trees, { ...cruiseOptions, baseDir: base.replace(/[\\/]$/, ''), validate: true, ruleSet }, resolveOptions);
  const ours = output.modules.filter((module) => !module.coreModule && !/(^|\/)node_modules\//.test(module.source));
  if (ours.length <= FEWEST_FILES) return [`read ${ours.length} files only: it did not see the TypeScript sources`];
  const arrows = ours.flatMap((module) => module.dependencies.filter((dependency) => /^(packages|apps)\//.test(dependency.resolved)));
  if (arrows.length <= FEWEST_FILES) return [`followed ${arrows.length} imports only: it does not resolve them`];
  return output.summary.violations.map(({ rule, from, to, cycle }) => `${rule.name}: ${from} → ${cycle ? cycle.map((step) => step.name).join(' → ') : to}`);
}
