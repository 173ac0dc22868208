// What vitest.config.ts and postgres-setup.ts hand to the tests of the server.
import 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** Which PostgreSQL this run of the server's tests is on. */
    postgresMajor: 18 | 15;
    /** Owner's connection to the run's cluster, and its migrated template. */
    postgres: { readonly connectionString: string; readonly template: string };
  }
}
