import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

test('a service starts without what reads and checks specs', async () => {
  const { metafile } = await build({
    absWorkingDir: fileURLToPath(new URL('../..', import.meta.url)),
    entryPoints: ['service/src/main.ts'],
    bundle: true,
    splitting: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    outdir: 'dist',
    packages: 'external',
    logLevel: 'silent',
  });
  const { inputs } = metafile;
  const found = new Set(['service/src/main.ts']);
  for (const file of found)
    for (const { path, kind, external } of inputs[file]?.imports ?? [])
      if (kind === 'import-statement' && !external) found.add(path);
  const heavy = [...found].filter((file) =>
    /^engine\/src\/(project\/(?!discover)|checks|evaluation|facts|language\/valid)/.test(file),
  );
  assert.deepEqual(heavy, []);
});
