// The lock on IndexedDB: what lies behind it is unreadable without PIN or password, what must travel is not held
// up, wrong PINs slow down and end with the cards gone and nothing unsent lost; an older layout goes over.
import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openDexieStore } from './dexie-store.ts';
import { easyPin, PIN_TRIES, waitAfter } from './guard.ts';
import { openReplica } from './replica.ts';
import { add, feedBox, put, remove } from './sealed-store.ts';

const secrets = { pin: '402713', password: 'Shouwang-2026' };
const cards = feedBox('elderCard');
let number = 0;

async function filled() {
  const name = `guard-${(number += 1)}`;
  const clock = { ms: Date.parse('2026-11-22T08:00:00Z') };
  const open = () => openDexieStore(name, { now: () => clock.ms, rounds: 1_000 });
  const store = await open();
  await store.write([put(cards, 'e', { name: 'Zhang' }), put('drafts', 'd', { tap: 1 }), put('outbox', 'c', { visit: 1 }), put('sync', 'cursor', '7')]);
  return { name, clock, open, store };
}

describe('a locked store', () => {
  it('takes over what was there, hides people after a restart, and opens by PIN or password', async () => {
    const { open, store } = await filled();
    expect(store.guard.state()).toEqual({ kind: 'none' });
    await store.guard.protect(secrets);
    expect(store.guard.state()).toEqual({ kind: 'open', finger: false });
    expect(await store.get(cards, 'e')).toEqual({ name: 'Zhang' });

    for (const [way, secret] of Object.entries(secrets) as ['pin' | 'password', string][]) {
      const again = await open();
      expect(again.locked()).toBe(true);
      expect(await again.list(cards)).toEqual([]);
      expect(await again.get('drafts', 'd')).toBeUndefined();
      expect(await again.get('outbox', 'c')).toEqual({ visit: 1 });
      await expect(again.write([put('drafts', 'd', { tap: 2 })])).rejects.toThrow('locked');
      await again.write([put('outbox', 'c2', { visit: 2 }), remove('outbox', 'c2')]);
      expect(await again.guard.unlock(way, secret)).toBe(true);
      expect(await again.get(cards, 'e')).toEqual({ name: 'Zhang' });
      again.guard.lock();
      expect(again.locked()).toBe(true);
    }
  });

  it('leaves no card that the phone’s own key alone could open', async () => {
    const { name, store } = await filled();
    await store.guard.protect(secrets);
    const raw = new Dexie(name);
    await raw.open();
    const { key } = await raw.table('keys').get('seal-1');
    const row = await raw.table('sealed').get([cards, 'e']);
    await expect(crypto.subtle.decrypt({ name: 'AES-GCM', iv: row.iv, additionalData: new TextEncoder().encode(`${cards}\u0000e`) }, key, row.data)).rejects.toThrow();
  });

  it('opens by a fingerprint’s secret where one was added, and no longer when it was taken back', async () => {
    const { open, store } = await filled();
    await store.guard.protect(secrets);
    const finger = { id: new Uint8Array([1, 2]), secret: crypto.getRandomValues(new Uint8Array(32)) };
    await store.guard.setFinger(finger);
    const again = await open();
    expect(again.guard.state()).toMatchObject({ kind: 'locked', finger: true });
    expect([...(again.guard.fingerId() ?? [])]).toEqual([1, 2]);
    expect(await again.guard.unlockByFinger(new Uint8Array(32))).toBe(false);
    expect(await again.guard.unlockByFinger(finger.secret)).toBe(true);
    await again.guard.setFinger(null);
    expect(await (await open()).guard.unlockByFinger(finger.secret)).toBe(false);
  });

  it('takes behind the lock what a worker wrote that knew of none', async () => {
    const { open, store } = await filled();
    const worker = await open();
    await store.guard.protect(secrets);
    await worker.write([put(cards, 'late', { name: 'Li' })]);
    const again = await open();
    expect(await again.list(cards)).toEqual([]);
    await again.guard.unlock('pin', secrets.pin);
    expect(await again.get(cards, 'late')).toEqual({ name: 'Li' });
    expect(await (await open()).get(cards, 'late')).toBeUndefined();
  });
});

