// What every command of the command line shares: the opened installation, closed whatever happens,
// and refusals turned into one plain sentence and a non-zero exit.
import { isIsoDate, type Refusal } from '@shouwang/domain/shared';
import { InvalidArgumentError } from 'commander';
import { readConfig } from '../../platform/config/index.ts';
import { countiesServed } from '../../modules/divisions/public.ts';
import { openInstallation, type Installation } from '../installation.ts';
import { refusalSentence } from './remarkSentences.ts';

export const toTerminal = (text: string): void => void process.stderr.write(`${text}\n`);
export const print = (text: string): void => void process.stdout.write(`${text}\n`);

export const isoDateArgument = (text: string): string => {
  if (!isIsoDate(text)) throw new InvalidArgumentError('日期写作 2026-11-01 / a date such as 2026-11-01');
  return text;
};
export const countyArgument = (text: string): string => {
  if (!/^\d{6}$/.test(text)) throw new InvalidArgumentError('六位区县代码，如 610926 / six digits of a county, such as 610926');
  return text;
};

const complaints: readonly (readonly [english: RegExp, zh: string])[] = [
  [/^error: required option '(.+)' not specified/, '缺少必填项 $1'],
  [/^error: option '(.+)' argument missing/, '$1 后面没有写值'],
  [/^error: missing required argument '(.+)'/, '缺少 $1'],
  [/^error: unknown option '(.+)'/, '没有 $1 这个选项'],
  [/^error: unknown command '(.+?)'/, '没有 $1 这个命令'],
  [/^error: too many arguments(?: for '(.+?)')?\..*/, '多写了东西'],
  [/^error: (?:option|command-argument) '(.+?)' (?:argument|value) '(.*?)' is invalid\. (.*)/s, '$1 的值不对（$2）：$3'],
];

/** What the parser of arguments complains about in English, in both languages and with where to look. */
export function complaintSentence(text: string): string {
  const english = text.trim();
  for (const [pattern, zh] of complaints) {
    if (!pattern.test(english)) continue;
    // The reason behind a wrong value is in both languages already.
    return zh.includes('$3') ? english.replace(pattern, zh) : `${english.replace(pattern, zh).split('\n')[0] ?? ''}；用法见 --help / ${english}; see --help`;
  }
  return english;
}

/** A refusal that ends a command; its message is what the person at the terminal reads. */
export class CommandRefused extends Error {
  constructor(refusal: Refusal) {
    super(refusalSentence(refusal));
  }
}

/** A mistyped code shall not look like a county without anybody. */
export async function requireCounty({ services }: Installation, county: string): Promise<void> {
  if (!(await countiesServed(services.db)).includes(county)) throw new CommandRefused({ code: 'division.unknown', details: { county } });
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
