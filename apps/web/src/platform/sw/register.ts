// Puts the service worker in place and says when a newer version of the app lies ready. It is taken
// when the person wants it, never in the middle of a visit.

export interface AppUpdate {
  /** Switches to the new version and loads the app again. */
  take(): void;
}

/** Asks for a newer version this often while the app stays open. */
const LOOK_MS = 60 * 60_000;

export async function registerWorker(ready: (update: AppUpdate) => void): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const registration = await navigator.serviceWorker.register('/field/sw.js', { scope: '/field/' }).catch(() => null);
  if (registration === null) return;
  const offer = (worker: ServiceWorker): void => {
    ready({
      take: () => {
        navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
        worker.postMessage({ type: 'SKIP_WAITING' });
      },
    });
  };
  if (registration.waiting !== null && navigator.serviceWorker.controller !== null) offer(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed' && navigator.serviceWorker.controller !== null) offer(worker);
    });
  });
  setInterval(() => void registration.update().catch(() => undefined), LOOK_MS);
}
