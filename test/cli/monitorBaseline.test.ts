import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MonitorReport } from '../../engine/src/monitoring/report/monitorReport.ts';
import { MONITOR, monitoredProject, ROWS } from '../kit/monitoredProject.ts';

const FILE = 'reference/january.baseline.json';
const AGAINST_FILE = MONITOR.replace('current:', `reference: {baseline: ${FILE}}\ncurrent:`);
/** Rows as the model reads them. */
const AS_READ = `SELECT amount, region, hour(moment) AS hour FROM (${ROWS}) WHERE moment < TIMESTAMP '2026-02-01'`;

test('a monitor holds its rows against a stored baseline, and says what needs rows', async (t) => {
  const { modelyard, parquet, write, read } = await monitoredProject(t, { monitor: AGAINST_FILE });
  const check = async (args = '') => (await modelyard(`monitor run late --format json ${args}`)).json<MonitorReport>();

  const before = await check();
  assert.deepEqual([before.verdict, before.reference.isBaseline], ['unknown', true]);
  assert.equal(
    before.headline,
    `There is no file ${FILE}. Store one: \`modelyard data baseline TABLE --output ${FILE}\`.`,
  );

  await parquet('data/january.parquet', AS_READ);
  assert.equal((await modelyard(`data baseline data/january.parquet --output ${FILE}`)).code, 0);
  const report = await check();
  assert.deepEqual(
    report.columns.map(({ column, verdict }) => [column, verdict]),
    [
      ['amount', 'drift'],
      ['region', 'none'],
      ['hour', 'none'],
    ],
  );
  const { name, rows, isBaseline } = report.reference;
  assert.deepEqual({ name, rows, isBaseline }, { name: FILE, rows: 3100, isBaseline: true });
  assert.match(report.summary.at(-1) ?? '', /that takes rows, and of the reference only a baseline is stored/);
  assert.equal(report.separation, null, 'a classifier learns from rows');
  const predictions = report.checks.find(({ id }) => id === 'prediction_drift');
  assert.equal(predictions?.status, 'unknown');
  assert.match(predictions?.said ?? '', /^The stored baseline holds no answers of the model\./);

  assert.equal((await check()).id, report.id, 'the same is shown again');
  await modelyard(`data baseline data/january.parquet ${FILE} --output ${FILE}`);
  const twice = await check();
  assert.equal(twice.reference.rows, 6200, 'another baseline is looked at anew');
  assert.match(
    (await modelyard('monitor report late')).out,
    /^reference +reference\/january\.baseline\.json: 6,200 rows/m,
  );

  write(FILE, read(FILE).replace('"schema":1', '"schema":7'));
  assert.match((await check()).headline, /^The baseline of reference\/january.baseline.json has the form 7/);
});

test('what is stored of inputs and answers tells how answers have moved', async (t) => {
  const { modelyard, parquet } = await monitoredProject(t, { monitor: AGAINST_FILE });
  await parquet('data/january.parquet', AS_READ);
  const predicted = await modelyard('predict --model late --input data/january.parquet --output data/said.parquet');
  assert.equal(predicted.code, 0, predicted.err);
  assert.equal((await modelyard(`data baseline data/said.parquet --output ${FILE}`)).code, 0);
  const { checks, columns } = (await modelyard('monitor run late --format json')).json<MonitorReport>();
  assert.notEqual(checks.find(({ id }) => id === 'prediction_drift')?.status, 'unknown');
  assert.equal(columns.find(({ role }) => role === 'output')?.column, 'late_probability');
});
