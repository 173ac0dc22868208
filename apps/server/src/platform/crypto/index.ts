// Encryption by field (quality bar S2): AES-256-GCM with keys derived per county from one master key
// that lies in a file outside the database; blind indexes by HMAC-SHA-256 for look-up of numbers.
// A sealed value is bound to its county and purpose, so that it cannot be moved to another field.
// Layout of sealed bytes: version 1 | iv 12 | tag 16 | ciphertext.
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, randomFillSync } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openLetters, type Letters } from './letters.ts';

export interface FieldCrypto {
  /** What phones seal for this installation. */
  readonly letters: Letters;
  /** Seals text for one purpose (`elder.idNo`, `visit.details`). */
  seal(countyCode: string, purpose: string, text: string): Buffer;
  /** Opens what was sealed for the same county and purpose; throws where it was altered. */
  open(countyCode: string, purpose: string, sealed: Buffer): string;
  /** Same input → same bytes, meaningless without the key: for unique look-up of numbers. */
  blindIndex(countyCode: string, purpose: string, text: string): Buffer;
}

const VERSION = 1;

/** Random ivs are drawn by the thousand: an import seals hundreds of thousands of values, one draw each took a third of the time. */
const ivs = Buffer.alloc(12 * 1024);
let ivAt = ivs.length;
function nextIv(): Buffer {
  if (ivAt >= ivs.length) {
    randomFillSync(ivs);
    ivAt = 0;
  }
  ivAt += 12;
  return Buffer.from(ivs.subarray(ivAt - 12, ivAt));
}

export function fieldCrypto(masterKey: Buffer): FieldCrypto {
  if (masterKey.length !== 32) throw new Error('the master key must have 32 bytes');
  const keys = new Map<string, Buffer>();
  const key = (countyCode: string, use: string): Buffer => {
    const name = `${use}:${countyCode}`;
    let derived = keys.get(name);
    if (derived === undefined) {
      derived = Buffer.from(hkdfSync('sha256', masterKey, 'shouwang', name, 32));
      keys.set(name, derived);
    }
    return derived;
  };
  return {
    letters: openLetters(masterKey),
    seal(countyCode, purpose, text) {
      const iv = nextIv();
      const cipher = createCipheriv('aes-256-gcm', key(countyCode, 'field'), iv);
      cipher.setAAD(Buffer.from(purpose));
      const body = cipher.update(text, 'utf8');
      // GCM is a stream: final() adds nothing but makes the tag.
      cipher.final();
      const sealed = Buffer.allocUnsafe(29 + body.length);
      sealed[0] = VERSION;
      iv.copy(sealed, 1);
      cipher.getAuthTag().copy(sealed, 13);
      body.copy(sealed, 29);
      return sealed;
    },
    open(countyCode, purpose, sealed) {
      if (sealed[0] !== VERSION) throw new Error('sealed with an unknown version');
      const decipher = createDecipheriv('aes-256-gcm', key(countyCode, 'field'), sealed.subarray(1, 13));
      decipher.setAAD(Buffer.from(purpose));
      decipher.setAuthTag(sealed.subarray(13, 29));
      const text = decipher.update(sealed.subarray(29));
      decipher.final();
      return text.toString('utf8');
    },
    blindIndex: (countyCode, purpose, text) => createHmac('sha256', key(countyCode, 'index')).update(`${purpose}\0${text}`).digest(),
  };
}

/** Reads the master key of a data folder, making one at the first start (mode 0600). */
export async function loadMasterKey(dataDir: string): Promise<Buffer> {
  const path = join(dataDir, 'keys', 'master.key');
  try {
    return Buffer.from((await readFile(path, 'utf8')).trim(), 'base64');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  await writeFile(draft, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    // A link appears whole or not at all: whoever starts at the same moment never reads half a key.
    await link(draft, path);
  } catch (error) {
    // Another process made it first: that one counts.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
  return Buffer.from((await readFile(path, 'utf8')).trim(), 'base64');
}
