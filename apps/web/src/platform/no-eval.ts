// Imported before everything else: the content security policy allows no code made at run time, and
// the schema library would try it while schemas are being built.
import { config } from 'zod';

config({ jitless: true });
