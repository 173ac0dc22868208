// Facts about the screen and the network that a component may follow.
import { useEffect, useState, useSyncExternalStore } from 'react';

const useMedia = (condition: string): boolean =>
  useSyncExternalStore(
    (listener) => {
      const query = matchMedia(condition);
      query.addEventListener('change', listener);
      return () => query.removeEventListener('change', listener);
    },
    () => matchMedia(condition).matches,
  );

export const useNarrow = (): boolean => useMedia('(max-width: 760px)');
/** The system asks for no motion. */
export const useStill = (): boolean => useMedia('(prefers-reduced-motion: reduce)');

export const useOnline = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      addEventListener('online', listener);
      addEventListener('offline', listener);
      return () => {
        removeEventListener('online', listener);
        removeEventListener('offline', listener);
      };
    },
    () => navigator.onLine,
  );

/** The value once it has rested for `ms`, so that typing does not ask the server at every key. */
export function useRested<T>(value: T, ms = 250): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return rested;
}
