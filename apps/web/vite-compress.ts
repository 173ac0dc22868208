// Puts a compressed copy beside each file of the build, so that the server hands out small files
// without compressing at each request: villages have slow networks (quality bar P9).
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const WORTH_IT = /\.(js|css|html|svg|webmanifest)$/;
/** Below this a compressed copy saves no packet. */
const SMALLEST = 1024;
/** Nearly as small as the highest quality, in a tenth of the time. */
const BROTLI_QUALITY = 9;

export const compressedCopies = (dist: string): Plugin => ({
  name: 'shouwang-compressed-copies',
  apply: 'build',
  closeBundle: {
    // After the service worker has been written.
    order: 'post',
    sequential: true,
    handler() {
      for (const name of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
        if (!WORTH_IT.test(name)) continue;
        const content = readFileSync(join(dist, name));
        if (content.length < SMALLEST) continue;
        writeFileSync(join(dist, `${name}.gz`), gzipSync(content, { level: 9 }));
        writeFileSync(join(dist, `${name}.br`), brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }));
      }
    },
  },
});
