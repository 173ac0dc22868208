// Parts of photos on real PostgreSQL: resumed, doubled, foreign, altered; sealed; seen by whoever sees the visit.
import { createHash } from 'node:crypto';
import { PART_BYTES } from '@shouwang/domain/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '../../../../../tools/testing/database.ts';
import { newId } from '../../platform/clock.ts';
import type { Actor } from '../../platform/db/index.ts';
import { readVisitAttachment, takePart, visitAttachments } from './attachments.ts';
import { aVisit, office, onFoot, testCounty, testPolicy, VILLAGE_A, VILLAGE_B, weekly, type TestCounty } from './fixture.ts';
import { recordVisits } from './record.ts';

let county: TestCounty;
beforeAll(async () => {
  county = await testCounty((await testDatabase()).connectionString);
});
afterAll(() => county.close());

async function visited(): Promise<{ readonly actor: Actor; readonly visitId: string }> {
  const elder = await county.elder({ tier: weekly });
  const visitor = await county.visitor();
  await county.assign(elder, visitor, '2026-01-01');
  const actor = onFoot(visitor);
  const visit = aVisit(elder, '2026-11-17');
  await county.services.db.tx(actor, (tx) => recordVisits(tx, county.services, testPolicy, [visit]));
  return { actor, visitId: visit.id };
}
const picture = (size: number): Buffer => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(size - 4, 'clear-text-of-a-photo')]);
const partOf = (ownerId: string, whole: Buffer, offset: number, over: object = {}) => ({
  ownerId,
  kind: 'photo',
  contentType: 'image/jpeg',
  size: whole.length,
  sha256: createHash('sha256').update(whole).digest('hex'),
  offset,
  data: whole.subarray(offset, offset + PART_BYTES).toString('base64'),
  ...over,
});
const take = (actor: Actor, id: string, part: ReturnType<typeof partOf>) => county.services.db.tx(actor, (tx) => takePart(county.services, tx, id, part, null));

describe('parts of an attachment', () => {
  test('are joined in order, taken once, and found sealed and whole', async () => {
    const { actor, visitId } = await visited();
    const id = newId();
    const whole = picture(PART_BYTES * 2 + 100);
    expect(await take(actor, id, partOf(visitId, whole, 0))).toEqual({ ok: true, value: { received: PART_BYTES, complete: false } });
    expect(await take(actor, id, partOf(visitId, whole, 0))).toEqual({ ok: true, value: { received: PART_BYTES, complete: false } });
    expect(await take(actor, id, partOf(visitId, whole, PART_BYTES * 2))).toEqual({ ok: true, value: { received: PART_BYTES, complete: false } });
    expect(await take(actor, id, partOf(visitId, whole, PART_BYTES))).toMatchObject({ value: { received: PART_BYTES * 2 } });
    expect(await take(actor, id, partOf(visitId, whole, PART_BYTES * 2))).toEqual({ ok: true, value: { received: whole.length, complete: true } });
    expect(await take(actor, id, partOf(visitId, whole, PART_BYTES * 2))).toEqual({ ok: true, value: { received: whole.length, complete: true } });
    const shown = await county.services.db.tx(office(VILLAGE_A), async (tx) => ({
      list: await visitAttachments(tx, visitId),
      file: await readVisitAttachment(county.services, tx, visitId, id),
    }));
    expect(shown.list).toEqual([{ id, kind: 'photo', contentType: 'image/jpeg', size: whole.length, received: whole.length, complete: true }]);
    expect(shown.file.ok && shown.file.value.bytes.equals(whole)).toBe(true);
    const { rows } = await county.owner.query<{ sealed: Buffer; parts: number; read: number }>(
      `select content_sealed as sealed, (select count(*)::int from visit_attachment_part where attachment_id = $1) as parts, (select count(*)::int from audit_event where action = 'visit.attachment.read' and entity_id = $2) as read from visit_attachment where id = $1`,
      [id, visitId],
    );
    expect(rows[0]).toMatchObject({ parts: 0, read: 1 });
    expect(rows[0]?.sealed.toString('latin1')).not.toContain('clear-text');
  });

  test('are taken once each when they come twice at the same moment', async () => {
    const { actor, visitId } = await visited();
    const id = newId();
    const whole = picture(PART_BYTES + 10);
    await Promise.all([0, 0, 0].map((offset) => take(actor, id, partOf(visitId, whole, offset))));
    const last = await Promise.all([1, 2].map(() => take(actor, id, partOf(visitId, whole, PART_BYTES))));
    expect(last).toEqual([1, 2].map(() => ({ ok: true, value: { received: whole.length, complete: true } })));
  });

  test('whose whole is not what was announced are forgotten, to be sent anew', async () => {
    const { actor, visitId } = await visited();
    const id = newId();
    const whole = picture(PART_BYTES + 10);
    const bent = partOf(visitId, whole, 0, { data: Buffer.concat([whole.subarray(0, 100), Buffer.alloc(PART_BYTES - 100)]).toString('base64') });
    await take(actor, id, bent);
    expect(await take(actor, id, partOf(visitId, whole, PART_BYTES))).toEqual({ ok: true, value: { received: 0, complete: false } });
    await take(actor, id, partOf(visitId, whole, 0));
    expect(await take(actor, id, partOf(visitId, whole, PART_BYTES))).toMatchObject({ value: { complete: true } });
  });

  test('are refused from somebody else, of no visit, of another content, and where they are no picture', async () => {
    const { actor, visitId } = await visited();
    const whole = picture(100);
    expect(await take(onFoot(await county.visitor()), newId(), partOf(visitId, whole, 0))).toMatchObject({ refusal: { code: 'notFound' } });
    expect(await take(actor, newId(), partOf(newId(), whole, 0))).toMatchObject({ refusal: { code: 'notFound' } });
    expect(await take(actor, newId(), partOf(visitId, Buffer.from('<script>alert(1)</script>'), 0))).toMatchObject({ refusal: { code: 'attachment.unfit' } });
    expect(await take(actor, newId(), partOf(visitId, whole, 0, { kind: 'virus' }))).toMatchObject({ refusal: { code: 'input.invalid' } });
    const id = newId();
    await take(actor, id, partOf(visitId, whole, 0));
    expect(await take(actor, id, partOf(visitId, picture(101), 0))).toMatchObject({ refusal: { code: 'attachment.altered' } });
  });

  test('are at most sixteen of a visit, and unseen by another village', async () => {
    const { actor, visitId } = await visited();
    const whole = picture(50);
    for (let n = 0; n < 16; n += 1) expect((await take(actor, newId(), partOf(visitId, whole, 0))).ok).toBe(true);
    expect(await take(actor, newId(), partOf(visitId, whole, 0))).toMatchObject({ refusal: { code: 'attachment.perVisit' } });
    expect(await county.services.db.tx(office(VILLAGE_A), (tx) => visitAttachments(tx, visitId))).toHaveLength(16);
    expect(await county.services.db.tx(office(VILLAGE_B), (tx) => visitAttachments(tx, visitId))).toEqual([]);
  });
});
