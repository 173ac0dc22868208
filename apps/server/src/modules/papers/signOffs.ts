// Who signed a file in the system, by the places of signature on the information form: recorder, village,
// town. What was signed before the facts changed is not printed as signed.
import { localDay } from '../../platform/clock.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { listSignOffs } from '../reviews/public.ts';
import type { ElderForm, SignOff } from './forms.ts';

const places = ['recorder', 'village', 'town'];

export async function signOffsOf(services: Services, tx: Tx, form: ElderForm, elderId: string): Promise<readonly SignOff[]> {
  if (form !== 'information') return [];
  const signed = await listSignOffs(services, tx, elderId);
  return signed
    .filter((sign) => sign.current && places.includes(sign.level))
    .map((sign) => ({ place: places.indexOf(sign.level), name: sign.name, on: localDay(new Date(sign.at)) }));
}
