import { existsSync, mkdirSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDuckDb } from '../engine/src/adapters/duckdb/duckDb.ts';
import { measure } from './measure.ts';
import { benchPython } from './venv.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const work = join(root, '.cache/bench-profile');
const ROWS = 1_000_000;
const MANY_ROWS = 10_000_000;

/**
 * `data profile` of 1,000,000 rows x 50 columns (30 of numbers, 20 of texts with up to 20,000 values) in Parquet, beside DuckDB's SUMMARIZE
 * and pandas' describe; with `10m` also of ten times the rows.
 */
export async function bench(args: readonly string[]): Promise<void> {
  mkdirSync(work, { recursive: true });
  await benchRows(ROWS);
  if (args.includes('10m')) await benchRows(MANY_ROWS);
}

async function benchRows(rows: number): Promise<void> {
  const file = join(work, `rows-${rows}.parquet`);
  if (!existsSync(file)) await writeRows(rows, file);
  console.log(`${rows} rows x 50, load before: ${loadavg()[0]?.toFixed(2)}`);
  const ours = await run('modelyard data profile', process.execPath, [
    join(root, 'cli/src/main.ts'),
    ...['data', 'profile', file, '--format', 'json'],
  ]);
  const python = benchPython();
  const script = join(root, 'bench/profile.py');
  for (const tool of rows === ROWS ? ['summarize', 'describe'] : ['summarize']) {
    const seconds = await run(tool === 'summarize' ? 'DuckDB SUMMARIZE' : 'pandas describe', python, [
      script,
      tool,
      file,
    ]);
    console.log(`ours / ${tool}: time ${(ours / seconds).toFixed(2)}`);
  }
}

async function run(name: string, program: string, args: readonly string[]): Promise<number> {
  const { seconds, peakMemory } = await measure(program, args, work);
  console.log(`${name}: ${seconds.toFixed(2)} s, ${(peakMemory / 2 ** 20).toFixed(0)} MB, the whole process`);
  return seconds;
}

/** Normal, log-normal, uniform, few and many integers, exponential with missing values; texts of 2 to 20,000 values, skewed. */
async function writeRows(rows: number, file: string): Promise<void> {
  const uniform = (k: number) => `(hash(i * 64 + ${k}) / 18446744073709551616::DOUBLE)`;
  const numbers = Array.from({ length: 30 }, (_, k) => {
    const [a, b] = [uniform(2 * k), uniform(2 * k + 1)];
    const normal = `sqrt(-2 * ln(${a} + 1e-18)) * cos(2 * pi() * ${b})`;
    const kinds = [
      `${normal} * ${k + 1}`,
      `exp(${normal})`,
      `${a} * 1000`,
      `floor(${a} * 50)::INTEGER`,
      `floor(${a} * 1000000)::BIGINT`,
      `CASE WHEN ${b} >= 0.05 THEN -ln(${a} + 1e-18) END`,
    ];
    return `${kinds[k % kinds.length]} AS number${k}`;
  });
  const values = [2, 5, 10, 50, 200, 1000, 5000, 20_000];
  const texts = Array.from(
    { length: 20 },
    (_, k) => `'v' || floor(pow(${uniform(60 + k)}, 2) * ${values[k % values.length]})::INTEGER AS text${k}`,
  );
  const data = await openDuckDb({ tmpFolder: work, readable: [] });
  try {
    await data.write(`SELECT ${[...numbers, ...texts].join(', ')} FROM range(${rows}) AS r(i)`, file);
  } finally {
    await data.close();
  }
}
