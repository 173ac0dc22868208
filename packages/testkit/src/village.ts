// One village of the fictional county with as many people as are asked for: what a clerk has before him
// when he types a village in.
import type { Division } from '@shouwang/domain/divisions';
import type { IsoDate } from '@shouwang/domain/shared';
import { detailsOf } from './details.ts';
import { drawElder, sequences, type GeneratedElder } from './people.ts';
import { divisionsOf, villagesOf, type Village } from './places.ts';
import { chance } from './random.ts';

export interface GeneratedVillage {
  readonly village: Village;
  /** County, town, village and its groups, parents first. */
  readonly divisions: readonly Division[];
  readonly elders: readonly GeneratedElder[];
}

/** The same people for the same seed; fewer of them are the first of more. */
export function generateVillage({ seed, asOf, count }: { readonly seed: string; readonly asOf: IsoDate; readonly count: number }): GeneratedVillage {
  const villages = villagesOf(seed, 1, 1);
  const [village] = villages as readonly [Village];
  const sequenceOf = sequences({ from: 0, count: 350 });
  const elders = Array.from({ length: count }, (_, index) => {
    const elder = drawElder({ seed, index, village, asOf, sequenceOf });
    return { ...elder, facts: { ...elder.facts, ...detailsOf(chance(seed, 'details', index), elder.facts, asOf) } };
  });
  return { village, divisions: divisionsOf(villages), elders };
}
