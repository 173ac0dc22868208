// What the list puts on the file of an elder.
import type { FileSection } from '../ledger/sections.ts';
import { LifeAction } from './LifeAction.tsx';
import { ListingBar } from './ListingBar.tsx';
import { ListingSide } from './ListingSide.tsx';

export const listingSections: readonly FileSection[] = [
  { key: 'listing', place: 'bar', permission: 'listing.read', Content: ListingBar },
  { key: 'listing', place: 'action', permission: 'life.record', Content: LifeAction },
  { key: 'listing', place: 'side', permission: 'listing.read', Content: ListingSide },
];
