// The route above all others, and how addresses are read in several of them.
import { createRootRoute, retainSearchParams } from '@tanstack/react-router';
import { divisionIn, given, wholeNumber, type Address } from '../platform/address.ts';
import { NotFound } from './NotFound.tsx';
import { Shell } from './Shell.tsx';

export const pageIn = (address: Address): string | undefined => {
  const page = wholeNumber(address['page'], 2, 20_000);
  return page === undefined ? undefined : String(page);
};
export const textIn = (text: string | undefined): string | undefined => (text === undefined || text === '' ? undefined : text.slice(0, 60));

export const root = createRootRoute({
  component: Shell,
  notFoundComponent: NotFound,
  validateSearch: (address: Record<string, unknown>): { division?: string } => given({ division: divisionIn((address as Address)['division']) }),
  search: { middlewares: [retainSearchParams(['division'])] },
});
