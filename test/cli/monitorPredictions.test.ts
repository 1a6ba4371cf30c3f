import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { MonitorReport } from '../../engine/src/monitoring/report/monitorReport.ts';
import { monitoredProject, ROWS } from '../kit/monitoredProject.ts';

const MONITOR = `
#- late.monitor.yaml
monitor: late
model: late
current: {predictions: late, window: 14d, until: latest}
drift: {share: 30%}
prediction_drift: {}
performance: {metric: roc_auc, min: 0.6, labels: {dataset: rows, available_after: 1d}}
health: {freshness: 24h}
#- keyed.monitor.yaml
monitor: keyed
model: late
reference: {offset: 40d}
current: {predictions: late, window: 14d, until: latest}
drift: {}
prediction_drift: {}
performance: {metric: roc_auc, min: 0.6, slices: [region], labels: {dataset: rows, key: id}}
`;

test('logged predictions are the current rows, and labels find them by key', async (t) => {
  const project = await monitoredProject(t, { monitor: MONITOR });
  const { modelyard, folder, parquet } = project;
  const none = (await modelyard('monitor run late --format json')).json<MonitorReport>();
  assert.equal(none.verdict, 'unknown');
  assert.match(none.headline, /No prediction of `late` is logged\. Log them: `modelyard predict/);

  await parquet(
    'asked.parquet',
    `SELECT id, moment, amount, region, hour(moment) AS hour FROM (${ROWS}) WHERE id >= 6000`,
  );
  const log = ['predict', '--model', 'late', '--input', 'asked.parquet', '--output', 'said.csv', '--log'];
  const said = await modelyard([...log, '--id', 'id', '--time', 'moment']);
  assert.equal(said.code, 0, said.err);
  assert.equal(readdirSync(join(folder, '.modelyard/predictions/late')).length, 1);
  assert.match(
    project.read('said.csv').split('\n')[0]!,
    /^id,moment,amount,region,hour,predicted_late,late_probability$/,
  );

  const told = await modelyard('monitor run late --at 2026-04-28 --format json');
  assert.equal(told.code, 0, told.err);
  const report = told.json<MonitorReport>();
  assert.equal(report.current.name, 'predictions of late, 14 Apr to 27 Apr 2026');
  assert.deepEqual(
    report.columns.map(({ column, verdict }) => [column, verdict]),
    [
      ['amount', 'drift'],
      ['hour', 'none'],
      ['region', 'none'],
      ['late_probability', 'drift'],
    ],
  );
  const byId = new Map(report.checks.map((check) => [check.id, check]));
  assert.deepEqual([byId.get('performance')?.status, byId.get('performance')?.rows], ['passed', 1301]);
  assert.equal(byId.get('freshness')?.status, 'passed');

  const keyed = (await modelyard('monitor run keyed --at 2026-04-28 --format json')).json<MonitorReport>();
  assert.equal(keyed.reference.name, 'predictions of late, 5 Mar to 18 Mar 2026');
  assert.deepEqual([keyed.columns[0]?.column, keyed.columns[0]?.verdict], ['amount', 'drift']);
  assert.ok((keyed.columns[0]?.tests[0]?.binned ?? true) === false);
  const slices = keyed.checks.filter(({ id }) => id.startsWith('performance['));
  assert.deepEqual(slices.map(({ id }) => id).sort(), [
    'performance[region=north]',
    'performance[region=south]',
    'performance[region=west]',
  ]);
  assert.equal(keyed.checks.find(({ id }) => id === 'performance')?.rows, 1400);
});

test('a log asks for a registered version and for columns that are there', async (t) => {
  const { modelyard, parquet } = await monitoredProject(t, { monitor: MONITOR });
  await parquet('asked.parquet', `SELECT id, moment, amount, region, hour(moment) AS hour FROM (${ROWS}) LIMIT 10`);
  const predict = 'predict --model late --input asked.parquet --output said.csv';
  const unknown = await modelyard(`${predict} --log --id flight`);
  assert.deepEqual([unknown.code, /no column `flight`/.test(unknown.err)], [2, true]);
  const alone = await modelyard(`${predict} --id id`);
  assert.deepEqual([alone.code, /go with `--log`/.test(alone.err)], [2, true]);
});

test('all that was logged can be the reference, of logged rows and of a dataset', async (t) => {
  const reference = `reference: {predictions: late}\n`;
  const { modelyard, parquet } = await monitoredProject(t, {
    monitor: `
#- log.monitor.yaml
monitor: log
model: late
${reference}current: {predictions: late, window: 14d, until: latest}
drift: {}
prediction_drift: {}
health: {missing: {max: 1%}, anomalies: {max: 90%}}
#- table.monitor.yaml
monitor: table
model: late
${reference}current: {dataset: rows, window: 14d, until: latest}
drift: {}
prediction_drift: {}
health: {range: {max: 90%}, cardinality: {change: 50%}}
#- whole.monitor.yaml
monitor: whole
model: late
${reference}current: {predictions: late}
drift: {}
prediction_drift: {}
`,
  });
  const run = async (name: string) => {
    const said = await modelyard(`monitor run ${name} --at 2026-05-01 --format json`);
    assert.equal(said.code, 0, said.err);
    return said.json<MonitorReport>();
  };
  for (const name of ['log', 'table']) {
    const none = await run(name);
    assert.equal(none.verdict, 'unknown');
    assert.match(none.headline, /No prediction of `late` is logged\. Log them: `modelyard predict/);
  }
  await parquet('asked.parquet', `SELECT id, moment, amount, region, hour(moment) AS hour FROM (${ROWS})`);
  const said = await modelyard(
    'predict --model late --input asked.parquet --output said.csv --log --id id --time moment',
  );
  assert.equal(said.code, 0, said.err);
  for (const name of ['log', 'table']) {
    const report = await run(name);
    assert.equal(report.reference.name, 'predictions of late, 1 Jan to 30 Apr 2026', name);
    assert.deepEqual([report.reference.rows, report.reference.isBaseline], [12_000, false]);
    const verdicts = Object.fromEntries(report.columns.map(({ column, verdict }) => [column, verdict]));
    const expected = { amount: 'drift', late_probability: 'drift', hour: 'none', region: 'none' };
    assert.deepEqual(verdicts, expected, name);
    assert.ok(report.separation !== null && report.separation.auc > 0.5, name);
  }
  // The log against itself: the same rows, read once.
  const same = await run('whole');
  assert.deepEqual([same.verdict, same.current.rows, same.reference.rows], ['none', 12_000, 12_000]);
});
