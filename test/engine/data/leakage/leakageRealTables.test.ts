import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { openDuckDb } from '../../../../engine/src/adapters/duckdb/duckDb.ts';
import { findLeakage } from '../../../../engine/src/data/leakage/leakage.ts';
import { temporaryFolder } from '../../../kit/temporaryFolder.ts';

// Real tables that are not part of the project: from ../shared/data or the folder in MODELYARD_DATA.
const DATA = resolve(process.env['MODELYARD_DATA'] ?? '../shared/data');

/** All that is found in each, and nothing else: `severity kind columns value`. */
const TABLES: readonly (readonly [file: string, target: string, found: readonly string[]])[] = [
  ['adult_train', 'income', []],
  // The length of the call is known after the call.
  ['bank_marketing', 'y', ['warning tells-label duration 0.805']],
  // cnt = casual + registered; instant numbers the rows.
  ['bike_sharing_hourly', 'cnt', ['error tells-label casual registered 1', 'warning identifier instant 1']],
  ['california_housing', 'median_house_value', []],
  // The class is the price of New South Wales beside its mean of the last day.
  ['electricity_elec2', 'class', ['warning tells-label nswprice 0.802']],
  // How late a flight left is known an hour or more before it arrives, and not when the ticket is sold.
  ['nycflights13_sample', 'arr_delay > 15', ['warning tells-label dep_delay 0.9', 'warning identifier rownames 1']],
  ['nycflights13_sample', 'arr_delay', ['warning tells-label dep_delay 0.839', 'warning identifier rownames 1']],
  ['penguins', 'species', []],
  ['telco_churn', 'Churn', ['warning identifier customerID 1']],
];

for (const [name, target, expected] of TABLES)
  test(`what tells ${target} of ${name}`, async (t) => {
    const file = join(DATA, `${name}.csv`);
    if (!existsSync(file)) return t.skip(`${file} is not there`);
    const source = await openDuckDb({ tmpFolder: temporaryFolder(t), readable: [file], threads: 2 });
    t.after(() => source.close());
    const found = await findLeakage(source, { files: { files: [file], format: 'csv' }, target: { text: target } });
    assert.deepEqual(
      found.map(({ severity, kind, columns, value }) =>
        [severity, kind, ...columns, Number(value.toFixed(3))].join(' '),
      ),
      expected,
    );
  });
