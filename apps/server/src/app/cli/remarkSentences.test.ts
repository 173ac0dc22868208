// What a person at the terminal reads when a command is refused: words, never a bare code.
import { describe, expect, it } from 'vitest';
import { refusalSentence } from './remarkSentences.ts';

describe('a refused command', () => {
  it('is told in both languages, with what it is about', () => {
    expect(refusalSentence({ code: 'division.unknown', details: { county: '619999' } })).toMatch(/没有这个区县.* \/ .*not served.*（619999）$/);
    expect(refusalSentence({ code: 'export.reasonMissing' })).toContain('--reason');
  });
  it('says what to do where the field decides', () => {
    expect(refusalSentence({ code: 'input.invalid', details: { field: 'username', problem: 'taken' } })).toBe('登录名已有人用 / this sign-in name is taken');
  });
});
