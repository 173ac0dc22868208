// Perceptual hashes of photos that have come whole. JPEG is what the field app takes; what cannot be read
// has no hash and is compared with nothing.
import { decode } from 'jpeg-js';
import { photoHash } from '@shouwang/domain/visits';
import { sql, systemActor, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { openVisitAttachment } from '../visits/public.ts';

const BATCH = 20;
/** A picture of 200 KB has hardly more; what claims more is not opened. */
const MEGAPIXELS = 30;
const MEGABYTES = 256;

export function hashOf(bytes: Buffer): string | null {
  try {
    return photoHash(decode(bytes, { useTArray: true, formatAsRGBA: true, maxResolutionInMP: MEGAPIXELS, maxMemoryUsageInMB: MEGABYTES }));
  } catch {
    return null;
  }
}

const next = (tx: Tx): Promise<{ id: string; visit_id: string; visitor_id: string | null; content_sealed: Buffer }[]> =>
  tx.query(sql`select a.id, a.visit_id, v.visitor_id, a.content_sealed from visit_attachment a join visit v on v.county_code = a.county_code and v.id = a.visit_id
    where a.county_code = ${tx.actor.countyCode} and a.kind = 'photo' and a.completed_at is not null and a.content_sealed is not null
      and not exists (select 1 from visit_photo_hash h where h.county_code = a.county_code and h.attachment_id = a.id)
    order by a.begun_at limit ${BATCH}`);

/** Hashes what has none; answers the visitors whose photos they are. */
export async function hashPhotos(services: Services, countyCode: string, signal?: AbortSignal): Promise<ReadonlySet<string>> {
  const visitors = new Set<string>();
  for (;;) {
    const count = await services.db.tx(systemActor(countyCode), async (tx) => {
      const photos = await next(tx);
      for (const photo of photos) {
        const hash = hashOf(openVisitAttachment(services, countyCode, photo.content_sealed));
        await tx.query(
          sql`insert into visit_photo_hash (county_code, attachment_id, visit_id, hash) values (${countyCode}, ${photo.id}, ${photo.visit_id}, ${hash}) on conflict do nothing`,
        );
        if (photo.visitor_id !== null) visitors.add(photo.visitor_id);
      }
      return photos.length;
    });
    if (count < BATCH || signal?.aborted === true) return visitors;
  }
}
