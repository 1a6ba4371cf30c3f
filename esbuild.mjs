// Builds dist/: one bundle for each program, native packages left outside, and the sample project.
//   node bin/node.mjs esbuild.mjs
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { CLIENT_BUNDLE } from './client/bundle.ts';
import { openDuckDb } from './engine/src/adapters/duckdb/duckDb.ts';
import { ENTRY_POINTS } from './engine/src/adapters/entryPoints.ts';
import { installedSamples } from './engine/src/adapters/samples/installedSamples.ts';
import { writeTenth } from './engine/src/operations/init/sample.ts';
import { WEBVIEW_BUNDLE } from './webviews/bundle.ts';

const root = dirname(fileURLToPath(import.meta.url));
/** Becomes dist/ once it is whole, so that nobody finds half of it and two builds at once do not mix. */
const dist = join(root, `dist-${process.pid}`);

/** Bundle -> the file it begins with. Processes and threads that are started by file stand beside what starts them. */
const BUNDLES = {
  cli: 'cli/src/main.ts',
  server: 'server/src/main.ts',
  'data-child': 'server/src/data/child.ts',
  ...Object.fromEntries(Object.entries(ENTRY_POINTS).map(([name, file]) => [name, `engine/src/adapters/${file}`])),
};

/** Hold native code, or look for files of their own. */
const EXTERNAL = ['@duckdb/node-api', '@duckdb/node-bindings', 'better-sqlite3', 'onnxruntime-node'];

execFileSync(process.execPath, [join(root, 'tools/kernels.mjs')], { stdio: 'inherit' });
process.on('exit', () => rmSync(dist, { recursive: true, force: true }));
await build({
  absWorkingDir: root,
  entryPoints: BUNDLES,
  outdir: dist,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  external: EXTERNAL,
  // A CommonJS file that is imported when it is needed gives nothing but its default once it is cut into a chunk.
  mainFields: ['module', 'main'],
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);",
  },
  sourcemap: 'linked',
  sourcesContent: false,
  minifySyntax: true,
  logLevel: 'warning',
});
await build({ ...CLIENT_BUNDLE, absWorkingDir: root, outdir: dist, sourcemap: 'linked', sourcesContent: false });
await build({
  ...WEBVIEW_BUNDLE,
  absWorkingDir: root,
  outdir: join(dist, 'webviews'),
  sourcemap: 'linked',
  sourcesContent: false,
});
await copySample('flights');
rmSync(join(root, 'dist'), { recursive: true, force: true });
renameSync(dist, join(root, 'dist'));
const pages = Object.keys(WEBVIEW_BUNDLE.entryPoints).flatMap((name) => [`${name}.js`, `${name}.css`]);
for (const file of [
  ...Object.keys(BUNDLES).map((name) => `${name}.js`),
  'extension.cjs',
  ...pages.map((name) => `webviews/${name}`),
])
  console.log(`dist/${file}  ${statSync(join(root, 'dist', file)).size} bytes`);

/** The files of a sample, and beside them every tenth row of its data for installations without all of it. */
async function copySample(name) {
  const sample = await installedSamples().find(name);
  const target = join(dist, 'samples', name);
  for (const file of sample.files) {
    mkdirSync(dirname(join(target, file)), { recursive: true });
    copyFileSync(join(sample.folder, file), join(target, file));
  }
  const tmpFolder = join(tmpdir(), `modelyard-build-${process.pid}`);
  const data = await openDuckDb({ tmpFolder, readable: [sample.table.all] });
  try {
    const cut = join(tmpFolder, 'tenth.parquet');
    await writeTenth(data, sample.table.all, cut, new AbortController().signal);
    copyFileSync(cut, `${target}-tenth.parquet`);
  } finally {
    await data.close();
    rmSync(tmpFolder, { recursive: true, force: true });
  }
}
