// Stands for `zod` in the build of the web (vite.config.ts): the content security policy allows no code
// made at run time, and the schema library would try it while the contract's schemas are being built.
import { config } from 'zod/v4';

config({ jitless: true });

export * from 'zod/v4';
