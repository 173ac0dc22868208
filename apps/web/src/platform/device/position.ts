// One position at the beginning of a visit and none in between: people are not followed (decisions.md,
// Trust). Without permission or sky it gives up quietly; a visit never waits for it.
import type { Fix } from '@shouwang/domain/visits';

const PATIENCE_MS = 20_000;
const FRESH_MS = 60_000;
/** A receiver knows the time from its satellites; a clock that is more behind was set. */
const CLOCK_STEP_MS = 30 * 60_000;

/** The phone's position (WGS 84, accuracy in metres), or null where there is none in time. */
export const takeFix = (): Promise<Fix | null> =>
  new Promise((resolve) => {
    if (!('geolocation' in navigator)) return resolve(null);
    navigator.geolocation.getCurrentPosition(
      ({ coords, timestamp }) =>
        resolve({
          lng: coords.longitude,
          lat: coords.latitude,
          accuracy: coords.accuracy,
          ...(timestamp > Date.now() + CLOCK_STEP_MS ? { at: new Date(timestamp).toISOString() } : {}),
        }),
      () => resolve(null),
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: FRESH_MS },
    );
  });