describe('wrong PINs', () => {
  it('slow down, then take the cards away; drafts stay for the password, unsent ones wait untouched', async () => {
    const { clock, open, store } = await filled();
    await store.guard.protect(secrets);
    const thief = await open();
    for (let wrong = 1; wrong <= PIN_TRIES; wrong += 1) {
      expect(await thief.guard.unlock('pin', '000000')).toBe(false);
      const state = thief.guard.state();
      if (wrong < PIN_TRIES) {
        expect(state).toMatchObject({ kind: 'locked', wrong, wiped: false });
        if (waitAfter(wrong) > 0) expect(await thief.guard.unlock('pin', secrets.pin)).toBe(false);
      }
      clock.ms += waitAfter(wrong);
    }
    expect(thief.guard.state()).toMatchObject({ kind: 'locked', wiped: true });
    expect(await thief.guard.unlock('pin', secrets.pin)).toBe(false);
    expect(await thief.get('outbox', 'c')).toEqual({ visit: 1 });
    const holder = await open();
    expect(await holder.guard.unlock('password', secrets.password)).toBe(true);
    expect(await holder.list(cards)).toEqual([]);
    expect(await holder.get('sync', 'cursor')).toBeUndefined();
    expect(await holder.get('drafts', 'd')).toEqual({ tap: 1 });
    await holder.guard.protect({ ...secrets, pin: '918273' });
    expect(await (await open()).guard.unlock('pin', '918273')).toBe(true);
  });

  it('are counted however many are tried at once, in several tabs, or cut off by closing the page', async () => {
    const { open, store } = await filled();
    await store.guard.protect(secrets);
    const tabs = await Promise.all([open(), open(), open()]);
    const tried = await Promise.all(tabs.flatMap((tab) => ['000000', '000001', '000002'].map((pin) => tab.guard.unlock('pin', pin))));
    expect(tried).not.toContain(true);
    const { wrong, notBefore } = (await open()).guard.state() as { wrong: number; notBefore: string | null };
    // The fifth in a row begins a wait, so that of nine at once four or five are tried, and each of them is counted.
    expect(wrong).toBeGreaterThanOrEqual(4);
    expect(notBefore).not.toBeNull();
    const closing = await open();
    void closing.guard.unlock('password', 'x');
    expect(await tabs[0]?.guard.unlock('pin', secrets.pin)).toBe(false);
  });

  it('count from the moment a try begins', async () => {
    const { open, store } = await filled();
    await store.guard.protect(secrets);
    const page = await open();
    const trying = page.guard.unlock('pin', '000000');
    await expect.poll(async () => ((await open()).guard.state() as { wrong: number }).wrong, { interval: 1 }).toBe(1);
    await trying;
    expect((await open()).guard.state()).toMatchObject({ wrong: 1 });
  });

  it('keep nobody waiting longer than was earned when the clock goes back', async () => {
    const { clock, open, store } = await filled();
    await store.guard.protect(secrets);
    const first = await open();
    clock.ms += 4 * 365 * 86_400_000;
    for (let wrong = 1; wrong <= 5; wrong += 1) await first.guard.unlock('pin', '000000');
    clock.ms -= 4 * 365 * 86_400_000;
    const again = await open();
    expect(await again.guard.unlock('pin', secrets.pin)).toBe(false);
    clock.ms += waitAfter(5);
    expect(await again.guard.unlock('pin', secrets.pin)).toBe(true);
  });

  it('are forgotten after the right one', async () => {
    const { open, store } = await filled();
    await store.guard.protect(secrets);
    const again = await open();
    await again.guard.unlock('pin', '000000');
    expect(await again.guard.unlock('pin', secrets.pin)).toBe(true);
    expect((await open()).guard.state()).toMatchObject({ wrong: 0 });
  });
});

