#!/usr/bin/env node
// `npx shouwang …`: the command line, on the same data folder as `npm start` wherever it is called from.
import { join, resolve } from 'node:path';
import { build } from '../../../tools/build.mjs';
import { requireNode, root } from '../../../tools/setup.mjs';

requireNode();
// What a command prints belongs to the command: others read it as JSON.
const log = console.log;
console.log = console.error;
await build();
console.log = log;
process.env.NODE_ENV ??= 'production';
process.env.SHOUWANG_DATA = resolve(process.env.SHOUWANG_DATA || join(root, 'data'));
await import('../dist/cli.js');
