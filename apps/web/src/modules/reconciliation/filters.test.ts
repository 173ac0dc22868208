// Addresses of the list of findings, and what several findings may be settled by together.
import { describe, expect, it } from 'vitest';
import { addressOfFilter, commonOutcomes, filterIn } from './filters.ts';

describe('the address of a list of findings', () => {
  it('says a filter and is understood again', () => {
    const address = { kind: 'missing,differs', state: 'open,refuted', source: 'disabilityRegister', overdue: '1', q: '王', page: '3' };
    expect(addressOfFilter(filterIn(address))).toEqual(address);
  });
  it('is bare for the plain list, and leaves out what it does not know', () => {
    expect(addressOfFilter(filterIn({}))).toEqual({});
    expect(addressOfFilter(filterIn({ kind: 'unheard', list: 'x', page: '0' }))).toEqual({});
  });
});

describe('settling several together', () => {
  const of = (kind: 'differs' | 'missing' | 'deadListed' | 'duplicate' | 'idProblem', hasTheirs = true) => ({ kind, hasTheirs });
  it.each([
    [
      [of('differs'), of('differs')],
      ['confirmed', 'refuted'],
    ],
    [[of('missing')], ['confirmed', 'refuted']],
    [[of('deadListed'), of('deadListed')], ['refuted']],
    [[of('differs'), of('missing')], ['refuted']],
    [[of('idProblem'), of('idProblem', false)], ['refuted']],
    [[], []],
  ])('%o may end %o', (findings, outcomes) => {
    expect(commonOutcomes(findings)).toEqual(outcomes);
  });
});
