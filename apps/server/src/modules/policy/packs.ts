// The packs that this installation knows, read once from packages/policies and resolved along their
// chains (national ← province ← county).
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { PolicyPack } from '@shouwang/domain/policy';
import { loadPacks, resolveChain } from '@shouwang/policies';

export interface KnownPack {
  readonly pack: PolicyPack;
  /** Identifiers from the nation down to the pack itself. */
  readonly chain: readonly string[];
}

/** Where the shipped packs lie, whether this runs from source or from the bundle. */
const packsFolder = join(dirname(createRequire(import.meta.url).resolve('@shouwang/policies')), '..', 'packs');

let known: Promise<ReadonlyMap<string, KnownPack>> | null = null;

/**
 * All packs that can be resolved, by identifier. One that is broken is not among them: a county that
 * works by it hears of it when it is asked for, and `shouwang policy check` says what is wrong.
 */
export function knownPacks(): Promise<ReadonlyMap<string, KnownPack>> {
  known ??= readPacks();
  return known;
}

async function readPacks(): Promise<ReadonlyMap<string, KnownPack>> {
  const { packs } = await loadPacks(packsFolder);
  const resolved = packs.map((file) => resolveChain(packs, file.id));
  return new Map(resolved.flatMap((one) => (one.ok ? [[one.pack.id, { pack: one.pack, chain: one.chain }]] : [])));
}
