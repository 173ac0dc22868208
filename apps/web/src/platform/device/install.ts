// The browser's offer to put the app on the home screen comes once and early; it is kept until asked for.

export interface InstallOffer extends Event {
  prompt(): Promise<unknown>;
}

let kept: InstallOffer | null = null;
const listeners = new Set<() => void>();

/** Called first of all, before the offer can pass by. */
export function keepInstallOffer(): void {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    kept = event as InstallOffer;
    for (const listener of listeners) listener();
  });
  addEventListener('appinstalled', () => {
    kept = null;
    for (const listener of listeners) listener();
  });
}

export const installOffer = (): InstallOffer | null => kept;
export function onInstallOffer(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
