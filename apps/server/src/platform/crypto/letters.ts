// Letters that only this installation can open: a phone that cannot send seals what it recorded for the
// server's public key into a file, which may then travel by any hand. ECDH on P-256 with a key of the
// phone's for this one letter, HKDF-SHA-256, AES-256-GCM. The private key is derived from the master key.
import { createDecipheriv, createECDH, hkdfSync } from 'node:crypto';

export interface Letters {
  /** Uncompressed point, base64: phones get it with each pull. */
  readonly publicKey: string;
  /** What was sealed for us; null where it is no letter of ours or was altered. */
  open(letter: string): string | null;
}

export const LETTER_FORMAT = 'shouwang-letter-1';

export function openLetters(masterKey: Buffer): Letters {
  const own = createECDH('prime256v1');
  // A scalar beyond the curve's order is as likely as a lost meteorite; the next draw then does.
  for (let round = 0; ; round += 1) {
    try {
      own.setPrivateKey(Buffer.from(hkdfSync('sha256', masterKey, 'shouwang', `letters:${round}`, 32)));
      break;
    } catch (error) {
      if (round > 8) throw error;
    }
  }
  return {
    publicKey: own.getPublicKey('base64'),
    open(letter) {
      try {
        const { format, from, iv, data } = JSON.parse(letter) as Record<string, string>;
        if (format !== LETTER_FORMAT || from === undefined || iv === undefined || data === undefined) return null;
        const shared = own.computeSecret(Buffer.from(from, 'base64'));
        const key = Buffer.from(hkdfSync('sha256', shared, Buffer.from(from, 'base64'), LETTER_FORMAT, 32));
        const sealed = Buffer.from(data, 'base64');
        const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64'));
        decipher.setAuthTag(sealed.subarray(-16));
        return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]).toString('utf8');
      } catch {
        return null;
      }
    },
  };
}
