#!/usr/bin/env node
// The command line: from source in a checkout, from dist/ in a package.
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import { handOver, suitable } from './node.mjs';

const source = fileURLToPath(new URL('../cli/src/main.ts', import.meta.url));
const main = existsSync(source) ? source : fileURLToPath(new URL('../dist/cli.js', import.meta.url));
if (suitable()) {
  process.env.ORT_DISABLE_TELEMETRY = '1';
  module.enableCompileCache?.();
  process.argv[1] = main;
  await import(`file://${main.replaceAll('\\', '/').replace(/^(?!\/)/, '/')}`);
} else {
  handOver([fileURLToPath(import.meta.url), ...process.argv.slice(2)]);
}
