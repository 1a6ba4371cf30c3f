import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Measurements, measureServer } from './service/measurements.ts';
import { startMlflow, startModelyard } from './service/servers.ts';
import { benchPython } from './venv.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const work = join(tmpdir(), 'modelyard-bench-service');

/** What ours is to be at least so many times faster in. */
const WANTED: Readonly<Partial<Record<keyof Measurements, number>>> = { logMetric: 50, logBatch: 20, search: 20 };
const START = 0.3;
/** MB. */
const MEMORY = 90;

const LABELS: Readonly<Record<keyof Measurements, string>> = {
  start: 'start to first answer',
  logMetric: 'log-metric, one after the other',
  logMetricFour: 'log-metric, four clients at once',
  logBatch: 'log-batch of 1,000 metrics',
  search: 'search of 1,000 runs, 20 metrics and 20 params each',
  searchFiltered: 'the same with filter and order, first 100',
  memory: 'memory at the end',
};

/**
 * The tracking service beside `mlflow server` on SQLite, one after the other with the same client: start, one metric, a batch, a
 * search, memory. `--ours` leaves MLflow out, `--runs N` searches among so many (default 1,000).
 */
export async function bench(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { ours: { type: 'boolean' }, runs: { type: 'string', default: '1000' } },
  });
  const runs = Number(values.runs);
  execFileSync(process.execPath, [join(root, 'esbuild.mjs')], { stdio: 'ignore' });
  rmSync(work, { recursive: true, force: true });
  mkdirSync(join(work, 'project'), { recursive: true });
  writeFileSync(join(work, 'project/modelyard.yaml'), 'project: bench\nlanguage: 1\n');
  console.log(`load before: ${loadavg()[0]?.toFixed(2)}`);
  const ours = await measureServer(() => startModelyard(root, join(work, 'project')), { runs, times: 30 });
  const theirs = values.ours
    ? undefined
    : await measureServer(() => startMlflow(benchPython('mlflow'), work), { runs, times: 5 });
  for (const name of Object.keys(LABELS) as (keyof Measurements)[]) console.log(line(name, ours, theirs));
  console.log(`load after: ${loadavg()[0]?.toFixed(2)}`);
}

function line(name: keyof Measurements, ours: Measurements, theirs: Measurements | undefined): string {
  const parts = [LABELS[name].padEnd(54), shown(name, ours[name]).padStart(11)];
  if (theirs)
    parts.push('   theirs', shown(name, theirs[name]).padStart(11), `   ${(theirs[name] / ours[name]).toFixed(1)}x`);
  const wanted = WANTED[name];
  if (wanted !== undefined && theirs) parts.push(` (wanted: at least ${wanted}x)`);
  if (name === 'start') parts.push(` (wanted: at most ${START} s)`);
  if (name === 'memory') parts.push(` (wanted: at most ${MEMORY} MB)`);
  return parts.join('');
}

function shown(name: keyof Measurements, value: number): string {
  if (name === 'memory') return `${value.toFixed(0)} MB`;
  return value < 1 ? `${(value * 1000).toFixed(2)} ms` : `${value.toFixed(2)} s`;
}
