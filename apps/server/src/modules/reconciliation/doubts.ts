// Rows of lists of which no rule says whom they mean: shown beside everybody who may be meant, decided
// by a person, and never asked again.
import type { DoubtView } from '@shouwang/contract/reconciliation';
import { factLists, identityOf, likenessOf, matchListed, type Described } from '@shouwang/domain/intake';
import { maskIdNo, maskPhone, type SourceKind } from '@shouwang/domain/ledger';
import { describedOf } from '@shouwang/domain/reconciliation';
import { ok, refuse, type Result } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import { newId } from '../../platform/clock.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import { react } from '../../platform/reactions.ts';
import type { Services } from '../../platform/services.ts';
import { divisionNamesAcross, type DivisionNames } from '../divisions/public.ts';
import { findRows, indexFor, LISTS_READ, rowOrder } from '../intake/public.ts';
import { recordStatements } from '../ledger/public.ts';
import { findFiles, type OpenFile } from './files.ts';
import { statementOf } from './reconcile.ts';
import { sealReason } from './store.ts';
import { maskFacts } from './views.ts';

type Told = DoubtView['told'];
const toldOf = (
  person: {
    readonly name: string;
    readonly idNo: string | null;
    readonly birthDate: string | null;
    readonly sex: 'male' | 'female' | null;
    readonly division: string | null;
    readonly phone?: string | null;
  },
  names: DivisionNames,
): Told => ({
  name: person.name,
  idNoMasked: person.idNo === null ? '' : maskIdNo(person.idNo),
  birthDate: person.birthDate,
  sex: person.sex,
  place: person.division === null ? '' : `${names.town(person.division)}${names.village(person.division)}`,
  phoneMasked: (person.phone ?? null) === null ? '' : maskPhone(person.phone as string),
});

export async function listDoubts(
  services: Services,
  tx: Tx,
  query: { readonly source: readonly SourceKind[]; readonly listId?: string | undefined; readonly limit: number; readonly offset: number },
): Promise<{ count: number; rows: DoubtView[] }> {
  const where = sql`r.match = 'doubtful' and r.kind <> 'responsibleFiling' ${query.listId === undefined ? sql`` : sql`and r.list_id = ${query.listId}`} ${query.source.length === 0 ? sql`` : sql`and r.kind = any(${[...query.source]}::text[])`}`;
  const [counted] = await tx.query<{ count: number }>(sql`select count(*) as count from list_row r where r.county_code = ${tx.actor.countyCode} and ${where}`);
  const rows = await findRows(services, tx, sql`${where} order by ${rowOrder} limit ${query.limit} offset ${query.offset}`);
  const index = await indexFor(
    services,
    tx,
    rows.map(({ row }) => row),
    false,
  );
  const meant = rows.map((one) => {
    const match = matchListed(identityOf(one.row), index);
    return { one, ids: match.status === 'doubtful' ? match.candidates.map(({ elderId }) => elderId) : match.status === 'one' ? [match.elderId] : [] };
  });
  const files = new Map((await findFiles(services, tx, [...new Set(meant.flatMap(({ ids }) => ids))])).map((file) => [file.elderId, file]));
  const names = await divisionNamesAcross(
    services,
    tx,
    [...rows.map(({ row }) => row.division), ...[...files.values()].map((file) => file.person.division)].filter((code): code is string => code !== null),
  );
  return {
    count: counted?.count ?? 0,
    rows: meant.map(({ one, ids }) => {
      const described: Described = identityOf(one.row);
      return {
        id: one.id,
        listId: one.listId,
        source: factLists[one.kind],
        date: one.sourceDate,
        ref: one.sourceRef,
        told: toldOf(one.row, names),
        facts: maskFacts(one.row.facts),
        candidates: ids
          .flatMap((id) => files.get(id) ?? [])
          .map((file: OpenFile & { readonly closedOn: string | null }) => {
            const { score, evidence } = likenessOf(described, { ...describedOf(file.person), ...(file.birthEstimated ? { birthDate: null } : {}) });
            return { elderId: file.elderId, ...toldOf(file.person, names), closedOn: file.closedOn, score, evidence: [...evidence] };
          }),
      };
    }),
  };
}

/** Says whom a row means; null: nobody in the ledger. Refuses `notFound`, `conflict.alreadyDone`, `elder.notVisible`. */
export async function settleDoubt(
  services: Services,
  tx: Tx,
  rowId: string,
  decision: { readonly elderId: string | null; readonly reason: string },
): Promise<Result<{ readonly id: string; readonly elderId: string | null }>> {
  const county = tx.actor.countyCode;
  await tx.query(sql`select from list_row where county_code = ${county} and id = ${rowId} for no key update`);
  const [one] = await findRows(services, tx, sql`r.id = ${rowId}`);
  if (one === undefined) return refuse('notFound');
  if (one.match !== 'doubtful') return refuse('conflict.alreadyDone');
  if (decision.elderId !== null) {
    const item = statementOf(one, decision.elderId);
    const [answer] = await recordStatements(services, tx, [item], { isAnnounced: true });
    if (answer?.refusal !== undefined) return { ok: false, refusal: answer.refusal };
  }
  await tx.query(
    sql`update list_row set elder_id = ${decision.elderId}::uuid, match = ${decision.elderId === null ? 'unmatched' : 'matched'}, decided_by = ${tx.actor.accountId}, decided_at = now(), decision_sealed = ${decision.reason === '' ? null : sealReason(services.crypto, county, decision.reason)} where county_code = ${county} and id = ${rowId}`,
  );
  react(tx, LISTS_READ, newId(), { elderIds: decision.elderId === null ? [] : [decision.elderId], rowIds: [rowId], asOf: null });
  await audit(tx, {
    action: 'listRow.decide',
    entity: 'listRow',
    entityId: rowId,
    division: tx.actor.scope.padEnd(12, '0'),
    details: { kind: one.kind, elderId: decision.elderId },
  });
  return ok({ id: rowId, elderId: decision.elderId });
}
