import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { buildSync, type Metafile } from 'esbuild';
import { ENTRY_POINTS } from '../../engine/src/adapters/entryPoints.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const RUNTIME = 'onnxruntime-node';
const SWITCH = "process.env['ORT_DISABLE_TELEMETRY'] = '1'";

/** A thread has a copy of its process's environment that native code does not see: the process sets the switch. */
const THREAD = `engine/src/adapters/${ENTRY_POINTS['onnx-worker']}`;
const STARTS_THREAD = 'engine/src/adapters/onnx/modelThread.ts';

const PROCESSES = [
  'cli/src/main.ts',
  'server/src/main.ts',
  'server/src/data/child.ts',
  ...Object.values(ENTRY_POINTS).map((file) => `engine/src/adapters/${file}`),
];

test('every process that loads ONNX Runtime, or starts a thread that does, switches its telemetry off', () => {
  const { inputs } = graph();
  const loading = PROCESSES.filter((entry) => {
    const files = reachedFrom(entry, inputs);
    return files.has(STARTS_THREAD) || [...files].some((file) => loads(file, inputs));
  });
  assert.deepEqual(loading, [
    'cli/src/main.ts',
    'server/src/data/child.ts',
    `engine/src/adapters/${ENTRY_POINTS.trainer}`,
    THREAD,
  ]);
  const silent = loading.filter((entry) => entry !== THREAD && ![...reachedFrom(entry, inputs)].some(switches));
  assert.deepEqual(silent, []);
});

function graph(): Metafile {
  return buildSync({
    absWorkingDir: root,
    entryPoints: PROCESSES,
    outdir: 'dist',
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'silent',
  }).metafile;
}

function reachedFrom(entry: string, inputs: Metafile['inputs']): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [entry];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    open.push(...(inputs[file]?.imports ?? []).filter(({ external }) => !external).map(({ path }) => path));
  }
  return reached;
}

function loads(file: string, inputs: Metafile['inputs']): boolean {
  return (inputs[file]?.imports ?? []).some(({ path }) => path === RUNTIME);
}

function switches(file: string): boolean {
  return readFileSync(join(root, file), 'utf8').includes(SWITCH);
}
