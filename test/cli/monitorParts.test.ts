import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MonitorReport } from '../../engine/src/monitoring/report/monitorReport.ts';
import { MONITOR, monitoredProject, ROWS } from '../kit/monitoredProject.ts';
import { outputSchemas } from '../kit/outputSchemas.ts';

const DATASETS = `
#- truth.dataset.yaml
dataset: truth
source: data/truth.parquet
`;

test('labels of another dataset, alerts, sensitive inputs and another version', async (t) => {
  const project = await monitoredProject(t, {
    monitor: `${DATASETS}
#- late.monitor.yaml
monitor: late
model: late
reference: {dataset: rows, where: moment < timestamp '2026-02-01'}
current: {dataset: rows, window: 14d}
drift: {test: psi, share: 30%, columns: {amount: {max: 0.2}, region: {test: js}}}
performance: {metric: roc_auc, max: 0.5, labels: {dataset: truth, key: id}}
metrics: [{name: mean_amount, sql: avg(amount), max: 1}]
health: {missing: {max: 1%}, freshness: 24h}
alert:
  - {notify: editor}
`,
  });
  const { modelyard, parquet, write, read } = project;
  write('rows.dataset.yaml', `${read('rows.dataset.yaml')}\ndatasheet: {sensitive: [region]}\n`);
  const run = async (args: string) => {
    const { code, err, json } = await modelyard(`monitor run late --format json ${args}`);
    assert.equal(code, 0, err);
    return json<MonitorReport>();
  };
  const check = ({ checks }: MonitorReport, id: string) => checks.find((one) => one.id === id);

  await parquet('data/truth.parquet', `SELECT id, late FROM (${ROWS}) WHERE id < 11000`);
  const report = await run('--at 2026-05-01 --by schedule');
  assert.equal(report.reference.name, 'rows, 1 Jan to 31 Jan 2026');
  const [performance, metric] = [check(report, 'performance'), check(report, 'sql: mean_amount')];
  assert.deepEqual([performance?.status, performance?.rows], ['failed', 400]);
  assert.equal(metric?.status, 'passed', metric?.said);
  assert.equal(check(report, 'freshness')?.status, 'passed');
  const region = report.columns.find(({ column }) => column === 'region');
  assert.deepEqual([region?.sensitive, region?.picture, region?.test], [true, null, 'js']);
  const amount = report.columns.find(({ column }) => column === 'amount');
  assert.deepEqual([amount?.verdict, amount?.test, amount?.threshold], ['drift', 'psi', 0.2]);
  assert.ok(!JSON.stringify(report).includes('south'), 'no value of a sensitive column');
  assert.deepEqual(
    report.alerts.map(({ kind, state }) => [kind, state]),
    [['notify', 'sent']],
  );
  assert.deepEqual((await run('--at 2026-05-01 --by schedule')).alerts[0]?.state, 'held');
  assert.deepEqual((await run('--at 2026-05-01 --again')).alerts, [], 'by hand nobody is told');

  await parquet('data/twice.parquet', `SELECT id, late FROM (${ROWS}) UNION ALL SELECT id, late FROM (${ROWS})`);
  write('truth.dataset.yaml', 'dataset: truth\nsource: data/twice.parquet\n');
  const twice = check(await run('--at 2026-05-01'), 'performance');
  assert.equal(twice?.status, 'unknown');
  assert.match(twice?.said ?? '', /more than once for the same id/);

  const trained = await modelyard('run late --force --quiet');
  assert.equal(trained.code, 0, trained.err);
  const pinned = await run('--at 2026-05-01 --model late:1');
  assert.equal(pinned.model?.version, 1);
});

test('every test is made where it is asked for, and the rule decides as before', async (t) => {
  const { modelyard } = await monitoredProject(t, {
    monitor: MONITOR.replace(
      'current:',
      "reference: {dataset: rows, where: moment < timestamp '2026-02-01'}\ncurrent:",
    ),
  });
  const follows = outputSchemas();
  const run = async (args = '') => {
    const said = await modelyard(`monitor run late --format json ${args}`);
    follows('monitor-run', said.json());
    const { id, allTests, columns } = said.json<MonitorReport>();
    const amount = columns.find(({ column }) => column === 'amount')!;
    const { test: decides, verdict, tests } = amount;
    return { id, allTests, decides: [decides, verdict], tests: tests.map((one) => one.test) };
  };
  const plain = await run();
  assert.deepEqual([plain.allTests, plain.tests], [undefined, ['wasserstein', 'ks']]);
  const all = await run('--all-tests');
  assert.notEqual(all.id, plain.id, 'the one that was recorded has fewer');
  assert.deepEqual(all.decides, plain.decides);
  assert.ok(['psi', 'js', 'anderson_darling'].every((test) => all.tests.includes(test)));
  assert.equal((await run()).id, all.id, 'one with every test answers who asks for fewer');
  assert.equal((await run('--all-tests')).id, all.id);
});
