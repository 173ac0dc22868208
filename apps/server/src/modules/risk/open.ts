// Risk as people read it: of one elder with every rule, of a region by level; and that somebody looked.
import type { riskList, riskOf } from '@shouwang/contract/risk';
import type { Reply } from '@shouwang/contract/route';
import { riskLevels, type PolicyPack, type RiskLevel } from '@shouwang/domain/policy';
import { addCalendarMonths, ageOn, ok, refuse, type IsoDate, type Result } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { type ReadRange, divisionNamesOf, readRange } from '../divisions/public.ts';
import { ledgerSeal } from '../ledger/public.ts';
import { getPackInForce } from '../policy/public.ts';
import { openReasons, riskOfPack } from './assessRisk.ts';
import { countFiltered, countRisks, findRisk, insertReview, listHistory, listReviews, listRisks, reviewedElder } from './queries.ts';

const NOTE = 'risk.review';
const levelOf = (pack: PolicyPack, code: RiskLevel) => pack.riskModel.levels.find((level) => level.code === code);
const monthsByLevel = (pack: PolicyPack): Record<RiskLevel, number> =>
  Object.fromEntries(riskLevels.map((code) => [code, levelOf(pack, code)?.reviewMonths ?? 12])) as Record<RiskLevel, number>;

/** Heavy levels want to be looked at when they begin, all of them again after the months of the level. */
function reviewDue(pack: PolicyPack, level: RiskLevel, since: IsoDate, reviewedOn: IsoDate | undefined): IsoDate {
  if (reviewedOn === undefined || reviewedOn < since) return level === 'red' || level === 'orange' ? since : addCalendarMonths(since, monthsByLevel(pack)[level]);
  return addCalendarMonths(reviewedOn, monthsByLevel(pack)[level]);
}

/** Null where the file is closed or not worked out yet. Opening it is written down. */
export async function openRisk(services: Services, tx: Tx, elderId: string): Promise<Result<Reply<typeof riskOf>>> {
  const row = await findRisk(tx, readRange(tx.actor.scope, undefined), elderId);
  if (row === null) return refuse('elder.notVisible');
  if (row.level === null || row.closed_on !== null) return ok({ risk: null });
  const county = row.county_code;
  const { pack } = await getPackInForce(tx, county);
  const today = services.clock.today();
  const rules = riskOfPack(pack).explain(ledgerSeal(services.crypto, county).openEffective(row.effective_sealed), today);
  const reviews = await listReviews(tx, county, elderId);
  const level = levelOf(pack, row.level);
  const { riskModel } = pack;
  await audit(tx, { action: 'risk.open', entity: 'elder', entityId: elderId, division: row.division_code });
  return ok(
    structuredClone({
      risk: {
        level: row.level,
        label: level?.label ?? { zh: row.level, en: row.level },
        points: row.points ?? 0,
        provisional: row.provisional ?? false,
        since: row.level_since ?? today,
        asOf: row.as_of ?? today,
        packId: row.pack_id ?? '',
        packVersion: row.pack_version ?? '',
        model: riskModel.title,
        modelSource: riskModel.source,
        measure: level?.measure ?? { zh: '', en: '' },
        measures: riskModel.hardRules.filter((rule) => rules.some((outcome) => outcome.rule === rule.id && outcome.holds)).map((rule) => rule.measure),
        reviewDueOn: reviewDue(pack, row.level, row.level_since ?? today, reviews[0]?.reviewed_on),
        levels: riskModel.levels.toSorted((a, b) => b.fromPoints - a.fromPoints).map(({ code, label, fromPoints }) => ({ code, label, fromPoints })),
        rules,
        reviews: reviews.map((review) => ({
          id: review.id,
          on: review.reviewed_on,
          level: review.level,
          familyUrged: review.family_urged,
          note: review.note_sealed === null ? '' : services.crypto.open(county, NOTE, review.note_sealed),
          by: review.by,
        })),
        history: (await listHistory(tx, county, elderId)).map((one) => ({ asOf: one.as_of, level: one.level, points: one.points })),
      },
    }) as unknown as Reply<typeof riskOf>,
  );
}

/** Somebody looked at it; the next look is due the level's months later. The same one sent twice is one. */
export async function recordReview(
  services: Services,
  tx: Tx,
  elderId: string,
  review: { readonly id: string; readonly on: IsoDate; readonly familyUrged: boolean; readonly note: string },
): Promise<Result<{ id: string }>> {
  const county = tx.actor.countyCode;
  if (review.on > services.clock.today()) return refuse('assessment.inFuture');
  const row = await findRisk(tx, readRange(tx.actor.scope, undefined), elderId);
  if (row === null || row.county_code !== county || row.level === null) return refuse('elder.notVisible');
  if (row.closed_on !== null) return refuse('elder.closed');
  const isNew = await insertReview(tx, county, {
    id: review.id,
    elderId,
    on: review.on,
    level: row.level,
    familyUrged: review.familyUrged,
    noteSealed: review.note === '' ? null : services.crypto.seal(county, NOTE, review.note),
    by: tx.actor.accountId,
  });
  // The same one sent twice is one; an identifier of somebody else's review is refused, for nothing was written.
  if (!isNew && (await reviewedElder(tx, county, review.id)) !== elderId) return refuse('notFound');
  if (isNew)
    await audit(tx, { action: 'risk.review', entity: 'elder', entityId: elderId, division: row.division_code, details: { level: row.level, familyUrged: review.familyUrged } });
  return ok({ id: review.id });
}

type List = Reply<typeof riskList>;

export async function listPeopleAtRisk(
  services: Services,
  tx: Tx,
  range: ReadRange,
  query: { readonly level: readonly RiskLevel[]; readonly pending: 'all' | 'pending'; readonly limit: number; readonly offset: number },
): Promise<List> {
  const { pack } = await getPackInForce(tx, range.countyCode ?? tx.actor.countyCode);
  const today = services.clock.today();
  const filter = { range, levels: query.level.length === 0 ? riskLevels : query.level, today, pending: query.pending === 'pending', months: monthsByLevel(pack) };
  const counts = await countRisks(tx, range);
  const rows = await listRisks(tx, filter, query);
  const count = filter.pending ? await countFiltered(tx, filter) : filter.levels.reduce((sum, level) => sum + counts[level], 0);
  const names = await divisionNamesOf(services, tx, rows);
  const { levels, factors, hardRules } = pack.riskModel;
  return structuredClone({
    counts,
    count,
    levels: levels.toSorted((a, b) => b.fromPoints - a.fromPoints).map(({ code, label, measure }) => ({ code, label, measure })),
    rules: Object.fromEntries([...hardRules, ...factors].map((rule) => [rule.id, rule.label])),
    rows: rows.map((row) => ({
      elderId: row.id,
      elderName: row.name,
      age: row.birth_date === null ? null : ageOn(row.birth_date, today),
      division: row.division_code,
      townName: names.town(row.division_code),
      villageName: names.village(row.division_code),
      level: row.level,
      points: row.points,
      provisional: row.provisional,
      since: row.level_since,
      rules: openReasons(services.crypto, row.county_code, row.reasons_sealed)
        .toSorted((a, b) => Number(b.kind === 'hardRule') - Number(a.kind === 'hardRule') || b.points - a.points)
        .map((reason) => reason.rule),
      responsible: row.responsible_name,
      lastReviewOn: row.reviewed_on,
      reviewDueOn: row.due_on,
    })),
  }) as List;
}
