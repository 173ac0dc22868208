// What of a visitor is sealed, under which purpose.
import type { FieldCrypto } from '../../platform/crypto/index.ts';

export interface Home {
  readonly lng: number;
  readonly lat: number;
}

export interface VisitorSeal {
  phone(value: string): Buffer;
  openPhone(sealed: Buffer): string;
  phoneIndex(value: string): Buffer;
  idNo(value: string): Buffer;
  idNoIndex(value: string): Buffer;
  home(value: Home): Buffer;
  openHome(sealed: Buffer): Home;
}

export const visitorSeal = (crypto: FieldCrypto, countyCode: string): VisitorSeal => ({
  phone: (value) => crypto.seal(countyCode, 'visitor.phone', value),
  openPhone: (sealed) => crypto.open(countyCode, 'visitor.phone', sealed),
  phoneIndex: (value) => crypto.blindIndex(countyCode, 'phone', value),
  idNo: (value) => crypto.seal(countyCode, 'visitor.idNo', value),
  idNoIndex: (value) => crypto.blindIndex(countyCode, 'idNo', value),
  home: (value) => crypto.seal(countyCode, 'visitor.home', JSON.stringify(value)),
  openHome: (sealed) => JSON.parse(crypto.open(countyCode, 'visitor.home', sealed)) as Home,
});
