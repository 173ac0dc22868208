// What a visit found is sealed as one text: answers (many are health details), position, note.
import type { Fix, VisitAnswers, VisitAttempt } from '@shouwang/domain/visits';
import type { FieldCrypto } from '../../platform/crypto/index.ts';

export interface VisitDetails {
  readonly answers: VisitAnswers;
  readonly fix: Fix | null;
  readonly endFix?: Fix | null;
  readonly attempt?: VisitAttempt;
  readonly groupId?: string;
  readonly savedAfter?: readonly string[];
  readonly knewLater?: string;
  readonly note: string | null;
}

const PURPOSE = 'visit.details';

export const sealDetails = (crypto: FieldCrypto, countyCode: string, details: VisitDetails): Buffer => crypto.seal(countyCode, PURPOSE, JSON.stringify(details));

export const openDetails = (crypto: FieldCrypto, countyCode: string, sealed: Buffer): VisitDetails => JSON.parse(crypto.open(countyCode, PURPOSE, sealed)) as VisitDetails;
