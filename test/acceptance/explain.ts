import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { openDuckDb } from '../../engine/src/adapters/duckdb/duckDb.ts';
import { separate } from '../../engine/src/monitoring/explain/separate.ts';
import { unusualRows } from '../../engine/src/monitoring/explain/unusualRows.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

// `npm run acceptance`: real tables that are not part of the project, from ../shared/data or the folder in MODELYARD_DATA.
const DATA = resolve(process.env['MODELYARD_DATA'] ?? '../shared/data');
const HALVES = 4;

/** By file: what tells the second half of the rows from the first; null where they are in no order. */
const TABLES: Readonly<Record<string, string | null>> = {
  'bank_marketing.csv': 'month',
  'electricity_elec2.csv': 'transfer',
  'bike_sharing_hourly.csv': 'yr',
  'california_housing.csv': 'longitude',
  'adult_train.csv': null,
  'telco_churn.csv': null,
  'nycflights13_sample.csv': 'rownames',
};

for (const [file, telling] of Object.entries(TABLES))
  test(`${file}: halves in order are told apart by what changed, random ones are not`, async (t) => {
    if (!existsSync(join(DATA, file))) return t.skip(`${file} is not there`);
    const folder = temporaryFolder(t);
    const source = await openDuckDb({ tmpFolder: folder, readable: [DATA], threads: 2 });
    t.after(() => source.close());
    const csv = await source.relation({ files: [join(DATA, file)], format: 'csv' });
    const copy = join(folder, 'rows.parquet');
    const { rows } = await source.write(`SELECT row_number() OVER () AS row_of_file, * FROM ${csv}`, copy);
    const table = await source.relation({ files: [copy], format: 'parquet' });
    const columns = await source.columns(`SELECT * EXCLUDE (row_of_file) FROM ${table}`);
    const names = columns.map(({ name }) => name);
    const look = async (before: string, now: string) => {
      const part = (where: string) => ({ sql: `SELECT * EXCLUDE (row_of_file) FROM ${table} WHERE ${where}`, columns });
      const both = { reference: part(before), current: part(now), columns: names, seed: 1 };
      const separation = await separate({ source }, both);
      const unusual = await unusualRows({ source }, { ...both, sensitive: new Set(), id: [] });
      assert.ok(separation !== null && unusual !== null);
      return { ...separation, share: unusual.share };
    };
    const shares: number[] = [];
    let held = 0;
    for (let seed = 1; seed <= HALVES; seed++) {
      const side = `hash(row_of_file * 100 + ${seed}) % 2`;
      const { low, high, share } = await look(`${side} = 0`, `${side} = 1`);
      if (low <= 0.5 && 0.5 <= high) held++;
      shares.push(share);
    }
    assert.ok(held >= HALVES - 1, `${held} of ${HALVES} intervals hold 0.5`);
    const mean = shares.reduce((sum, share) => sum + share, 0) / HALVES;
    assert.ok(mean > 0.005 && mean < 0.015, `${mean}`);
    const inOrder = await look(`row_of_file <= ${rows / 2}`, `row_of_file > ${rows / 2}`);
    if (telling === null) assert.ok(inOrder.low <= 0.5 && inOrder.share < 0.02, JSON.stringify(inOrder));
    else {
      assert.ok(inOrder.low > 0.9 && inOrder.share > 0.05, JSON.stringify(inOrder));
      assert.equal(inOrder.columns[0]?.column, telling);
    }
  });
