import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Files, and the names of processes that write them. */
const ADAPTERS =
  /^engine\/src\/adapters\/(files\/|system\/(localMachine|processFacts|memoryAtRest|collectGarbage)\.ts$)/;
const NATIVE = ['@duckdb/node-api', '@duckdb/node-bindings', 'better-sqlite3', 'onnxruntime-node'];

test('nothing that the server loads, now or later, leads to native code or to what opens data', async () => {
  const { metafile } = await build({
    absWorkingDir: fileURLToPath(new URL('../..', import.meta.url)),
    entryPoints: ['server/src/main.ts'],
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    external: NATIVE,
    outdir: 'dist',
    logLevel: 'silent',
  });
  const packages = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
  assert.deepEqual(
    packages.filter((path) => NATIVE.includes(path)),
    [],
  );
  const adapters = Object.keys(metafile.inputs).filter((path) => path.startsWith('engine/src/adapters/'));
  assert.deepEqual(
    adapters.filter((path) => !ADAPTERS.test(path)),
    [],
  );
  assert.ok(packages.every((path) => path.startsWith('node:') || !path.startsWith('@')));
});
