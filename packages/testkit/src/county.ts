// The `county` generator: the fictional county 610999 in three sizes, the same for the same seed.
// Everything comes village by village or month by month, so that size L (100,000 elders, about five
// million visits) never lies in memory as a whole. It serves the demonstration, tests and benchmarks.
import type { Division } from '@shouwang/domain/divisions';
import { dayNumber, type IsoDate } from '@shouwang/domain/shared';
import { countyCode, countyName, divisionsOf, villagesOf, type Village } from './places.ts';
import { fullFile } from './details.ts';
import { drawElder, sequences, type GeneratedElder } from './people.ts';
import { assign, drawVisitor, type GeneratedAssignment, type GeneratedVisitor } from './visitors.ts';
import { drawVisits, type GeneratedVisit, type VisitedElder } from './visits.ts';

export const countySizes = {
  S: { towns: 2, villagesPerTown: 12, elders: 500, visitors: 75, months: 3 },
  M: { towns: 16, villagesPerTown: 12, elders: 20_000, visitors: 3_000, months: 12 },
  L: { towns: 25, villagesPerTown: 16, elders: 100_000, visitors: 15_000, months: 36 },
} as const;
export type CountySize = keyof typeof countySizes;

export interface VillageBlock {
  readonly village: Village;
  readonly elders: readonly GeneratedElder[];
  readonly visitors: readonly GeneratedVisitor[];
  readonly assignments: readonly GeneratedAssignment[];
}
export interface GeneratedCounty {
  readonly code: string;
  readonly name: string;
  readonly size: CountySize;
  readonly seed: string;
  readonly asOf: IsoDate;
  readonly months: number;
  readonly divisions: readonly Division[];
  readonly villages: readonly Village[];
  /** The county's people, one village after another. Each call begins anew. */
  blocks(): Generator<VillageBlock>;
  elders(): Generator<GeneratedElder>;
  /** Visits in the order of months; reads `blocks()` once first. */
  visits(): Generator<GeneratedVisit>;
}

/** How many of `total` fall to part `index` of `parts`. */
const shareOf = (total: number, parts: number, index: number): number => Math.floor((total * (index + 1)) / parts) - Math.floor((total * index) / parts);

export interface CountyOptions {
  readonly size: CountySize;
  readonly seed: string;
  readonly asOf: IsoDate;
  /** Files as a county keeps them that has asked every household; without it only what ledgers say. */
  readonly fullFiles?: boolean;
}

export function generateCounty({ size, seed, asOf, fullFiles = false }: CountyOptions): GeneratedCounty {
  const { towns, villagesPerTown, elders: elderCount, visitors: visitorCount, months } = countySizes[size];
  const villages = villagesOf(seed, towns, villagesPerTown);

  function* blocks(): Generator<VillageBlock> {
    const elderSequence = sequences({ from: 0, count: 350 });
    const visitorSequence = sequences({ from: 350, count: 150 });
    let elderIndex = 0;
    let visitorIndex = 0;
    for (const [place, village] of villages.entries()) {
      const elders = Array.from({ length: shareOf(elderCount, villages.length, place) }, () => {
        const elder = drawElder({ seed, index: elderIndex++, village, asOf, sequenceOf: elderSequence });
        return fullFiles ? fullFile(seed, elder, asOf) : elder;
      });
      const count = shareOf(visitorCount, villages.length, place);
      const load = elders.length / count;
      const visitors = Array.from({ length: count }, () => drawVisitor({ seed, index: visitorIndex++, village, asOf, sequenceOf: visitorSequence, load }));
      yield { village, elders, visitors, assignments: assign(seed, elders, visitors) };
    }
  }
  function* elders(): Generator<GeneratedElder> {
    for (const block of blocks()) yield* block.elders;
  }
  function* visits(): Generator<GeneratedVisit> {
    const visited: (VisitedElder | null)[] = Array.from({ length: elderCount }, () => null);
    for (const { assignments } of blocks()) {
      for (const { elder, visitor } of assignments) {
        if (elder.expected.rhythm === null) continue;
        visited[elder.index] = {
          id: elder.id,
          divisionCode: elder.village.code,
          location: elder.facts.location,
          enteredDay: dayNumber(elder.enteredOn),
          perWeek: elder.expected.rhythm.period === 'week' ? elder.expected.rhythm.visits : 0,
          willing: elder.facts.wantsVisits !== false,
          visitorId: visitor.id,
          diligence: visitor.diligence,
        };
      }
    }
    yield* drawVisits(seed, visited, asOf, months);
  }
  return { code: countyCode, name: countyName, size, seed, asOf, months, divisions: divisionsOf(villages), villages, blocks, elders, visits };
}
