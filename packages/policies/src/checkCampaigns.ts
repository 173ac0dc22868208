// What a template of a campaign must satisfy beyond its shape: tiers that exist, a festival on a day that
// every lunar year has, nothing handed over that was not meant.
import type { PolicyPack } from '@shouwang/domain/policy';
import type { PackFile } from './packFile.ts';
import { repeated, type Path, type Problem } from './problem.ts';
import { problemAt } from './resolve.ts';

export const clausesOfCampaigns = (file: PackFile): readonly { readonly document: string; readonly path: Path }[] =>
  file.campaigns.map((one, index) => ({ document: one.source.document, path: ['campaigns', index, 'source', 'document'] }));

export function checkCampaigns(file: PackFile, pack: PolicyPack): readonly Problem[] {
  const problems: Problem[] = [];
  const tiers = pack.tiers.map((tier) => tier.code);
  for (const index of repeated(file.campaigns.map((one) => one.code)))
    problems.push(problemAt(file, ['campaigns', index, 'code'], `专项探访“${file.campaigns[index]?.code}”重复`, `the campaign "${file.campaigns[index]?.code}" is there twice`));
  file.campaigns.forEach((one, index) => {
    const at = (...path: Path): Path => ['campaigns', index, ...path];
    for (const tier of one.audience.tiers)
      if (!tiers.includes(tier))
        problems.push(
          problemAt(file, at('audience', 'tiers'), `没有名为“${tier}”的探访等级，现有：${tiers.join('、')}`, `there is no tier "${tier}"; there are: ${tiers.join(', ')}`),
        );
    // A lunar month has 29 or 30 days: the thirtieth is not there every year.
    if (one.occasion.kind === 'festival' && Number(one.occasion.lunar.slice(3)) > 29)
      problems.push(problemAt(file, at('occasion', 'lunar'), '农历日期不能晚于廿九，不是每个月都有三十', 'a lunar month need not have a thirtieth day'));
    if (one.startsItself !== undefined && one.occasion.kind !== 'warning')
      problems.push(problemAt(file, at('startsItself'), '只有按预警开展的专项探访可以自动开始', 'only a campaign that follows warnings can start itself'));
    for (const twice of repeated(one.checks.map((check) => check.code)))
      problems.push(problemAt(file, at('checks', twice, 'code'), `选项代码“${one.checks[twice]?.code}”重复`, `option code "${one.checks[twice]?.code}" is used twice`));
  });
  return problems;
}
