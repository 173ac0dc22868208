// What is kept of an assessment: what was ticked, what was worked out of it and by which rules, sealed
// as a whole because all of it is about somebody's health.
import type { AbilitySheet, AssessmentView, NeedsSheet, SelfCareSheet } from '@shouwang/contract/assessments';
import { dueAfter, type AbilityResult, type AbilityRules, type AssessmentKind, type NeedsResult, type SelfCareResult } from '@shouwang/domain/assessments';
import { getNumber, type NeedsForm, type PolicyPack } from '@shouwang/domain/policy';
import type { FieldCrypto } from '../../platform/crypto/index.ts';
import type { AssessmentRow } from './queries.ts';

const PURPOSE = 'assessment.details';
const VOID = 'assessment.void';

export type KeptDetails =
  | { readonly kind: 'ability'; readonly provisional: boolean; readonly sheet: AbilitySheet; readonly rules: AbilityRules; readonly result: AbilityResult }
  | { readonly kind: 'selfCare'; readonly provisional: boolean; readonly sheet: SelfCareSheet; readonly result: SelfCareResult }
  | { readonly kind: 'needs'; readonly provisional: boolean; readonly sheet: NeedsSheet; readonly form: NeedsForm; readonly result: NeedsResult };

export const sealDetails = (crypto: FieldCrypto, countyCode: string, details: KeptDetails): Buffer => crypto.seal(countyCode, PURPOSE, JSON.stringify(details));
export const openDetails = (crypto: FieldCrypto, countyCode: string, sealed: Buffer): KeptDetails => JSON.parse(crypto.open(countyCode, PURPOSE, sealed)) as KeptDetails;

export const sealVoid = (crypto: FieldCrypto, countyCode: string, reason: string): Buffer => crypto.seal(countyCode, VOID, reason);

const monthsKeys = { ability: 'abilityAssessment.months', selfCare: 'selfCareAssessment.months', needs: 'needsAssessment.months' } as const;
export const monthsKey = (kind: AssessmentKind): (typeof monthsKeys)[AssessmentKind] => monthsKeys[kind];
export const monthsOf = (pack: PolicyPack, kind: AssessmentKind): number => getNumber(pack, monthsKeys[kind]);

export const viewOf = (crypto: FieldCrypto, countyCode: string, pack: PolicyPack, row: AssessmentRow): AssessmentView =>
  structuredClone({
    ...openDetails(crypto, countyCode, row.details_sealed),
    id: row.id,
    assessedOn: row.assessed_on,
    dueOn: dueAfter(row.assessed_on, monthsOf(pack, row.kind)),
    recordedAt: row.recorded_at,
    recordedBy: row.recorded_by_name,
    packId: row.pack_id,
    packVersion: row.pack_version,
    voided: row.voided_at === null ? null : { at: row.voided_at, by: row.voided_by_name, reason: row.void_sealed === null ? '' : crypto.open(countyCode, VOID, row.void_sealed) },
  }) as AssessmentView;
