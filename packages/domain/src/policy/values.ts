// Reading a pack's values, and what a county's confirmation changes about them.
import type { PackValue, PolicyPack } from './pack.ts';

function getValue(pack: PolicyPack, key: string): PackValue['value'] {
  const found = pack.values[key];
  if (found === undefined) throw new Error(`pack ${pack.id} has no value ${key}`);
  return found.value;
}

const wrongKind = (pack: PolicyPack, key: string, wanted: string): Error => new Error(`value ${key} of pack ${pack.id} is not a ${wanted}`);

/** A number of the pack; throws where the key is missing or no number: the pack check guards that. */
export function getNumber(pack: PolicyPack, key: string): number {
  const value = getValue(pack, key);
  if (typeof value !== 'number') throw wrongKind(pack, key, 'number');
  return value;
}

export function getText(pack: PolicyPack, key: string): string {
  const value = getValue(pack, key);
  if (typeof value !== 'string') throw wrongKind(pack, key, 'text');
  return value;
}

export function getList(pack: PolicyPack, key: string): readonly string[] {
  const value = getValue(pack, key);
  if (typeof value !== 'object') throw wrongKind(pack, key, 'list');
  return value;
}

/** The pack after the county confirmed these values: results that rest on them are no longer proposals. */
export function withConfirmations(pack: PolicyPack, confirmedKeys: Iterable<string>): PolicyPack {
  const values = { ...pack.values };
  for (const key of confirmedKeys) {
    const value = values[key];
    if (value?.status === 'provisional') values[key] = { ...value, status: 'confirmed' };
  }
  return { ...pack, values };
}
