// What of a judgement and of a doubt is sealed: figures tell where somebody lives and when he was away.
import type { JudgedSignal, PlausibilitySignal } from '@shouwang/domain/visits';
import type { FieldCrypto } from '../../platform/crypto/index.ts';

export interface EventDetails {
  /** Odd signals as they stood then: what was known. */
  readonly signals: readonly JudgedSignal[];
  readonly answer?: string;
  readonly outcome?: string;
  readonly words?: string;
}

export interface DoubtSeal {
  signals(value: readonly JudgedSignal[]): Buffer;
  openSignals(sealed: Buffer): readonly JudgedSignal[];
  words(value: string): Buffer | null;
  openWords(sealed: Buffer | null): string | null;
  event(value: EventDetails): Buffer;
  openEvent(sealed: Buffer): EventDetails;
}

export const doubtSeal = (crypto: FieldCrypto, county: string): DoubtSeal => ({
  signals: (value) => crypto.seal(county, 'plausibility.signals', JSON.stringify(value)),
  openSignals: (sealed) => JSON.parse(crypto.open(county, 'plausibility.signals', sealed)) as readonly JudgedSignal[],
  words: (value) => (value.trim() === '' ? null : crypto.seal(county, 'doubt.words', value.trim())),
  openWords: (sealed) => (sealed === null ? null : crypto.open(county, 'doubt.words', sealed)),
  event: (value) => crypto.seal(county, 'doubt.event', JSON.stringify(value)),
  openEvent: (sealed) => JSON.parse(crypto.open(county, 'doubt.event', sealed)) as EventDetails,
});

export const oddOf = (signals: readonly JudgedSignal[]): PlausibilitySignal[] => signals.filter(({ status }) => status === 'odd').map(({ signal }) => signal);
