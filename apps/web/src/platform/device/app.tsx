// What every screen of the field app works with, made once by its composition root (field.tsx).
import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import type { ApiClient } from '../api.ts';
import type { Room } from './room.ts';
import type { GuardState, StoreGuard } from '../store/guard.ts';
import type { Replica, Snapshot } from '../store/replica.ts';
import type { SealedStore } from '../store/sealed-store.ts';
import type { SyncEngine, SyncStatus } from '../sync/engine.ts';
import type { Triggers } from '../sync/triggers.ts';

export interface FieldDevice {
  readonly store: SealedStore;
  readonly guard: StoreGuard;
  readonly replica: Replica;
  readonly room: Room;
  readonly engine: SyncEngine;
  readonly triggers: Triggers;
  /** Client of the device's credential, or of none before the sign-in. */
  readonly client: ApiClient;
  /** The phone's clock, milliseconds. */
  readonly now: () => number;
  readonly newId: () => string;
}

const Context = createContext<FieldDevice | null>(null);

export const FieldDeviceProvider = ({ device, children }: { readonly device: FieldDevice; readonly children: ReactNode }) => <Context value={device}>{children}</Context>;

export function useDevice(): FieldDevice {
  const device = useContext(Context);
  if (device === null) throw new Error('outside of the field app');
  return device;
}

export function useSnapshot(): Snapshot {
  const { replica } = useDevice();
  return useSyncExternalStore(replica.subscribe, replica.snapshot);
}

/** The engine tells through the replica's listeners. */
export function useSyncStatus(): SyncStatus {
  const { engine, replica } = useDevice();
  return useSyncExternalStore(replica.subscribe, engine.status);
}

/** Whether the lock before people's data is there, and open. Whoever changes it reloads the replica. */
export function useGuardState(): GuardState {
  const { guard, replica } = useDevice();
  return useSyncExternalStore(replica.subscribe, guard.state);
}

/** Used share of the browser's store, 0…1; null where it does not tell. */
export function useRoomShare(): number | null {
  const { room } = useDevice();
  return useSyncExternalStore(room.subscribe, room.share);
}

const subscribeOnline = (listener: () => void): (() => void) => {
  addEventListener('online', listener);
  addEventListener('offline', listener);
  return () => {
    removeEventListener('online', listener);
    removeEventListener('offline', listener);
  };
};
export const useOnline = (): boolean => useSyncExternalStore(subscribeOnline, () => navigator.onLine);

const MINUTE_MS = 60_000;
/** The phone's clock, renewed every minute, so that a day that ends overnight is noticed. */
export function useMinute(): number {
  const { now } = useDevice();
  const [at, setAt] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setAt(now()), MINUTE_MS);
    return () => clearInterval(timer);
  }, [now]);
  return at;
}
