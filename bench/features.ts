import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openDuckDb } from '../engine/src/adapters/duckdb/duckDb.ts';
import type { DataSource } from '../engine/src/ports/dataSource.ts';
import { measure } from './measure.ts';
import { benchPython } from './venv.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const work = join(root, '.cache/bench-features');
const data = join(work, 'data');
const program = join(root, 'bin/modelyard.mjs');
const VIEWS = ['one', 'two', 'three'];
/** What we want to hold on two cores. */
const TARGET = { seconds: 4, megabytes: 1200 };

/**
 * 1,000,000 rows that ask for the latest values of three views of 5,000,000 events (100,000 customers over 90 days, a twentieth of the
 * events at the same second as another, each written up to ten minutes later, times to live of 30 days), beside Feast's
 * get_historical_features with its DuckDB store. `--rows N` makes all of it smaller, `--ours` leaves Feast out.
 */
export async function bench(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { ours: { type: 'boolean' }, rows: { type: 'string', default: '1000000' } },
  });
  const rows = Number(values.rows);
  rmSync(work, { recursive: true, force: true });
  mkdirSync(data, { recursive: true });
  const source = await openDuckDb({ tmpFolder: work, readable: [], memoryLimit: 2 ** 30 });
  try {
    await writeData(source, rows);
    writeProject();
    console.log(`${rows} rows, ${availableParallelism()} threads, load before: ${loadavg()[0]?.toFixed(2)}`);
    for (const run of ['first', 'again']) {
      const ours = await build();
      print(`modelyard features build, ${run}`, ours.seconds, ours.peakMemory);
    }
    console.log(`wanted: at most ${TARGET.seconds} s and ${TARGET.megabytes} MB`);
    if (values.ours) return;
    const script = join(root, 'bench/features/feast_store.py');
    const feast = await measure(benchPython('feast'), [script, data, join(work, 'feast')], work);
    const { seconds } = JSON.parse(feast.output.trim().split('\n').at(-1)!) as { seconds: number };
    print('Feast, DuckDB store (its imports left out)', seconds, feast.peakMemory);
    await compare(source);
  } finally {
    await source.close();
  }
}

async function writeData(source: DataSource, rows: number): Promise<void> {
  const customers = rows / 10;
  const moment = (salt: number, of: string) =>
    `timestamp '2026-01-01' + interval (hash(${of} * 7 + ${salt}) % 7776000) second`;
  const customer = (salt: number, of: string) => `(hash(${of} * 5 + ${salt}) % ${customers})::BIGINT`;
  await source.write(
    `SELECT ${customer(1, 'i')} AS customer, ${moment(2, 'i')} AS event_timestamp FROM range(${rows}) r(i)`,
    join(data, 'asks.parquet'),
  );
  for (const [salt, view] of VIEWS.entries())
    await source.write(
      `SELECT ${customer(salt + 3, 'j')} AS customer, ${moment(salt + 6, 'j')} AS event_timestamp,
         event_timestamp + interval (hash(i * 13 + ${salt}) % 600) second AS created,
         (hash(i * 17 + ${salt}) % 1000000) / 1000e0 AS amount, (hash(i * 19 + ${salt}) % 1000)::INTEGER AS visits
       FROM (SELECT i, i - (i % 20 = 1)::INTEGER AS j FROM range(${5 * rows}) r(i)) ORDER BY created, i`,
      join(data, `${view}.parquet`),
    );
}

function writeProject(): void {
  writeFileSync(join(work, 'modelyard.yaml'), 'project: bench\n');
  for (const view of VIEWS) {
    writeFileSync(join(work, `${view}.dataset.yaml`), `dataset: ${view}\nsource: data/${view}.parquet\nkeep: hash\n`);
    writeFileSync(
      join(work, `${view}.features.yaml`),
      `features: ${view}
dataset: ${view}
entity: {customer: customer}
timestamp: event_timestamp
created: created
fields:
  amount: {sql: amount, type: float, ttl: 30d}
  visits: {sql: visits, type: integer, ttl: 30d}
`,
    );
  }
}

function build() {
  const files = ['--entities', join(data, 'asks.parquet'), '--output', join(work, 'features.parquet')];
  return measure(process.execPath, [program, 'features', 'build', ...VIEWS, ...files, '--full-names'], work);
}

/** Feast sees events that were not yet written at the moment asked for, so a few answers differ. */
async function compare(source: DataSource): Promise<void> {
  const same = VIEWS.map((view) => `avg((o.${view}__amount IS NOT DISTINCT FROM f.${view}__amount)::INTEGER)`);
  const distinct = (file: string) =>
    `(SELECT DISTINCT ON (customer, event_timestamp) * FROM read_parquet('${join(work, file)}'))`;
  const [row] = await source.rows(
    `SELECT ${same.map((sql, i) => `${sql} AS "${VIEWS[i]}"`).join(', ')}
     FROM ${distinct('features.parquet')} o JOIN ${distinct('feast/features.parquet')} f USING (customer, event_timestamp)`,
  );
  console.log(`equal answers, by view: ${JSON.stringify(row)}`);
}

function print(what: string, seconds: number, memory: number): void {
  console.log(
    `${what.padEnd(44)} ${seconds.toFixed(1).padStart(6)} s  ${(memory / 2 ** 20).toFixed(0).padStart(5)} MB`,
  );
}
