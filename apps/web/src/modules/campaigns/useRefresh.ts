// After something was done to a campaign, everything that shows campaigns is read anew.
import { useQueryClient } from '@tanstack/react-query';

export function useRefresh(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await client.invalidateQueries({ queryKey: ['campaigns'] });
  };
}
