import { mkdirSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Measured, measure } from './measure.ts';
import { benchPython } from './venv.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const work = join(root, '.cache/bench-demo');
const program = join(root, 'bin/modelyard.mjs');
/** What we want to hold against the Python script. */
const TARGET = { seconds: 2, memory: 0.5 };

interface Result extends Measured {
  readonly figures: Readonly<Record<string, number>>;
}

/**
 * The demo's pipeline beside bench/demo.py, which does the same work with DuckDB, LightGBM, scikit-learn and numpy:
 * each from nothing, one after the other, wall time and peak memory (PSS) of all its processes.
 */
export async function bench(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { ours: { type: 'boolean' } } });
  const threads = availableParallelism();
  console.log(`3,000,000 flights, ${threads} threads, load before: ${loadavg()[0]?.toFixed(2)}`);
  const project = join(work, 'project');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  await modelyard(['init', project, '--sample', 'flights', '--rows', 'all']);
  const ours = await runOurs(project);
  print('modelyard run', ours);
  print('  again, cached', await runOurs(project));
  if (values.ours) return;
  const python = await runPython(join(project, 'data/flights.parquet'), threads);
  print('Python script', python);
  const seconds = ours.seconds / python.seconds;
  const memory = ours.peakMemory / python.peakMemory;
  console.log(`ours / Python: time ${seconds.toFixed(2)} (wanted: at most ${TARGET.seconds.toFixed(2)})`);
  console.log(`ours / Python: memory ${memory.toFixed(2)} (wanted: at most ${TARGET.memory.toFixed(2)})`);
}

async function runOurs(project: string): Promise<Result> {
  const measured = await modelyard(['run', 'flight-delay', '--project', project, '--format', 'ndjson']);
  const listed = await modelyard(['runs', 'list', '--project', project, '--limit', '1', '--format', 'json']);
  const { runs } = JSON.parse(listed.output) as { runs: { metrics: Record<string, { value: number }> }[] };
  const figures = Object.entries(runs[0]?.metrics ?? {}).map(([name, metric]) => [name, metric.value]);
  return { ...measured, figures: Object.fromEntries(figures) };
}

async function runPython(data: string, threads: number): Promise<Result> {
  const script = join(root, 'bench/demo.py');
  const measured = await measure(benchPython(), [script, data, join(work, 'python'), String(threads)], work);
  const { metrics, trees, seconds } = JSON.parse(measured.output) as {
    metrics: Record<string, number>;
    trees: number;
    seconds: Record<string, number>;
  };
  console.log(`  of the Python script: ${JSON.stringify(seconds)}`);
  return { ...measured, figures: { ...metrics, trees } };
}

function modelyard(args: readonly string[]): Promise<Measured> {
  return measure(process.execPath, [program, ...args], work);
}

function print(label: string, { seconds, peakMemory, figures }: Result): void {
  const shown = Object.entries(figures).map(([name, value]) => `${name} ${Number(value.toPrecision(6))}`);
  console.log(
    `${label.padEnd(18)} ${seconds.toFixed(1).padStart(6)} s  ${(peakMemory / 2 ** 20).toFixed(0).padStart(5)} MB   ${shown.join('  ')}`,
  );
}
