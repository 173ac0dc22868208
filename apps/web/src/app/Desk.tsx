// The desk's frame: data, theme, who is signed in, then the routes. Sign-in keeps the address, so
// that a link that was sent opens what it names.
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useSessionQuery, makeQueryClient } from '../platform/session.ts';
import { Failed } from '../ui/states.tsx';
import { Theme } from '../ui/theme.tsx';
import { router } from './routes.tsx';
import '../ui/base.css';
import '../ui/components.css';
import '../ui/lines.css';
import '../ui/table.css';

const SignIn = lazy(async () => ({ default: (await import('../modules/access/SignIn.tsx')).SignIn }));
const FirstPassword = lazy(async () => ({ default: (await import('../modules/access/FirstPassword.tsx')).FirstPassword }));

function Gate() {
  const session = useSessionQuery();
  if (session.isPending) return null;
  if (session.data === undefined) return <Failed error={session.error} retry={() => void session.refetch()} />;
  if (session.data === null) return <SignIn />;
  if (session.data.mustChangePassword) return <FirstPassword />;
  return <RouterProvider router={router} />;
}

export function Desk() {
  const [client] = useState(makeQueryClient);
  return (
    <QueryClientProvider client={client}>
      <Theme>
        <Suspense fallback={null}>
          <Gate />
        </Suspense>
      </Theme>
    </QueryClientProvider>
  );
}
