// Structured log lines. They carry identifiers and counts, never names, numbers or what was found.
import { pino } from 'pino';

export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export const openLog = (level: string): Log => pino({ level, base: null });
export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
