import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeTable } from './drift/tables.ts';
import { type Measured, measure } from './measure.ts';
import { benchPython } from './venv.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const work = join(root, '.cache/bench-drift');
const TWO_FILES = [
  { rows: 50_000, columns: 20 },
  { rows: 100_000, columns: 50 },
];
const COLUMNS = 50;
const STORED_ROWS = 1_000_000;

/**
 * `modelyard drift` of two Parquet files as a page, beside Evidently's report of them, whole processes; then of 1,000,000 rows x 50 against
 * what `data baseline` stored, with `10m` also one and ten files of as many by the engine alone, which read ten times as much.
 */
export async function bench(args: readonly string[]): Promise<void> {
  mkdirSync(work, { recursive: true });
  for (const shape of TWO_FILES) await benchTwoFiles(shape);
  const stored = await benchStored();
  if (args.includes('10m')) for (const files of [1, 10]) await benchGrowth(stored, files);
}

async function benchTwoFiles({ rows, columns }: (typeof TWO_FILES)[number]): Promise<void> {
  const [reference, current] = [await table(rows, columns, 0), await table(rows, columns, 1)];
  console.log(`${rows} x ${columns}, load before: ${loadavg()[0]?.toFixed(2)}`);
  const pages = [join(work, `ours-${columns}.html`), join(work, `evidently-${columns}.html`)] as const;
  // Once before, so that neither is timed while it is read from disk for the first time.
  const python = [join(root, 'bench/drift/evidently_report.py'), reference, current, pages[1]];
  const line = ['drift', '--reference', reference, '--current', current, '--format', 'html'];
  const ours = await best(process.execPath, [join(root, 'bin/modelyard.mjs'), ...line]);
  writeFileSync(pages[0], ours.output);
  const evidently = await best(benchPython('evidently'), python, 2);
  print('modelyard drift', ours, pages[0]);
  print('Evidently', evidently, pages[1]);
  console.log(
    `ours / Evidently: time ${(ours.seconds / evidently.seconds).toFixed(3)}, CPU ${(ours.cpu / evidently.cpu).toFixed(3)}`,
  );
}

async function benchStored(): Promise<string> {
  const [reference, current] = [await table(STORED_ROWS, COLUMNS, 0), await table(STORED_ROWS, COLUMNS, 1)];
  const [stored, page] = [join(work, 'stored.baseline.json'), join(work, 'stored.html')];
  const modelyard = join(root, 'bin/modelyard.mjs');
  console.log(`${STORED_ROWS} x ${COLUMNS} against a stored baseline, load before: ${loadavg()[0]?.toFixed(2)}`);
  const make = [modelyard, 'data', 'baseline', reference, '--output', stored];
  print('modelyard data baseline', await measure(process.execPath, make, work), stored);
  const line = ['drift', '--reference', stored, '--current', current, '--format', 'html'];
  const checked = await best(process.execPath, [modelyard, ...line]);
  writeFileSync(page, checked.output);
  print('modelyard drift', checked, page);
  return stored;
}

async function benchGrowth(stored: string, files: number): Promise<void> {
  const current = await table(STORED_ROWS, COLUMNS, 1);
  console.log(`${files * STORED_ROWS} x ${COLUMNS}, load before: ${loadavg()[0]?.toFixed(2)}`);
  const line = [join(root, 'bench/drift/stored.ts'), stored, ...Array<string>(files).fill(current)];
  const checked = await best(process.execPath, line, files === 1 ? 3 : 1);
  print(`checked ${checked.output.trim()}`, checked);
}

async function best(program: string, args: readonly string[], times = 3): Promise<Measured> {
  let least: Measured | undefined;
  for (let i = 0; i < times; i++) {
    const one = await measure(program, args, work);
    if (least === undefined || one.seconds < least.seconds) least = one;
  }
  return least!;
}

async function table(rows: number, columns: number, seed: number): Promise<string> {
  const file = join(work, `rows-${rows}-${columns}-${seed}.parquet`);
  if (!existsSync(file)) await writeTable({ rows, columns, seed }, file, work);
  return file;
}

function print(name: string, { seconds, cpu, peakMemory }: Measured, file?: string): void {
  const size = file === undefined ? '' : `, ${(statSync(file).size / 1000).toFixed(0)} kB written`;
  console.log(
    `${name}: ${seconds.toFixed(2)} s, ${cpu.toFixed(2)} s of CPU, ${(peakMemory / 2 ** 20).toFixed(0)} MB${size}`,
  );
}
