import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { MonitorReport } from '../../engine/src/monitoring/report/monitorReport.ts';
import { outputSchemas } from '../kit/outputSchemas.ts';
import { commandLine, testProject } from '../kit/project.ts';

const ROWS = `SELECT i AS id, (hash(i) % 100000) / 1000.0 AS amount, i % 7 AS few,
  ['north', 'south', 'west'][1 + (hash(i + 7) % 3)::INTEGER] AS region, TIMESTAMP '2026-01-01' + INTERVAL (i) MINUTE AS moment
  FROM range(12000) t(i)`;

test('a baseline of parts is that of the whole, and rows are held against it as against the rows', async (t) => {
  const { folder, parquet } = testProject(t, '');
  const modelyard = (line: string) => commandLine(folder, line);
  await parquet('all.parquet', ROWS);
  await parquet('first.parquet', `FROM (${ROWS}) WHERE id < 5000`);
  await parquet('second.parquet', `FROM (${ROWS}) WHERE id >= 5000`);
  await parquet('now.parquet', `SELECT * REPLACE (amount + 40 AS amount) FROM (${ROWS}) WHERE id % 3 = 0`);
  const made = await modelyard('data baseline first.parquet --output first.baseline.json');
  assert.deepEqual([made.code, made.err], [0, '']);
  assert.match(made.out, /^first\.baseline\.json: 5,000 rows, 3 columns of numbers, 1 of categories\n/);
  assert.match(made.out, /moment +It says when a row is/);
  const line = 'data baseline first.baseline.json second.parquet --output both.baseline.json --format json';
  const both = await modelyard(line);
  outputSchemas()('data-baseline', both.json());
  const { rows, tables } = both.json<{ rows: number; tables: object[] }>();
  assert.deepEqual(
    [rows, tables],
    [
      12_000,
      [
        { name: 'first.baseline.json', rows: 5000 },
        { name: 'second.parquet', rows: 7000 },
      ],
    ],
  );
  const verdicts = async (reference: string) => {
    const said = await modelyard(
      `drift --reference ${reference} --current now.parquet --column amount --column few --column region --format json`,
    );
    assert.equal(said.code, 0, said.err);
    outputSchemas()('drift', said.json());
    return said.json<MonitorReport>();
  };
  const [exact, stored] = [await verdicts('all.parquet'), await verdicts('both.baseline.json')];
  assert.deepEqual(
    [exact.reference.isBaseline, stored.reference.isBaseline, stored.reference.rows],
    [false, true, 12_000],
  );
  for (const [at, { column, verdict, statistic }] of exact.columns.entries()) {
    assert.deepEqual([stored.columns[at]?.column, stored.columns[at]?.verdict], [column, verdict]);
    assert.ok(Math.abs(stored.columns[at]!.statistic! - statistic!) < 0.002, column);
  }
  assert.deepEqual(
    stored.columns.map(({ tests }) => tests[0]?.binned),
    [true, false, false],
  );
});

test('what parts do not share is left out and told, sensitive columns too', async (t) => {
  const project = testProject(
    t,
    `
#- rows.dataset.yaml
dataset: rows
source: rows.parquet
datasheet: {sensitive: [region]}
`,
  );
  await project.parquet('rows.parquet', ROWS);
  await project.parquet('other.parquet', `SELECT * EXCLUDE (few) REPLACE ('n' || id AS id) FROM (${ROWS})`);
  const said = await project.modelyard('data baseline rows other.parquet --output x.baseline.json --format json');
  assert.equal(said.code, 0, said.err);
  const { columns, leftOut } = said.json<{
    columns: { column: string }[];
    leftOut: { column: string; reason: string }[];
  }>();
  assert.deepEqual(
    [columns.map(({ column }) => column), leftOut.map(({ column }) => column).sort()],
    [['amount'], ['few', 'id', 'moment', 'region']],
  );
  assert.match(leftOut.find(({ column }) => column === 'region')!.reason, /sensitive/);
  assert.doesNotMatch(readFileSync(join(project.folder, 'x.baseline.json'), 'utf8'), /north/);
});

