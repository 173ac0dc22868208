// Passwords by argon2id. Hashing costs memory on purpose, so it goes through a short queue: a rush
// of sign-ins waits instead of exhausting the machine.
import { randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const AT_ONCE = 4;
let running = 0;
const waiting: (() => void)[] = [];

async function queued<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  try {
    return await work();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

export const hashPassword = (password: string): Promise<string> => queued(() => hash(password, parameters));
export const verifyPassword = (stored: string, password: string): Promise<boolean> => queued(() => verify(stored, password));

const letters = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789';
/** A first password to be handed over on paper: no characters that look alike. */
export const newPassword = (): string => `${Array.from({ length: 9 }, () => letters[randomInt(letters.length)]).join('')}-${randomInt(10, 99)}`;

/** At least 10 characters of three kinds (domain-facts §4: 口令惯例); passphrases of 16 need none. */
export function isWeak(password: string): boolean {
  if (password.length >= 16) return false;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^\w\s]/].filter((kind) => kind.test(password)).length;
  return password.length < 10 || kinds < 3;
}
