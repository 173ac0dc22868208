// Ways to hand a home's place to a map app on the phone. Only coordinates go along, never a name; the
// links open an app and ask no server of ours or others.
import type { Place } from './today.ts';

export interface MapLinks {
  /** The phone's own map: geo: on Android (RFC 5870), Apple's maps elsewhere. */
  readonly phone: string;
  /** 高德地图 by its published schemes; `dev=1` says that the place is WGS 84 and wants the national offset. */
  readonly amap: string;
}

/** Links to walk to a place; `agent` is the browser's name of itself. */
export function mapLinks({ lng, lat }: Place, agent: string): MapLinks {
  const [x, y] = [lng.toFixed(6), lat.toFixed(6)];
  if (/iPhone|iPad|Macintosh/.test(agent)) {
    return { phone: `maps://?daddr=${y},${x}&dirflg=w`, amap: `iosamap://path?sourceApplication=shouwang&dlat=${y}&dlon=${x}&dev=1&t=2` };
  }
  return { phone: `geo:${y},${x}?q=${y},${x}`, amap: `androidamap://route?sourceApplication=shouwang&dlat=${y}&dlon=${x}&dev=1&t=2` };
}
