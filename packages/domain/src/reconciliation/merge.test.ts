// What counts in a kept file, and what is given back when a merge is undone.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FactValues, SourceKind } from '../facts/index.ts';
import { nothingSaid, say, type Said, type SourceRank } from '../ledger/index.ts';
import { compareFiles, givenBack, joinedFacts, joinedListing, mayMerge, type Listing } from './merge.ts';

const rank: SourceRank = { default: ['decision', 'disabilityRegister', 'ledger'], birthDate: ['healthRegister', 'ledger'] };
const sources: readonly SourceKind[] = ['ledger', 'disabilityRegister', 'healthRegister', 'decision'];
const facts = fc.record(
  {
    name: fc.constantFrom('王秀英', '王秀瑛'),
    birthDate: fc.constantFrom('1940-05-06', '1940-06-05'),
    livesWith: fc.constantFrom<FactValues['livesWith']>(['alone'], ['spouse'], ['child']),
    abilityLevel: fc.constantFrom<FactValues['abilityLevel']>(0, 1, 2, 3, 4),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Partial<FactValues>>;
const statements = fc.array(fc.record({ facts, source: fc.constantFrom(...sources), day: fc.constantFrom('2026-01-01', '2026-05-01', '2026-11-01') }), { maxLength: 8 });

function said(list: readonly { readonly facts: Partial<FactValues>; readonly source: SourceKind; readonly day: string }[], of: string): Said {
  const about = nothingSaid();
  list.forEach(({ facts: told, source, day }, at) => say(about, { id: `${of}${at}`, source, sourceDate: day, sourceRef: `${of}/${at}`, facts: told }));
  return about;
}

describe('comparing two files', () => {
  it('names every key that either knows, and counts a value that one of them holds for true or a source of them said', () => {
    fc.assert(
      fc.property(statements, statements, (a, b) => {
        const kept = said(a, 'k');
        const other = said(b, 'o');
        const keys = new Set([...kept.current.values(), ...other.current.values()].map((fact) => fact.key));
        const compared = compareFiles(kept, other, rank);
        expect(new Set(compared.map((one) => one.key))).toEqual(keys);
        for (const one of compared) if (one.counts === 'other') expect(one.other).not.toBeNull();
      }),
    );
  });

  it('lets within one source the kept file’s word stand and loses nothing that only the other said', () => {
    fc.assert(
      fc.property(statements, statements, (a, b) => {
        const kept = said(a, 'k');
        const other = said(b, 'o');
        const joined = new Map(joinedFacts(kept, other).map((fact) => [`${fact.source} ${fact.key}`, fact]));
        for (const [key, fact] of kept.current) expect(joined.get(key)).toBe(fact);
        for (const [key, fact] of other.current) if (!kept.current.has(key)) expect(joined.get(key)).toBe(fact);
        expect(joined.size).toBe(new Set([...kept.current.keys(), ...other.current.keys()]).size);
      }),
    );
  });

  it('lets a register of the other file count before the clerk of the kept one', () => {
    const kept = said([{ facts: { abilityLevel: 1 }, source: 'ledger', day: '2026-11-01' }], 'k');
    const other = said([{ facts: { abilityLevel: 3 }, source: 'disabilityRegister', day: '2026-05-01' }], 'o');
    expect(compareFiles(kept, other, rank)).toMatchObject([{ key: 'abilityLevel', differs: true, counts: 'other' }]);
  });
});

describe('who may be merged', () => {
  const open = { id: 'a', closedOn: null, mergedInto: null };
  it.each([
    [{ ...open }, { ...open }, 'merge.sameFile'],
    [open, { ...open, id: 'b', mergedInto: 'c', closedOn: '2026-11-01' }, 'merge.alreadyMerged'],
    [open, { ...open, id: 'b', closedOn: '2026-11-01' }, 'elder.closed'],
  ])('not %o with %o: %s', (kept, other, code) => {
    expect(mayMerge(kept, other)).toMatchObject({ ok: false, refusal: { code } });
  });
});

describe('the place on the list', () => {
  const listing = fc.record<Listing>({
    listState: fc.constantFrom('proposed', 'confirmed', 'left'),
    enteredOn: fc.constantFrom('2024-01-01', '2025-06-01', '2026-11-01'),
    leftOn: fc.constantFrom(null, '2026-11-10'),
  });
  it('is the better of the two, since the earlier day where both stand alike', () => {
    fc.assert(
      fc.property(listing, listing, (a, b) => {
        const joined = joinedListing(a, b);
        if (a.listState === 'confirmed' || b.listState === 'confirmed') expect(joined.listState).toBe('confirmed');
        expect([a.enteredOn, b.enteredOn]).toContain(joined.enteredOn);
        if (a.listState === b.listState) expect(joined.enteredOn <= a.enteredOn && joined.enteredOn <= b.enteredOn).toBe(true);
      }),
    );
  });
  it('is given back as it was, unless it was changed since', () => {
    expect(givenBack('2024-01-01', '2023-01-01', '2023-01-01')).toBe('2024-01-01');
    expect(givenBack('2024-01-01', '2023-01-01', '2026-11-20')).toBe('2026-11-20');
  });
});
