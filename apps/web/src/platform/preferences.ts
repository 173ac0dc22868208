// What somebody chose for his own screen: appearance, size of text, density of lists. Kept in the
// browser only, so that a shared machine of a village office forgets nothing that matters.
import { useSyncExternalStore } from 'react';
import type { Appearance } from '../ui/tokens.ts';

export interface Preferences {
  readonly appearance: Appearance | 'system';
  /** Per cent of the usual size of text. */
  readonly textSize: 100 | 115 | 130 | 150 | 200;
  readonly density: 'comfortable' | 'compact';
  /** Columns that were hidden, by list. */
  readonly hiddenColumns: Readonly<Record<string, readonly string[]>>;
}

const KEY = 'shouwang.preferences';
const initial: Preferences = { appearance: 'system', textSize: 100, density: 'comfortable', hiddenColumns: {} };

function read(): Preferences {
  try {
    return { ...initial, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>) };
  } catch {
    return initial;
  }
}

let current: Preferences | null = null;
const listeners = new Set<() => void>();
const get = (): Preferences => (current ??= read());

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...get(), ...change };
  localStorage.setItem(KEY, JSON.stringify(current));
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const usePreferences = (): Preferences => useSyncExternalStore(subscribe, get);

const darkQuery = '(prefers-color-scheme: dark)';
/** Phones ask for it in their settings of accessibility, some by themselves in bright light. */
const contrastQuery = '(prefers-contrast: more)';
const subscribeSystem = (listener: () => void): (() => void) => {
  const queries = [matchMedia(darkQuery), matchMedia(contrastQuery)];
  for (const query of queries) query.addEventListener('change', listener);
  return () => {
    for (const query of queries) query.removeEventListener('change', listener);
  };
};
const systemAppearance = (): Appearance => (matchMedia(darkQuery).matches ? 'dark' : matchMedia(contrastQuery).matches ? 'sun' : 'light');

/** The appearance in effect: the one chosen, else the system's. */
export function useAppearance(): Appearance {
  const { appearance } = usePreferences();
  const system = useSyncExternalStore(subscribeSystem, systemAppearance);
  return appearance === 'system' ? system : appearance;
}
