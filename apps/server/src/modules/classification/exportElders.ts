// Results for anybody who wants to compare them with another source: one object per elder, in the
// words of the glossary. Made for the command line; reading identity numbers is audited with a reason.
import type { Category } from '@shouwang/domain/ledger';
import type { PeriodKind } from '@shouwang/domain/policy';
import type { Reason } from '@shouwang/domain/classification';
import { refuse, type Result, ok } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import { sql, systemActor, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { ledgerSeal } from '../ledger/public.ts';
import { getPackInForce } from '../policy/public.ts';

export interface ExportOptions {
  readonly countyCode: string;
  /** Results as of this day; without it as they are stored. */
  readonly asOf?: string;
  /** With identity numbers; needs a reason. */
  readonly reveal?: boolean;
  readonly reason?: string;
}

export interface ExportedElder {
  readonly name: string;
  /** `YYYY-MM-DD`; `YYYY-MM` where the day is not known; null where nothing is. */
  readonly birthDate: string | null;
  /** 12 digits. */
  readonly division: string;
  readonly categories: readonly Category[];
  readonly tier: { readonly code: string; readonly visits: number; readonly period: PeriodKind } | null;
  readonly reasons: readonly Reason[];
  readonly provisional: boolean;
  readonly idNo?: string | null;
}

interface ExportRow {
  id: string;
  name: string;
  division_code: string;
  categories: Category[];
  provisional: boolean;
  effective_sealed: Buffer;
  id_no_sealed: Buffer | null;
  as_of: string | null;
  tier_code: string | null;
  tier_visits: number | null;
  tier_period: PeriodKind | null;
  reasons_sealed: Buffer | null;
}

const BATCH = 1_000;

async function listRows(tx: Tx, countyCode: string, after: string): Promise<ExportRow[]> {
  return tx.query<ExportRow>(
    sql`select e.id, e.name, e.division_code, e.categories, e.provisional, e.effective_sealed, e.id_no_sealed, c.as_of, c.tier_code, c.tier_visits, c.tier_period, c.reasons_sealed
        from elder e left join classification c on c.county_code = e.county_code and c.id = e.classification_id
        where e.county_code = ${countyCode} and e.id > ${after}::uuid and e.closed_on is null and e.list_state <> 'left' and e.effective_sealed is not null order by e.id limit ${BATCH}`,
  );
}

/** Refuses `export.reasonMissing`; else an iterable that reads batch by batch as the system principal. */
export async function exportElders(services: Services, options: ExportOptions): Promise<Result<AsyncIterable<ExportedElder>>> {
  const { countyCode, asOf, reveal = false, reason = '' } = options;
  if (reveal && reason.trim() === '') return refuse('export.reasonMissing');
  const actor = systemActor(countyCode);
  await services.db.tx(actor, (tx) =>
    audit(tx, { action: 'elders.export', entity: 'county', entityId: countyCode, division: countyCode, details: { asOf: asOf ?? null, reveal, reason } }),
  );
  const seal = ledgerSeal(services.crypto, countyCode);

  async function* elders(): AsyncGenerator<ExportedElder> {
    let after = '00000000-0000-0000-0000-000000000000';
    for (;;) {
      const from = after;
      const { rows, compiled } = await services.db.tx(actor, async (tx) => ({ rows: await listRows(tx, countyCode, from), compiled: (await getPackInForce(tx)).compiled }));
      for (const row of rows) {
        const effective = seal.openEffective(row.effective_sealed);
        const isStored = row.reasons_sealed !== null && (asOf === undefined || row.as_of === asOf);
        const result = isStored
          ? {
              categories: row.categories,
              tier: row.tier_code === null ? null : { code: row.tier_code, visits: row.tier_visits ?? 0, period: row.tier_period ?? 'month' },
              reasons: seal.openReasons(row.reasons_sealed as Buffer),
              provisional: row.provisional,
            }
          : compiled.classify(effective, asOf ?? services.clock.today());
        yield {
          name: row.name,
          birthDate: effective.birthDate ?? null,
          division: row.division_code.slice(0, 12),
          categories: result.categories,
          tier: result.tier === null ? null : { code: result.tier.code, visits: result.tier.visits, period: result.tier.period },
          reasons: result.reasons,
          provisional: result.provisional,
          ...(reveal ? { idNo: row.id_no_sealed === null ? null : seal.openIdNo(row.id_no_sealed) } : {}),
        };
      }
      const last = rows.at(-1);
      if (last === undefined || rows.length < BATCH) return;
      after = last.id;
    }
  }
  return ok(elders());
}
