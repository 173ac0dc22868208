// What every command of the command line shares: the opened installation, closed whatever happens,
// and refusals turned into one plain sentence and a non-zero exit.
import type { Refusal } from '@shouwang/domain/shared';
import { readConfig } from '../../platform/config/index.ts';
import { openInstallation, type Installation } from '../installation.ts';

export const toTerminal = (text: string): void => void process.stderr.write(`${text}\n`);
export const print = (text: string): void => void process.stdout.write(`${text}\n`);

/** A refusal that ends a command; its message is what the person at the terminal reads. */
export class CommandRefused extends Error {
  constructor(refusal: Refusal) {
    const details = Object.entries(refusal.details ?? {}).map(([key, value]) => `${key}=${typeof value === 'object' ? value.join('、') : String(value)}`).join(' ');
    super(`${refusal.code}${details === '' ? '' : `  ${details}`}`);
  }
}

export async function withInstallation<T>(work: (installation: Installation) => Promise<T>): Promise<T> {
  const config = { ...readConfig(process.env), logLevel: process.env['LOG_LEVEL'] ?? 'error' };
  const installation = await openInstallation(config, { say: toTerminal, migrates: true });
  try {
    return await work(installation);
  } finally {
    await installation.close();
  }
}