it('goes on where a record is damaged: the others are there, it is told, and cards are fetched anew', async () => {
  const { name, open, store } = await filled();
  await store.write([put('outbox', 'c2', { visit: 2 })]);
  const raw = new Dexie(name);
  await raw.open();
  for (const [box, key] of [
    ['outbox', 'c'],
    [cards, 'e'],
    ['device', 'session'],
  ] as const)
    await raw.table('sealed').put({ box, key, iv: new Uint8Array(12), data: new Uint8Array([1, 2, 3]).buffer });
  const again = await open();
  const replica = await openReplica({ ...again, list: again.list as never });
  expect(replica.snapshot().session).toBeNull();
  expect(await again.list('outbox')).toEqual([{ key: 'c2', value: { visit: 2 } }]);
  expect(again.damaged()).toBe(2);
  expect(await again.list(cards)).toEqual([]);
  expect(await again.get('sync', 'cursor')).toBeUndefined();
  expect(await raw.table('sealed').get(['outbox', 'c'])).toBeDefined();
});

it('closes in a tab that was open when another one put the lock before it', async () => {
  const { open, store } = await filled();
  const other = await open();
  await store.guard.protect(secrets);
  expect(other.locked()).toBe(false);
  expect(await other.list(cards)).toEqual([]);
  expect(other.locked()).toBe(true);
  expect(await other.guard.unlock('pin', secrets.pin)).toBe(true);
  expect(await other.list(cards)).toEqual([{ key: 'e', value: { name: 'Zhang' } }]);
});

it('lets stand what was recorded first under an identifier, whichever tab comes later', async () => {
  const { open, store } = await filled();
  const other = await open();
  await Promise.all([store.write([add('outbox', 'n', { tab: 1 }), remove('drafts', 'd')]), other.write([add('outbox', 'n', { tab: 2 })])]);
  const kept = await store.get('outbox', 'n');
  await other.write([add('outbox', 'n', { tab: 3 })]);
  expect(await store.get('outbox', 'n')).toEqual(kept);
  expect(await store.get('drafts', 'd')).toBeUndefined();
});

it('opens what release 0.2.0 left on the phone, with every draft, also after the lock came', async () => {
  // The layout as that release wrote it: one key, rows of box, key, iv and sealed JSON.
  const old = new Dexie('from-0.2.0');
  old.version(1).stores({ sealed: '[box+key], box', keys: 'name' });
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  await old.table('keys').add({ name: 'seal-1', key });
  const kept = [
    ['drafts', 'a:e', { commandId: 'c', elderId: 'e', answers: { gas: 'safe' } }],
    ['outbox', 'c0', { state: 'waiting' }],
    ['device', 'session', { token: 't' }],
    [cards, 'e', { name: 'Zhang' }],
  ] as const;
  for (const [box, place, value] of kept) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const encode = (text: string) => new TextEncoder().encode(text);
    const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: encode(`${box}\u0000${place}`) }, key, encode(JSON.stringify(value)));
    await old.table('sealed').add({ box, key: place, iv, data });
  }
  old.close();
  const store = await openDexieStore('from-0.2.0', { rounds: 1_000 });
  for (const [box, place, value] of kept) expect(await store.get(box, place)).toEqual(value);
  await store.guard.protect(secrets);
  const again = await openDexieStore('from-0.2.0', { rounds: 1_000 });
  await again.guard.unlock('pin', secrets.pin);
  for (const [box, place, value] of kept) expect(await again.get(box, place)).toEqual(value);
});

it('gives up the lock with all behind it where nobody knows PIN or password, never what was saved', async () => {
  const { open, store } = await filled();
  await store.guard.protect(secrets);
  const again = await open();
  await again.guard.giveUp();
  expect(again.guard.state()).toEqual({ kind: 'none' });
  expect(await again.list('drafts')).toEqual([]);
  expect(await again.get('outbox', 'c')).toEqual({ visit: 1 });
});

it('opens after the password was changed with the new one only', async () => {
  const { open, store } = await filled();
  await store.guard.protect(secrets);
  await store.guard.setPassword('Other-Password-1');
  const again = await open();
  expect(await again.guard.unlock('password', secrets.password)).toBe(false);
  expect(await again.guard.unlock('password', 'Other-Password-1')).toBe(true);
});

it('knows the PINs that a finder tries first', () => {
  for (const pin of ['000000', '123456', '654321', '890123', '123123', '121212']) expect(easyPin(pin)).toBe(true);
  for (const pin of ['402713', '199803', '135790']) expect(easyPin(pin)).toBe(false);
  fc.assert(fc.property(fc.integer({ min: 0, max: 9 }), (digit) => easyPin(String(digit).repeat(6))));
});
