// What of an elder is sealed, under which purpose, and how a name is made findable by sound.
import type { Reason } from '@shouwang/domain/classification';
import type { EffectiveFacts, FactValues } from '@shouwang/domain/ledger';
import { pinyin } from 'pinyin-pro';
import type { FieldCrypto } from '../../platform/crypto/index.ts';

const purposes = {
  idNo: 'elder.idNo',
  phone: 'elder.phone',
  effective: 'elder.effective',
  statement: 'elder.statement',
  reason: 'elder.reason',
  reasons: 'classification.reasons',
  idNoIndex: 'idNo',
  idNoTail: 'idNo.tail',
} as const;

/** Sealing for the ledger of one county. */
export interface LedgerSeal {
  idNo(value: string): Buffer;
  openIdNo(sealed: Buffer): string;
  idNoIndex(value: string): Buffer;
  /** Index of the last four characters, as text; null for a number that is shorter. */
  idNoTail(value: string): string | null;
  phone(value: string): Buffer;
  openPhone(sealed: Buffer): string;
  effective(facts: EffectiveFacts): Buffer;
  openEffective(sealed: Buffer): EffectiveFacts;
  statement(facts: Partial<FactValues>): Buffer;
  openStatement(sealed: Buffer): Partial<FactValues>;
  /** Why somebody set facts, in his own words. */
  reason(text: string): Buffer;
  openReason(sealed: Buffer): string;
  /** Reasons of a result quote health facts. */
  reasons(reasons: readonly Reason[]): Buffer;
  openReasons(sealed: Buffer): readonly Reason[];
}

/** Characters at the end of an identity number that a search goes by. */
export const TAIL = 4;

export function ledgerSeal(crypto: FieldCrypto, countyCode: string): LedgerSeal {
  const open = (purpose: string, sealed: Buffer): unknown => JSON.parse(crypto.open(countyCode, purpose, sealed));
  return {
    idNo: (value) => crypto.seal(countyCode, purposes.idNo, value),
    openIdNo: (sealed) => crypto.open(countyCode, purposes.idNo, sealed),
    idNoIndex: (value) => crypto.blindIndex(countyCode, purposes.idNoIndex, value),
    idNoTail: (value) => (value.length < TAIL ? null : crypto.blindIndex(countyCode, purposes.idNoTail, value.slice(-TAIL)).toString('hex', 0, 6)),
    phone: (value) => crypto.seal(countyCode, purposes.phone, value),
    openPhone: (sealed) => crypto.open(countyCode, purposes.phone, sealed),
    effective: (facts) => crypto.seal(countyCode, purposes.effective, JSON.stringify(facts)),
    openEffective: (sealed) => open(purposes.effective, sealed) as EffectiveFacts,
    statement: (facts) => crypto.seal(countyCode, purposes.statement, JSON.stringify(facts)),
    openStatement: (sealed) => open(purposes.statement, sealed) as Partial<FactValues>,
    reason: (text) => crypto.seal(countyCode, purposes.reason, text),
    openReason: (sealed) => crypto.open(countyCode, purposes.reason, sealed),
    reasons: (reasons) => crypto.seal(countyCode, purposes.reasons, textOf(reasons)),
    openReasons: (sealed) => open(purposes.reasons, sealed) as readonly Reason[],
  };
}

const constants = new WeakMap<object, string>();

/** JSON of something that a rule holds once for everybody. */
function constantText(value: object): string {
  let text = constants.get(value);
  if (text === undefined) {
    text = JSON.stringify(value);
    constants.set(value, text);
  }
  return text;
}

/** JSON of reasons; clause and values are the rule's own and written out only once (quality bar P6). */
const textOf = (reasons: readonly Reason[]): string =>
  `[${reasons.map(({ rule, result, source, facts, values }) => `{"rule":${JSON.stringify(rule)},"result":${JSON.stringify(result)},"source":${constantText(source)},"facts":${JSON.stringify(facts)},"values":${constantText(values)}}`).join(',')}]`;

export interface Sound {
  /** Syllables without tone, joined: `zhangxiuying`. */
  readonly pinyin: string;
  /** First letters: `zxy`. */
  readonly initials: string;
}

const heard = new Map<string, Sound>();
const HEARD_LIMIT = 50_000;

/** Pinyin of a name, its first character read as a surname; signs such as `·` fall away. */
export function soundOf(name: string): Sound {
  const known = heard.get(name);
  if (known !== undefined) return known;
  const syllables = pinyin(name, { toneType: 'none', type: 'array', surname: 'head', v: true, nonZh: 'removed' });
  const sound = { pinyin: syllables.join(''), initials: syllables.map((syllable) => syllable[0] ?? '').join('') };
  if (heard.size >= HEARD_LIMIT) heard.clear();
  heard.set(name, sound);
  return sound;
}

const masked = new Map<string, string>();
const MASKED_LIMIT = 200_000;

/**
 * The masked form of a sealed number, opened once: a page of a list shows a hundred of them. Each
 * sealing has an iv of its own, so its first bytes tell it from every other. Only masks are held.
 */
export function maskedOnce(sealed: Buffer, mask: (sealed: Buffer) => string): string {
  const key = sealed.toString('latin1', 0, 29);
  let known = masked.get(key);
  if (known === undefined) {
    known = mask(sealed);
    if (masked.size >= MASKED_LIMIT) masked.clear();
    masked.set(key, known);
  }
  return known;
}
