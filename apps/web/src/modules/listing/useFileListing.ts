// How the open file stands to the list; one answer for bar, panel and actions.
import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { listingFile, type FileListing } from '@shouwang/contract/listing';
import { call } from '../../platform/api.ts';

export const useFileListing = (elderId: string): UseQueryResult<FileListing> =>
  useQuery({ queryKey: ['listing', 'file', elderId], queryFn: ({ signal }) => call(listingFile, { params: { id: elderId }, signal }) });

/** After something was recorded: everything that shows the person is asked anew. */
export function useRefresh(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    for (const key of ['listing', 'elder', 'elders', 'duties', 'needs']) await client.invalidateQueries({ queryKey: [key] });
  };
}
