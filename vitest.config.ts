// One run for every test of the repository: pure ones, the server on real PostgreSQL 18 and 15, and the
// browser. `npx vitest run --project unit` runs one part, `npx vitest run path/of.test.ts` one file.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const server = (postgresMajor: 18 | 15) => ({
  extends: true as const,
  test: {
    name: `server-pg${postgresMajor}`,
    include: ['apps/server/src/**/*.test.ts'],
    globalSetup: ['tools/testing/postgres-setup.ts'],
    provide: { postgresMajor },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});

export default defineConfig({
  test: {
    maxWorkers: 2,
    reporters: ['default', './tools/testing/closing-line-reporter.ts'],
    projects: [
      {
        extends: true,
        plugins: [react()],
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'apps/web/src/**/*.test.{ts,tsx}', 'tools/**/*.test.mjs'],
          testTimeout: 20_000,
        },
      },
      server(18),
      server(15),
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 240_000,
          hookTimeout: 240_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
