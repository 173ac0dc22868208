// What stands on the file of an elder beside the ledger's own: one line for each module that has something to say.
import type { FileSection } from '../modules/ledger/sections.ts';

export const elderSections: readonly FileSection[] = [];
