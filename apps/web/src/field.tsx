// Entry of the field app: makes what the screens work with and renders them. Nothing else wires.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { v7 } from 'uuid';
import { Broken } from './app/Broken.tsx';
import { Field, type Updates } from './app/Field.tsx';
import { makeClient } from './platform/api.ts';
import { FieldDeviceProvider, type FieldDevice } from './platform/device/app.tsx';
import { startIdleLock } from './platform/device/idle.ts';
import { keepInstallOffer } from './platform/device/install.ts';
import { startI18n } from './platform/i18n/setup.ts';
import chinese from './platform/i18n/zh-CN/field.ts';
import { unsent } from './platform/outbox/outbox.ts';
import { browserEstimate, watchRoom } from './platform/device/room.ts';
import { openDexieStore } from './platform/store/dexie-store.ts';
import { openReplica } from './platform/store/replica.ts';
import { registerWorker, type AppUpdate } from './platform/sw/register.ts';
import { syncEngine } from './platform/sync/engine.ts';
import { httpTransport } from './platform/sync/transport.ts';
import { aloneByLock, CHANNEL, startTriggers } from './platform/sync/triggers.ts';
import { applyTokens } from './ui/tokens.ts';
import './ui/base.css';
import './ui/field/field.css';
import './ui/field/cards.css';
import './ui/field/day.css';
import './ui/field/forms.css';

/** Chinese comes with the app: on a slow network another request costs more than the words weigh. English is fetched by whoever reads it. */
const catalogues = { 'zh-CN': async () => chinese, en: async () => (await import('./platform/i18n/en/field.ts')).default };

/** While pictures are sent, screens hear of it this often. */
const TELL_MS = 2_000;

async function openDevice(): Promise<FieldDevice> {
  const store = await openDexieStore(undefined, { tight: () => void room.look() });
  const replica = await openReplica(store);
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener('message', () => void replica.reload());
  const room = watchRoom(store, browserEstimate, () => void replica.reload());
  // Not while the first screen is being made.
  setTimeout(() => void room.look(), 5_000);
  let toldAt = 0;
  const engine = syncEngine({
    store,
    transport: httpTransport(),
    now: () => new Date().toISOString(),
    random: Math.random,
    alone: aloneByLock,
    changed: () => {
      // Hundreds of pictures: reading everything anew after each would cost more than sending them.
      const uploading = engine.status().phase === 'uploading';
      if (uploading && Date.now() - toldAt < TELL_MS) return;
      toldAt = Date.now();
      channel.postMessage('changed');
      void replica.reload();
      if (engine.status().phase === 'idle') void room.look();
    },
  });
  const triggers = startTriggers(engine, { nothingWaits: () => unsent(replica.snapshot().outbox) === 0 });
  const client = makeClient({ credential: () => replica.snapshot().session?.token ?? null });
  startIdleLock(store.guard, replica, Date.now);
  return { store, guard: store.guard, replica, room, engine, triggers, client, now: Date.now, newId: v7 };
}

function watchUpdates(): Updates {
  let current: AppUpdate | null = null;
  const listeners = new Set<() => void>();
  void registerWorker((update) => {
    current = update;
    for (const listener of listeners) listener();
  });
  return {
    current: () => current,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

async function start(): Promise<void> {
  keepInstallOffer();
  applyTokens(matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  await startI18n((language) => catalogues[language]());
  const root = createRoot(document.getElementById('root') as HTMLElement);
  const device = await openDevice().catch(() => null);
  if (device === null) return root.render(<Broken why="storage" />);
  root.render(
    <StrictMode>
      <FieldDeviceProvider device={device}>
        <Field updates={watchUpdates()} />
      </FieldDeviceProvider>
    </StrictMode>,
  );
  return void device.triggers.kick(true);
}

void start();
