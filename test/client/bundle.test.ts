import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { CLIENT_BUNDLE } from '../../client/bundle.ts';

/** Packages that the extension host loads. */
const PACKAGES = [
  'balanced-match',
  'brace-expansion',
  'minimatch',
  'semver',
  'vscode-jsonrpc',
  'vscode-languageclient',
  'vscode-languageserver-protocol',
  'vscode-languageserver-textdocument',
  'vscode-languageserver-types',
];

const ROOMS = [
  'client/src/',
  'client/media/',
  'engine/src/language/',
  'engine/src/catalog/',
  'server/src/protocol.ts',
  'webviews/shared/protocol.ts',
  'webviews/run/protocol.ts',
  'webviews/compare/protocol.ts',
  'webviews/promotion/protocol.ts',
  'webviews/drift/protocol.ts',
];

test('the extension host loads no native module, no adapter and nothing of the engine but declarations', async () => {
  const { metafile } = await build({
    ...CLIENT_BUNDLE,
    absWorkingDir: fileURLToPath(new URL('../../', import.meta.url)),
    outdir: 'dist',
    write: false,
    metafile: true,
  });
  const files = Object.keys(metafile.inputs);
  const packages = new Set(files.flatMap((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []));
  assert.deepEqual([...packages].sort(), PACKAGES);
  const ours = files.filter((file) => !file.includes('node_modules/'));
  assert.deepEqual(
    ours.filter((file) => !ROOMS.some((room) => file.startsWith(room))),
    [],
  );
  assert.deepEqual(
    files.filter((file) => file.endsWith('.node')),
    [],
  );
});
