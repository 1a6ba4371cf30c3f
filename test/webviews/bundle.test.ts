import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { WEBVIEW_BUNDLE } from '../../webviews/bundle.ts';

const KIB = 1024;

/** Packages that pages load. */
const PACKAGES = ['@preact/signals', '@preact/signals-core', 'preact', 'uplot'];

/** Of the comparison alone: it filters runs by what it holds. */
const FILTERS = [
  'engine/src/failure.ts',
  'engine/src/tracking/filter.ts',
  'engine/src/tracking/filterTokens.ts',
  'engine/src/tracking/filterWords.ts',
  'engine/src/tracking/grammars.ts',
  'engine/src/tracking/holds.ts',
  'engine/src/tracking/tags.ts',
];

test('a page is small, and knows of the engine only the language, and how runs are filtered', async () => {
  const { outputFiles, metafile } = await build({
    ...WEBVIEW_BUNDLE,
    absWorkingDir: fileURLToPath(new URL('../../', import.meta.url)),
    outdir: 'dist/webviews',
    write: false,
    metafile: true,
  });
  const size = (file: string) => {
    const found = outputFiles.find(({ path }) => path.endsWith(file));
    assert.ok(found, file);
    return gzipSync(found.contents, { level: 9 }).length / KIB;
  };
  assert.ok(size('run.js') <= 60, `run.js has ${size('run.js').toFixed(1)} KiB`);
  assert.ok(size('run.css') <= 12, `run.css has ${size('run.css').toFixed(1)} KiB`);
  assert.ok(size('compare.js') <= 92, `compare.js has ${size('compare.js').toFixed(1)} KiB`);
  assert.ok(size('compare.css') <= 12, `compare.css has ${size('compare.css').toFixed(1)} KiB`);
  assert.ok(size('promotion.js') <= 60, `promotion.js has ${size('promotion.js').toFixed(1)} KiB`);
  assert.ok(size('promotion.css') <= 12, `promotion.css has ${size('promotion.css').toFixed(1)} KiB`);
  assert.ok(size('drift.js') <= 60, `drift.js has ${size('drift.js').toFixed(1)} KiB`);
  assert.ok(size('drift.css') <= 12, `drift.css has ${size('drift.css').toFixed(1)} KiB`);
  assert.ok(size('driftReport.js') <= 60, `driftReport.js has ${size('driftReport.js').toFixed(1)} KiB`);
  const inputs = Object.keys(metafile.inputs);
  const packages = inputs.flatMap((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []);
  assert.deepEqual(
    packages.filter((name) => !PACKAGES.includes(name)),
    [],
  );
  const others = inputs.filter(
    (file) => !/node_modules\//.test(file) && !/^(?:webviews|engine\/src\/language)\//.test(file),
  );
  assert.deepEqual(others.toSorted(), FILTERS);
});
