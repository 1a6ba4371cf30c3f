#!/usr/bin/env node
// The command line: from source in a checkout, from dist/ in a package.
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import { handOver, suitable } from './node.mjs';

const source = fileURLToPath(new URL('../cli/src/main.ts', import.meta.url));
const checkout = existsSync(source);
const main = checkout ? source : fileURLToPath(new URL('../dist/cli.js', import.meta.url));
// The editor's own Node may be older than the one that a checkout brings; its bundles run there too.
const least = checkout ? 24 : 22;
if (suitable(least)) {
  process.env.ORT_DISABLE_TELEMETRY = '1';
  module.enableCompileCache?.();
  process.argv[1] = main;
  await import(`file://${main.replaceAll('\\', '/').replace(/^(?!\/)/, '/')}`);
} else {
  handOver([fileURLToPath(import.meta.url), ...process.argv.slice(2)], least);
}
