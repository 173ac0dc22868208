import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldCrypto, loadMasterKey } from './index.ts';

const crypto = fieldCrypto(randomBytes(32));

describe('sealed fields', () => {
  it('open to what was sealed, and two seals of one text differ', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const sealed = crypto.seal('610999', 'elder.idNo', text);
        expect(crypto.open('610999', 'elder.idNo', sealed)).toBe(text);
        expect(crypto.seal('610999', 'elder.idNo', text).equals(sealed)).toBe(false);
      }),
    );
  });
  it('do not open for another county, another purpose, another key or after a change', () => {
    const sealed = crypto.seal('610999', 'elder.idNo', '61099919500101003X');
    expect(() => crypto.open('610926', 'elder.idNo', sealed)).toThrow();
    expect(() => crypto.open('610999', 'elder.phone', sealed)).toThrow();
    expect(() => fieldCrypto(randomBytes(32)).open('610999', 'elder.idNo', sealed)).toThrow();
    const altered = Buffer.from(sealed);
    altered[altered.length - 1] = (altered[altered.length - 1] as number) ^ 1;
    expect(() => crypto.open('610999', 'elder.idNo', altered)).toThrow();
  });
  it('are looked up by an index that differs by county and purpose', () => {
    const index = (county: string, purpose: string) => crypto.blindIndex(county, purpose, '61099919500101003X').toString('hex');
    expect(index('610999', 'idNo')).toBe(index('610999', 'idNo'));
    expect(new Set([index('610999', 'idNo'), index('610926', 'idNo'), index('610999', 'phone')]).size).toBe(3);
  });
});

describe('the master key', () => {
  it('is made once, readable by its owner only, and is the same for all who start at once', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'shouwang-key-'));
    try {
      const keys = await Promise.all([loadMasterKey(dir), loadMasterKey(dir), loadMasterKey(dir)]);
      expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
      expect((await stat(join(dir, 'keys', 'master.key'))).mode & 0o077).toBe(0);
    } finally {
      await rm(dir, { recursive: true });
    }
  });
});
