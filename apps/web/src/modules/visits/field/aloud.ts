// Reading aloud by the phone's own voice, for people who read slowly or not at all. Nothing leaves the
// phone unless its own voice does; a voice that works without a network is taken first.
import { useEffect, useSyncExternalStore } from 'react';
import { currentLanguage } from '../../../platform/i18n/setup.ts';

const speech = (): SpeechSynthesis | null => ('speechSynthesis' in globalThis ? globalThis.speechSynthesis : null);

const listeners = new Set<() => void>();
let saying: string | null = null;
const tell = (text: string | null): void => {
  saying = text;
  for (const listener of listeners) listener();
};
const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  speech()?.addEventListener('voiceschanged', listener);
  return () => {
    listeners.delete(listener);
    speech()?.removeEventListener('voiceschanged', listener);
  };
};

/** A voice of the language: one on the phone before one of a network, the exact region before others. */
export function voiceFor<V extends { readonly lang: string; readonly localService: boolean }>(voices: readonly V[], language: string): V | null {
  const tag = (voice: V): string => voice.lang.replace('_', '-').toLowerCase();
  const wanted = language.toLowerCase();
  const own = voices.filter((voice) => tag(voice).split('-')[0] === wanted.split('-')[0]);
  const rank = (voice: V): number => (voice.localService ? 0 : 2) + (tag(voice).startsWith(wanted) ? 0 : 1);
  return own.toSorted((a, b) => rank(a) - rank(b))[0] ?? null;
}

/** A little slower than usual: the listener is old and outdoors. */
const RATE = 0.9;

function start(text: string): void {
  const voices = speech();
  if (voices === null) return;
  voices.cancel();
  const said = new SpeechSynthesisUtterance(text);
  const voice = voiceFor(voices.getVoices(), currentLanguage());
  if (voice !== null) said.voice = voice;
  said.lang = voice?.lang ?? currentLanguage();
  said.rate = RATE;
  said.onend = said.onerror = () => {
    if (saying === text) tell(null);
  };
  voices.speak(said);
  tell(text);
}

function stop(): void {
  speech()?.cancel();
  tell(null);
}

export interface Aloud {
  /** Whether the phone can speak at all. */
  readonly possible: boolean;
  readonly reading: boolean;
  /** Reads, or stops where it is reading this. */
  toggle(): void;
}

/** Reads a text on demand; leaving the screen ends it. */
export function useAloud(text: string): Aloud {
  const reading = useSyncExternalStore(subscribe, () => saying) === text;
  const possible = useSyncExternalStore(subscribe, () => (speech()?.getVoices().length ?? 0) > 0);
  useEffect(() => stop, []);
  return { possible, reading, toggle: () => (reading ? stop() : start(text)) };
}

/** A short shake where the phone has one: it is felt in the hand when the sun hides the screen. */
export function shake(): void {
  if ('vibrate' in navigator) navigator.vibrate(60);
}
