// The field app's service worker: keeps the app itself on the phone so that it opens without signal,
// and sends what waits after the app was closed (Background Sync). It never answers for /api: what the
// server says is not kept here, and people's data lies only in the sealed store. A new version waits
// until it is asked for: a visit begun on the old one is not interrupted.
import '../no-eval.ts';
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute, type PrecacheEntry } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { openDexieStore } from '../store/dexie-store.ts';
import { syncEngine } from '../sync/engine.ts';
import { httpTransport } from '../sync/transport.ts';
import { aloneByLock, CHANNEL, SYNC_TAG } from '../sync/triggers.ts';

declare const self: ServiceWorkerGlobalScope & { readonly __WB_MANIFEST: (string | PrecacheEntry)[] };
interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}

precacheAndRoute(self.__WB_MANIFEST, { ignoreURLParametersMatching: [/.*/] });
cleanupOutdatedCaches();
registerRoute(new NavigationRoute(createHandlerBoundToURL('/field/index.html'), { allowlist: [/^\/field(\/|$)/] }));

self.addEventListener('message', (event) => {
  if ((event.data as { type?: string } | null)?.type === 'SKIP_WAITING') void self.skipWaiting();
});
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

async function sendWaiting(): Promise<void> {
  const channel = new BroadcastChannel(CHANNEL);
  const engine = syncEngine({
    store: await openDexieStore(),
    transport: httpTransport(),
    now: () => new Date().toISOString(),
    random: Math.random,
    alone: aloneByLock,
    changed: () => undefined,
  });
  const run = await engine.run({ force: true });
  channel.postMessage('changed');
  channel.close();
  // Rejecting asks the browser to wake us again later.
  if (run === 'away') throw new Error('no answer yet');
}

self.addEventListener('sync', (event) => {
  const { tag } = event as SyncEvent;
  if (tag === SYNC_TAG) (event as SyncEvent).waitUntil(sendWaiting());
});
