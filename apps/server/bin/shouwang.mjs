#!/usr/bin/env node
// `npx shouwang …`: the command line, on the same data folder as `npm start` wherever it is called from.
import { join, resolve } from 'node:path';
import { build } from '../../../tools/build.mjs';
import { requireNode, root } from '../../../tools/setup.mjs';

requireNode();
// What a command prints belongs to the command: others read it as JSON.
// Builders write past the console, so it is the stream that is led elsewhere meanwhile.
const { write } = process.stdout;
process.stdout.write = process.stderr.write.bind(process.stderr);
await build();
process.stdout.write = write;
process.env.NODE_ENV ??= 'production';
process.env.SHOUWANG_DATA = resolve(process.env.SHOUWANG_DATA || join(root, 'data'));
await import('../dist/cli.js');
