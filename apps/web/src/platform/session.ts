// Who is signed in. The server keeps the session; the desk asks once and again after sign-in, and
// whenever any answer says that the session has ended.
import { QueryClient, QueryCache, MutationCache, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { signOut, whoAmI, type SessionReply } from '@shouwang/contract/access';
import { can, type Permission } from '@shouwang/domain/access';
import { ApiRefusal, call } from './api.ts';
import { dropDrafts } from './drafts.ts';

const key = ['session'];

export function makeQueryClient(): QueryClient {
  const ended = (error: unknown): void => {
    if (error instanceof ApiRefusal && error.code === 'auth.required' && client.getQueryData(key) !== null) client.setQueryData(key, null);
  };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: ended }),
    mutationCache: new MutationCache({ onError: ended }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        // A refusal is an answer; only a server that was not reached is asked again.
        retry: (count, error) => error instanceof ApiRefusal && error.code === 'server.unavailable' && count < 2,
      },
    },
  });
  return client;
}

/** null: nobody is signed in. */
export const useSessionQuery = (): UseQueryResult<SessionReply | null> =>
  useQuery({
    queryKey: key,
    staleTime: Infinity,
    queryFn: async ({ signal }) => {
      try {
        return await call(whoAmI, { signal });
      } catch (error) {
        if (error instanceof ApiRefusal && error.status === 401) return null;
        throw error;
      }
    },
  });

/** The signed-in account; screens inside the frame always have one. */
export function useSession(): SessionReply {
  const { data } = useSessionQuery();
  if (data === undefined || data === null) throw new Error('no session');
  return data;
}

export function useCan(): (permission: Permission) => boolean {
  const { role } = useSession();
  return (permission) => can(role, permission);
}

export function useSetSession(): (session: SessionReply | null) => void {
  const client = useQueryClient();
  return (session) => {
    dropDrafts(session?.accountId);
    client.setQueryData(key, session);
    if (session !== null) return;
    // Everything else that was read goes; the session itself stays, else nobody would be told that it ended.
    client.removeQueries({ predicate: (query) => query.queryKey[0] !== key[0] });
    client.getMutationCache().clear();
  };
}

export function useSignOut(): () => Promise<void> {
  const set = useSetSession();
  return async () => {
    await call(signOut, {}).catch(() => undefined);
    set(null);
  };
}
