// One build, two entries: the desk at `/` and the field app at `/field/`. In development the API is
// taken from a server started beside it; in production the same server hands out `dist`.
import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { compressedCopies } from './vite-compress.ts';
import { fieldApp, firstLoadGroups } from './vite-field.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  plugins: [react(), ...fieldApp(here('./dist')), compressedCopies(here('./dist'))],
  resolve: { alias: [{ find: /^zod$/, replacement: here('./src/platform/no-eval.ts') }] },
  build: {
    outDir: here('./dist'),
    emptyOutDir: true,
    // The server's content security policy allows no inline script.
    modulePreload: { polyfill: false },
    rolldownOptions: { input: { desk: here('./index.html'), field: here('./field/index.html') }, output: { codeSplitting: { groups: firstLoadGroups(here('./src/')) } } },
  },
  server: { port: 5173, proxy: { '/api': 'http://localhost:3000' } },
});
