import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { globSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { MonitorReport } from '../../engine/src/monitoring/report/monitorReport.ts';
import { gitProject } from '../kit/gitProject.ts';
import { MONITOR, monitoredProject, PIPELINE, ROWS } from '../kit/monitoredProject.ts';
import { onnxModel } from '../kit/onnxModel.ts';

test('what cannot be looked at is unknown, with the reason and the next step', async (t) => {
  const project = await monitoredProject(t);
  const { modelyard, parquet, folder, write } = project;
  const rows = async (sql: string) => {
    rmSync(join(folder, 'data/rows.parquet'));
    await parquet('data/rows.parquet', sql);
  };
  const run = async (args = '') => {
    const { code, err, json } = await modelyard(`monitor run late --again --format json ${args}`);
    assert.equal(code, 0, err);
    return json<MonitorReport>();
  };
  const check = ({ checks }: MonitorReport, id: string) => checks.find((one) => one.id === id);

  await t.test('no current rows', async () => {
    const report = await run('--at 2020-01-01');
    assert.equal(report.verdict, 'unknown');
    assert.match(report.headline, /There are no current rows: rows, .* has none\. Widen `window`/);
    assert.deepEqual([report.columns, report.drift?.verdict], [[], 'unknown']);
    assert.equal((await modelyard('monitor run late --at 2020-01-01 --fail-on-drift')).code, 1);
  });

  await t.test('labels that never come', async () => {
    await rows(`SELECT * REPLACE (CASE WHEN moment < TIMESTAMP '2026-04-01' THEN late END AS late) FROM (${ROWS})`);
    const performance = check(await run(), 'performance');
    assert.equal(performance?.status, 'unknown');
    assert.match(performance?.said ?? '', /No current row has a label\. Labels of `rows` reach to 31 Mar 2026/);
  });

  await t.test('a column that is gone', async () => {
    await rows(`SELECT * EXCLUDE (amount) FROM (${ROWS})`);
    const report = await run();
    const amount = report.columns.find(({ column }) => column === 'amount');
    assert.equal(amount?.verdict, 'unknown');
    assert.match(amount?.reason ?? '', /cannot be made of the current rows: .*amount/);
    assert.equal(report.columns.find(({ column }) => column === 'region')?.verdict, 'none');
    assert.match(check(report, 'prediction_drift')?.said ?? '', /`amount`, which the model reads/);
    assert.equal(check(report, 'performance')?.status, 'unknown');
  });

  await t.test('a column of another type', async () => {
    await rows(`SELECT * REPLACE ('n/a ' || amount AS amount) FROM (${ROWS})`);
    const report = await run();
    const amount = report.columns.find(({ column }) => column === 'amount');
    assert.equal(amount?.verdict, 'unknown');
    assert.notEqual(amount?.reason ?? null, null);
    assert.equal(check(report, 'prediction_drift')?.status, 'unknown');
  });

  await t.test('a file that is gone', async () => {
    renameSync(join(folder, 'data/rows.parquet'), join(folder, 'data/away'));
    const report = await run();
    assert.equal(report.verdict, 'unknown');
    assert.match(report.headline, /data\/rows\.parquet/);
    rmSync(join(folder, 'data/away'));
    await parquet('data/rows.parquet', ROWS);
  });

  await t.test('a dataset that there is not', async () => {
    write(
      'late.monitor.yaml',
      MONITOR.replace(/^\n#- .*\n/, '').replace('current: {dataset: rows', 'current: {dataset: raws'),
    );
    const report = await run();
    assert.match(report.headline, /`raws`/);
    write('late.monitor.yaml', MONITOR.replace(/^\n#- .*\n/, ''));
  });

  await t.test('a monitor whose file is broken', async () => {
    write('broken.monitor.yaml', 'monitor: broken\nmodel: late\ncurrant: {dataset: rows}\n');
    const { code, err } = await modelyard('monitor run broken');
    assert.deepEqual([code, /broken\.monitor\.yaml cannot be read/.test(err)], [2, true]);
  });

  const version = project.read('registry/late/v1.version.yaml');
  const object = (key: string) => new RegExp(`${key}: ([0-9a-f]{64})`).exec(version)![1]!;
  const hide = (sha256: string) => {
    const [file] = globSync(`.modelyard/objects/**/*${sha256.slice(4)}*`, { cwd: folder });
    const from = join(folder, file!);
    renameSync(from, `${from}.away`);
    return () => renameSync(`${from}.away`, from);
  };

  await t.test('model bytes that are missing', async () => {
    const back = hide(object('sha256'));
    const report = await run();
    assert.equal(report.drift?.verdict, 'drift');
    assert.match(check(report, 'prediction_drift')?.said ?? '', /model late:1/);
    assert.equal(check(report, 'performance')?.status, 'unknown');
    back();
  });

  await t.test('a baseline that is missing', async () => {
    const back = hide(object('baseline'));
    const report = await run();
    assert.equal(report.verdict, 'unknown');
    assert.match(report.headline, /baseline of late:1/);
    assert.equal(check(report, 'performance')?.status, 'passed');
    back();
  });

  await t.test('a baseline from another schema version', async () => {
    const text = JSON.stringify({ schema: 2, columns: {} });
    const sha256 = createHash('sha256').update(text).digest('hex');
    write(`.modelyard/objects/${sha256.slice(0, 2)}/${sha256.slice(2)}`, text);
    write('registry/late/v1.version.yaml', version.replace(object('baseline'), sha256));
    const report = await run();
    assert.equal(report.verdict, 'unknown');
    assert.match(
      report.headline,
      /The baseline of late:1 has the form 2, and this Modelyard reads 1\. .*Name rows under `reference`/,
    );
    assert.deepEqual([report.columns, report.drift?.verdict, report.separation], [[], 'unknown', null]);
    assert.equal(check(report, 'performance')?.status, 'passed');
    assert.equal((await modelyard('monitor run late --again --fail-on-drift')).code, 1);
    write('registry/late/v1.version.yaml', version);
  });

  await t.test('a commit that this clone does not have, and no run', async () => {
    rmSync(join(folder, '.modelyard/runs.db'));
    write('registry/late/v1.version.yaml', version.replace(/commit: [0-9a-f]{40}/, `commit: ${'a'.repeat(40)}`));
    const report = await run();
    assert.equal(report.verdict, 'unknown');
    assert.match(report.headline, /The commit aaaaaaaaaaaa of late:1 is not in this clone\. Fetch it/);
    write('registry/late/v1.version.yaml', version);
    assert.equal((await run()).verdict, 'drift', 'by the specs at its commit');
  });
});

test('a model that was registered from a file reads its inputs by name', async (t) => {
  const project = await gitProject(t, {
    fixture: `${PIPELINE.slice(PIPELINE.indexOf('#- rows'))}
#- own.monitor.yaml
monitor: own
model: sigmoid
reference: {dataset: rows, where: moment < timestamp '2026-02-01'}
current: {dataset: rows, window: 14d, until: latest}
drift: {}
`,
  });
  await project.parquet('data/rows.parquet', `SELECT *, amount AS x FROM (${ROWS})`);
  writeFileSync(join(project.folder, 'own.onnx'), onnxModel(1));
  const registered = await project.modelyard('models register own.onnx --name sigmoid');
  assert.equal(registered.code, 0, registered.err);
  const said = await project.modelyard('monitor run own --format json');
  assert.equal(said.code, 0, said.err);
  const report = said.json<MonitorReport>();
  assert.deepEqual(
    report.columns.map(({ column, verdict }) => [column, verdict]),
    [['x', 'drift']],
  );
  assert.equal(report.verdict, 'drift');
});
