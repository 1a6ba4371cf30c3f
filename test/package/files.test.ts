import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { extensionManifest, namedFiles } from '../../tools/package/extensionManifest.ts';
import { nativePackages } from '../../tools/package/nativePackages.ts';
import { packageProblems } from '../../tools/package/packageProblems.ts';
import { stagePlan } from '../../tools/package/stagePlan.ts';
import { isTarget, TARGETS, type Target } from '../../tools/package/targets.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const WRITTEN = ['package.json', 'ThirdPartyNotices.txt'];

/** A checkout after a build, with what packages have inside for every platform. */
const CHECKOUT = [
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  '.npmrc',
  'engine/src/failure.ts',
  'test/own.test.ts',
  'bin/modelyard.mjs',
  'dist/cli.js',
  'dist/cli.js.map',
  'dist/samples/flights/modelyard.yaml',
  'node_modules/@duckdb/node-api/package.json',
  'node_modules/@duckdb/node-api/lib/index.js',
  'node_modules/@duckdb/node-api/lib/index.d.ts',
  'node_modules/@duckdb/node-bindings/duckdb.js',
  'node_modules/detect-libc/lib/detect-libc.js',
  'node_modules/better-sqlite3/LICENSE',
  'node_modules/better-sqlite3/lib/index.js',
  'node_modules/better-sqlite3/src/better_sqlite3.cpp',
  'node_modules/onnxruntime-common/dist/cjs/index.js',
  'node_modules/onnxruntime-common/dist/esm/index.js',
  'node_modules/onnxruntime-node/dist/index.js',
  'node_modules/onnxruntime-node/script/install.js',
  'node_modules/onnxruntime-node/bin/napi-v6/darwin/arm64/onnxruntime_binding.node',
  'node_modules/onnxruntime-node/bin/napi-v6/darwin/arm64/libonnxruntime.1.dylib',
  'node_modules/onnxruntime-node/bin/napi-v6/darwin/arm64/libonnxruntime.1.30.0.dylib',
  'node_modules/onnxruntime-node/bin/napi-v6/win32/x64/onnxruntime_binding.node',
  'node_modules/onnxruntime-node/bin/napi-v6/win32/x64/onnxruntime.dll',
  'node_modules/onnxruntime-node/bin/napi-v6/win32/x64/DirectML.dll',
  ...['x64', 'arm64'].flatMap((arch) => [
    `node_modules/onnxruntime-node/bin/napi-v6/linux/${arch}/onnxruntime_binding.node`,
    `node_modules/onnxruntime-node/bin/napi-v6/linux/${arch}/libonnxruntime.so.1`,
  ]),
  ...TARGETS.flatMap((target) => [
    `node_modules/better-sqlite3/prebuilds/${target}.node`,
    `node_modules/@duckdb/node-bindings-${target}/duckdb.node`,
    `node_modules/@duckdb/node-bindings-${target}/${duckDbLibrary(target)}`,
  ]),
];

test('a package has the native files of its own platform, each once, and nothing of the checkout besides', () => {
  withCheckout((folder) => {
    for (const target of TARGETS) {
      const files = planned(target, folder);
      assert.deepEqual(packageProblems(target, [...files, ...WRITTEN]), [], target);
    }
    assert.deepEqual(
      planned('darwin-arm64', folder).filter((file) => file.startsWith('dist/node_modules/onnxruntime')),
      [
        'dist/node_modules/onnxruntime-node/bin/napi-v6/darwin/arm64/libonnxruntime.1.dylib',
        'dist/node_modules/onnxruntime-node/bin/napi-v6/darwin/arm64/onnxruntime_binding.node',
        'dist/node_modules/onnxruntime-node/dist/index.js',
        'dist/node_modules/onnxruntime-common/dist/cjs/index.js',
      ],
    );
    assert.deepEqual(
      planned('darwin-x64', folder).filter((file) => file.includes('onnx')),
      [],
    );
  });
});

test('a package is refused that holds what it must not, or lacks what it needs', () => {
  withCheckout((folder) => {
    const good = [...planned('linux-x64', folder), ...WRITTEN];
    const wrong = (files: readonly string[]) => packageProblems('linux-x64', files);
    const sqlite = 'dist/node_modules/better-sqlite3/prebuilds/darwin-x64.node';
    assert.deepEqual(wrong([...good, sqlite]), [`${sqlite} is not of linux-x64`]);
    const second = 'dist/node_modules/onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime.so.1.30.0';
    assert.deepEqual(wrong([...good, second]), [`${second} is not of linux-x64`]);
    for (const file of ['dist/cli.js.map', 'engine/src/failure.ts', '.env', 'dist/.npmrc', 'keys/signing.pem'])
      assert.deepEqual(wrong([...good, file]), [`${file} does not belong into a package`]);
    assert.deepEqual(packageProblems('linux-x64', good, ['media/icon.png']), ['media/icon.png is missing']);
    const without = good.filter((file) => !file.endsWith('libduckdb.so') && file !== 'LICENSE');
    assert.deepEqual(
      wrong(without).map((problem) => problem.split(' ').slice(0, 3).join(' ')),
      ['not exactly one', 'LICENSE is missing'],
    );
  });
});

test('what this platform has installed brings the script that each of its packages begins with', (t) => {
  const target = `${process.platform}-${process.arch}`;
  if (!isTarget(target)) return t.skip(`no package is made for ${target}`);
  const files = new Set(planned(target, root));
  for (const { name } of nativePackages(target)) {
    const manifest = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')) as Manifest;
    // onnxruntime-common gives `require` another file than `main`, which is where onnxruntime-node takes it from.
    const main = manifest.exports?.require ?? manifest.main ?? 'duckdb.node';
    assert.ok(files.has(`dist/node_modules/${name}/${main.replace(/^\.\//, '')}`), `${name} begins with ${main}`);
  }
  return undefined;
});

test('what the manifest names outside of dist/ is copied', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
  const named = namedFiles(manifest).filter((file) => !file.startsWith('dist/'));
  const files = planned('linux-x64', root);
  assert.deepEqual(
    named.filter((file) => !files.includes(file)),
    [],
  );
});

test('what belongs to the checkout is not said of the package', () => {
  const checkout = { name: 'a', private: true, scripts: { test: 'b' }, dependencies: { c: '1' } };
  assert.deepEqual(extensionManifest(checkout), { name: 'a' });
});

interface Manifest {
  readonly main?: string;
  readonly exports?: { readonly require?: string };
}

function planned(target: Target, folder: string): readonly string[] {
  const packageFolder = (name: string) => join(folder, 'node_modules', name);
  return stagePlan(target, { root: folder, packageFolder }).map(({ to }) => to);
}

function duckDbLibrary(target: Target): string {
  if (target === 'win32-x64') return 'duckdb.dll';
  return target.startsWith('darwin') ? 'libduckdb.dylib' : 'libduckdb.so';
}

function withCheckout(use: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'modelyard-package-'));
  try {
    for (const file of CHECKOUT) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), '');
    }
    use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
