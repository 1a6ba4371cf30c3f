import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { modelFromTable } from '../kit/modelFromTable.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

// `npm run acceptance`: real tables that are not part of the project, from ../shared/data or the folder in MODELYARD_DATA.
const DATA = resolve(process.env['MODELYARD_DATA'] ?? '../shared/data');

/** Table, target, and columns that no model may see. */
const TABLES: readonly (readonly [file: string, target: string, leftOut: readonly string[]])[] = [
  ['penguins', 'species', []],
  ['adult_train', 'income', ['race', 'native_country']],
  ['bank_marketing', 'y', []],
  ['bike_sharing_hourly', 'cnt', ['instant', 'dteday', 'casual', 'registered']],
  ['california_housing', 'median_house_value', []],
  ['electricity_elec2', 'class', []],
  ['nycflights13_sample', 'arr_delay', ['rownames', 'year', 'tailnum', 'event_time']],
  ['telco_churn', 'Churn', ['customerID']],
];

for (const [file, target, leftOut] of TABLES)
  test(`${file}: from the file to a version within a minute, twice the same model`, async (t) => {
    const data = join(DATA, `${file}.csv`);
    if (!existsSync(data)) return t.skip(`${data} is not there`);
    const [first, second] = ['first', 'second'].map((name) => join(temporaryFolder(t), name));
    for (const place of [first, second]) mkdirSync(place!);
    const one = await modelFromTable(first!, data, target);
    const again = await modelFromTable(second!, data, target);
    assert.deepEqual(
      one.made.draft?.leftOut.map(({ column }) => column),
      leftOut,
    );
    for (const column of leftOut) assert.match(one.pipeline, new RegExp(`^      # - ${column}: `, 'm'));
    assert.deepEqual([again.dataset, again.pipeline, again.sha256], [one.dataset, one.pipeline, one.sha256]);
    const metrics = [...one.version.matchAll(/^ {2}(\w+): \{ ?value: ([\d.e+-]+)/gm)].map(
      ([, name, value]) => `${name} ${Number(value).toPrecision(4)}`,
    );
    t.diagnostic(
      `${one.seconds.toFixed(1)} s and ${again.seconds.toFixed(1)} s; ${metrics.join(', ')}; sha256 ${one.sha256.slice(0, 12)}`,
    );
    assert.ok(Math.max(one.seconds, again.seconds) <= 60);
  });
