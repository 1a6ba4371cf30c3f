import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openDuckDb } from '../../engine/src/adapters/duckdb/duckDb.ts';
import { commandLine } from '../kit/project.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

// `npm run acceptance`: real tables that are not part of the project, from ../shared/data or the folder in MODELYARD_DATA.
const DATA = resolve(process.env['MODELYARD_DATA'] ?? '../shared/data');
const SPLITS = 20;

interface RealTable {
  readonly file: string;
  /** Predicates over the columns, `n` (the number of the row) and `rows`. */
  readonly reference: string;
  readonly current: string;
  /** Columns that are left out: they say which half it is. */
  readonly leftOut: readonly string[];
  /** That have moved in the world, and that have not. */
  readonly drifted: readonly string[];
  readonly steady: readonly string[];
}

const TABLES: readonly RealTable[] = [
  {
    // Rows in the order of the calls, May 2008 to November 2010; the campaign turned to mobile phones and its success rose.
    file: 'bank_marketing.csv',
    reference: 'n <= rows / 2',
    current: 'n > rows / 2',
    leftOut: [],
    drifted: ['month', 'contact', 'campaign', 'balance', 'y'],
    steady: ['marital', 'education', 'default', 'housing', 'loan', 'duration'],
  },
  {
    // Victoria's market was joined in the middle: before, its columns stand at one value for most of the time.
    file: 'electricity_elec2.csv',
    reference: 'n <= rows / 2',
    current: 'n > rows / 2',
    leftOut: [],
    drifted: ['vicprice', 'vicdemand', 'transfer', 'nswprice'],
    steady: ['period', 'nswdemand', 'class'],
  },
  {
    // 2011 and 2012, whole years: the rentals grew, the calendar and mostly the weather did not change.
    file: 'bike_sharing_hourly.csv',
    reference: 'yr = 0',
    current: 'yr = 1',
    leftOut: ['instant', 'dteday', 'yr'],
    drifted: ['cnt', 'registered', 'casual'],
    steady: ['season', 'mnth', 'hr', 'weekday', 'holiday', 'workingday', 'weathersit', 'temp', 'atemp', 'windspeed'],
  },
];

for (const table of TABLES) {
  test(`${table.file}: what moved is found, and what did not is not`, async (t) => {
    if (!existsSync(join(DATA, table.file))) return t.skip(`${table.file} is not there`);
    const verdicts = await driftOf(t, table, table.reference, table.current);
    for (const column of table.drifted) assert.equal(verdicts.get(column), true, column);
    for (const column of table.steady) assert.equal(verdicts.get(column), false, column);
  });

  test(`${table.file}: no column drifts between random halves`, async (t) => {
    if (!existsSync(join(DATA, table.file))) return t.skip(`${table.file} is not there`);
    for (let seed = 0; seed < SPLITS; seed++) {
      const half = `hash(n * 1000 + ${seed}) % 2`;
      const verdicts = await driftOf(t, table, `${half} = 0`, `${half} = 1`);
      assert.deepEqual(
        [...verdicts].filter(([, drifted]) => drifted === true),
        [],
      );
    }
  });
}

/** Whether each column has drifted, as the command line says; null where it tells nothing. */
async function driftOf(
  t: TestContext,
  { file, leftOut }: RealTable,
  reference: string,
  current: string,
): Promise<ReadonlyMap<string, boolean | null>> {
  const folder = temporaryFolder(t);
  const source = join(DATA, file);
  const data = await openDuckDb({ tmpFolder: folder, readable: [source] });
  try {
    const relation = await data.relation({ files: [source], format: 'csv' });
    const numbered = `(SELECT *, row_number() OVER () AS n, count(*) OVER () AS rows FROM ${relation})`;
    const without = ['n', 'rows', ...leftOut].join(', ');
    for (const [name, where] of Object.entries({ reference, current }))
      await data.write(
        `SELECT * EXCLUDE (${without}) FROM ${numbered} WHERE ${where}`,
        join(folder, `${name}.parquet`),
      );
  } finally {
    await data.close();
  }
  const line = 'drift --reference reference.parquet --current current.parquet --format json';
  const { code, err, json } = await commandLine(folder, line);
  assert.equal(code, 0, err);
  const { columns } = json<{ columns: readonly { column: string; drifted: boolean | null }[] }>();
  return new Map(columns.map(({ column, drifted }) => [column, drifted]));
}
