// Where one is in the field app, in the address's fragment: reload and the phone's back key work, and
// the server (which may be out of reach) is never asked for a page.
import { useSyncExternalStore } from 'react';

export const screens = [
  'today',
  'map',
  'elder',
  'visit',
  'saved',
  'records',
  'record',
  'doubts',
  'me',
  'emergency',
  'signIn',
  'pin',
  'surveys',
  'survey',
  'surveyNew',
  'campaign',
  'group',
] as const;
export type ScreenName = (typeof screens)[number];
export interface Place {
  readonly screen: ScreenName;
  /** Whom it is about, where it is about somebody. */
  readonly id: string | null;
}

const subscribe = (listener: () => void): (() => void) => {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
};

export function placeOf(hash: string): Place {
  const [name, id] = hash.replace(/^#\/?/, '').split('/');
  const screen = screens.find((each) => each === name) ?? 'today';
  return { screen, id: id === undefined || id === '' ? null : decodeURIComponent(id) };
}

export const address = (screen: ScreenName, id?: string): string => (id === undefined ? `#/${screen}` : `#/${screen}/${encodeURIComponent(id)}`);

export function usePlace(): Place {
  return placeOf(useSyncExternalStore(subscribe, () => location.hash));
}

export const go = (screen: ScreenName, id?: string): void => {
  location.hash = address(screen, id);
};
/** Takes the present screen's place in the history: the back key does not return to it. */
export const replaceBy = (screen: ScreenName, id?: string): void => location.replace(address(screen, id));