test('a baseline that is damaged or of another form is told as such, with the next step, and gives no verdict', async (t) => {
  const { folder, parquet } = testProject(t, '');
  await parquet('now.parquet', ROWS);
  const modelyard = (line: string) => commandLine(folder, line);
  await modelyard('data baseline now.parquet --output good.baseline.json');
  const good = JSON.parse(readFileSync(join(folder, 'good.baseline.json'), 'utf8'));
  const bad: Readonly<Record<string, readonly [text: string, said: RegExp]>> = {
    newer: [JSON.stringify({ ...good, schema: 2 }), /has the form 2, and this Modelyard reads 1\./],
    empty: ['', /cannot be read: it is no baseline, or damaged/],
    cut: [JSON.stringify(good).slice(0, 500), /cannot be read/],
    other: ['[1, 2]', /cannot be read/],
    uneven: [JSON.stringify(good).replace('"counts":[', '"counts":[1,'), /cannot be read/],
    negative: [JSON.stringify(good).replace('"missing":0', '"missing":-1'), /cannot be read/],
  };
  for (const [name, [text, expected]] of Object.entries(bad)) {
    writeFileSync(join(folder, `${name}.baseline.json`), text);
    const said = await modelyard(`drift --reference ${name}.baseline.json --current now.parquet`);
    assert.deepEqual([said.code, said.out], [2, ''], name);
    assert.match(said.err, expected, name);
    assert.match(said.err, /modelyard data baseline/, name);
  }
  assert.match(
    (await modelyard('drift --reference now.parquet --current good.baseline.json')).err,
    /`--current` wants rows/,
  );
  assert.match((await modelyard('data baseline now.parquet --output x.json')).err, /names no baseline/);
});

test('no rows make a baseline that gives no verdict', async (t) => {
  const { folder, parquet } = testProject(t, '');
  await parquet('none.parquet', `FROM (${ROWS}) WHERE false`);
  await parquet('now.parquet', ROWS);
  assert.equal((await commandLine(folder, 'data baseline none.parquet --output none.baseline.json')).code, 0);
  const { json } = await commandLine(
    folder,
    'drift --reference none.baseline.json --current now.parquet --format json',
  );
  assert.equal(json<MonitorReport>().verdict, 'unknown');
});

test('columns that are gone, retyped or without a value are told against what is stored, and do not pass', async (t) => {
  const { folder, parquet } = testProject(t, '');
  await parquet('all.parquet', ROWS);
  await parquet(
    'now.parquet',
    `SELECT 'x' || id AS id, NULL::DOUBLE AS amount, region = 'north' AS region FROM (${ROWS})`,
  );
  await commandLine(folder, 'data baseline all.parquet --output all.baseline.json');
  for (const reference of ['all.parquet', 'all.baseline.json']) {
    const line = `drift --reference ${reference} --current now.parquet --column id --column amount --column few --column region`;
    const { code, json } = await commandLine(folder, `${line} --fail-on-drift --format json`);
    const { columns, checks, verdict } = json<MonitorReport>();
    assert.deepEqual([code, verdict], [1, 'unknown'], reference);
    const reasons = Object.fromEntries(columns.map(({ column, reason }) => [column, reason ?? '']));
    assert.match(reasons['id']!, /^It was (integer|float) and is string$/);
    assert.equal(reasons['amount'], 'No current row has a value');
    assert.equal(reasons['few'], 'The current rows do not have it');
    assert.equal(reasons['region'], 'It was string and is boolean');
    const about = Object.fromEntries(checks.map((check) => [check.id, [check.status, [...check.about].sort()]]));
    assert.deepEqual(about['schema'], ['failed', ['few', 'id', 'region']], reference);
    assert.deepEqual(about['missing'], ['failed', ['amount']], reference);
  }
});
