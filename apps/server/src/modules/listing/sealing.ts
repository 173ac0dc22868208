// What of list and life is sealed: reasons are people's words about a person's health and family.
import type { FieldCrypto } from '../../platform/crypto/index.ts';

export const purposes = { reason: 'listing.reason', before: 'listing.before', certificate: 'listing.certificate' } as const;

export interface ListingSeal {
  reason(text: string): Buffer;
  openReason(sealed: Buffer | null): string;
  before(state: unknown): Buffer;
  openBefore(sealed: Buffer): unknown;
  certificate(text: string): Buffer;
  openCertificate(sealed: Buffer | null): string;
}

export function listingSeal(crypto: FieldCrypto, countyCode: string): ListingSeal {
  const open = (purpose: string, sealed: Buffer | null): string => (sealed === null ? '' : crypto.open(countyCode, purpose, sealed));
  return {
    reason: (text) => crypto.seal(countyCode, purposes.reason, text),
    openReason: (sealed) => open(purposes.reason, sealed),
    before: (state) => crypto.seal(countyCode, purposes.before, JSON.stringify(state)),
    openBefore: (sealed) => JSON.parse(open(purposes.before, sealed)) as unknown,
    certificate: (text) => crypto.seal(countyCode, purposes.certificate, text),
    openCertificate: (sealed) => open(purposes.certificate, sealed),
  };
}
