import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure } from '../../../engine/src/failure.ts';
import type { GateRule, ThresholdRule } from '../../../engine/src/ports/gate.ts';
import { keepFolder } from '../../../engine/src/registry/modelFolder.ts';
import { RUN_TAGS } from '../../../engine/src/tracking/tags.ts';
import { gateKit } from '../../kit/gateKit.ts';

const threshold = (more: Partial<ThresholdRule>): ThresholdRule => ({
  kind: 'threshold',
  name: 'good',
  metric: 'roc_auc',
  bound: 'value',
  ...more,
});

test('a threshold holds a value, or an end of its interval, against limits', async (t) => {
  const { ask, version } = await gateKit(t);
  const candidate = await version(1);
  const said = async (more: Partial<ThresholdRule>) => (await ask(threshold(more), candidate)).status;
  assert.equal(await said({ min: 0.713 }), 'passed');
  assert.equal(await said({ min: 0.7131 }), 'failed');
  assert.equal(await said({ min: 0.713, bound: 'low' }), 'failed');
  assert.equal(await said({ max: 0.713, bound: 'high' }), 'failed');
  assert.equal(await said({ min: 0.7, max: 0.72 }), 'passed');
});

test('what was never measured, or is no number, is unknown', async (t) => {
  const { ask, version } = await gateKit(t);
  const metrics = { roc_auc: { value: Number.NaN }, brier: { value: 0.1 } };
  const candidate = await version(1, { metrics });
  const code = async (more: Partial<ThresholdRule>) => (await ask(threshold(more), candidate)).code;
  assert.equal(await code({ min: 0.1 }), 'metric-not-finite');
  assert.equal(await code({ metric: 'brier', max: 1, bound: 'high' }), 'no-interval');
  assert.equal(await code({ metric: 'f1', min: 0.1 }), 'metric-not-measured');
  assert.equal(await code({ min: 0.1, slice: { origin: 'ORD' } }), 'scores-missing');
});

test('a slice is measured from the scores, by columns of the scores or of the test rows', async (t) => {
  const { ask, version, table } = await gateKit(t);
  const rows = `select i, i % 4 as hour, i % 2 = 0 as late, case when i % 4 < 2 then 'A' else 'B' end as origin from range(800) as r(i)`;
  const scores = await table(
    `select 'r' || i as row_id, late as label, true as prediction, case when (origin = 'A') = late then 0.9 else 0.1 end as score, origin from (${rows})`,
  );
  const candidate = await version(1, { evidence: { scores, test: await table(rows) } });
  const auc = async (slice: NonNullable<ThresholdRule['slice']>) => {
    const { figures, code } = await ask(threshold({ min: 0.5, slice }), candidate);
    return figures[0] === undefined ? code : [figures[0].value, figures[0].rows];
  };
  assert.deepEqual(await auc({ origin: 'A' }), [1, 400]);
  assert.deepEqual(await auc({ origin: 'B' }), [0, 400]);
  assert.deepEqual(await auc({ late: true, origin: 'A' }), 'metric-undefined');
  assert.deepEqual(await auc({ i: 7 }), 'slice-too-small');
  assert.deepEqual(await auc({ hour: 9 }), 'slice-empty');
  assert.deepEqual(await auc({ planet: 'Mars' }), 'slice-column-missing');
});

test('the age is that of the newest test row, by a clock that may be wrong', async (t) => {
  const { ask, version, table } = await gateKit(t);
  const told = async (sql: string) => {
    const candidate = await version(1, { evidence: { test: await table(sql) } });
    const { status, code, figures } = await ask({ kind: 'age', name: 'fresh', age: 86_400 }, candidate);
    return [status, code, figures[0]?.value];
  };
  const at = (text: string) =>
    `select 1 as x, timestamp '${text}' as timestamp union all select 2, timestamp '2001-01-01'`;
  assert.deepEqual(await told(at('2026-11-20 09:00')), ['passed', undefined, 3600]);
  assert.deepEqual(await told(at('2026-11-19 09:00')), ['failed', 'too-old', 90_000]);
  assert.deepEqual(await told(at('2026-11-21 09:00')), ['unknown', 'time-ahead', undefined]);
  assert.deepEqual(await told('select 1 as x'), ['unknown', 'no-timestamp', undefined]);
  const { code } = await ask({ kind: 'age', name: 'fresh', age: 1 }, await version(1));
  assert.equal(code, 'test-rows-missing');
});

test('the model is asked one row at a time, as often as time allows', async (t) => {
  const { ask, version, table } = await gateKit(t);
  const evidence = { test: await table('select i::float as x from range(50) as r(i)') };
  const rule = (p95: number, size?: number): GateRule => ({
    kind: 'latency',
    name: 'quick',
    p95,
    ...(size ? { size } : {}),
  });
  const candidate = await version(1, { evidence });
  const quick = await ask(rule(60, 1e6), candidate);
  assert.deepEqual([quick.status, quick.figures.map(({ name }) => name)], ['passed', ['latency_p95', 'size']]);
  assert.ok(quick.figures[0]!.rows! >= 40 && quick.figures[0]!.value > 0);
  assert.equal((await ask(rule(1e-9), candidate)).code, 'too-slow');
  assert.equal((await ask(rule(60, 10), candidate)).code, 'too-large');
  assert.equal((await ask(rule(60), { ...candidate, format: 'files' })).code, 'not-runnable');
});

test('checks of the data are those that a run has recorded, else those of the same data now', async (t) => {
  const { ask, version, stores } = await gateKit(t);
  const rule: GateRule = { kind: 'checks', name: 'held' };
  assert.equal((await ask(rule, await version(1))).code, 'no-data');
  const candidate = await version(1, { data: { rows: { version: 'abc', rows: 5 } } });
  const gone = { dataset: () => Promise.reject(new Failure('source-not-found', 'rows.parquet: not found')) };
  const dark = await ask(rule, candidate, gone);
  assert.deepEqual([dark.status, dark.code], ['unknown', 'checks-unknown']);
  assert.match(dark.reason, /rows\.parquet: not found/);
  const record = async (status: 'finished' | 'failed', at: number): Promise<void> => {
    const tags = { [RUN_TAGS.checks]: 'rows@abc' };
    const run = await stores.runs.createRun({ experiment: 'e', name: 'validate', startTime: at, user: 'ada', tags });
    await stores.runs.finish(run.id, status, at + 1);
  };
  await record('finished', 1000);
  const held = await ask(rule, candidate, gone);
  assert.deepEqual([held.status, held.evidence[0]?.kind], ['passed', 'run']);
  await record('failed', 2000);
  assert.equal((await ask(rule, candidate, gone)).code, 'checks-failed');
});

test('a program of the team is told where things are, fetched where they are not here, in Python as in any other', async (t) => {
  const { ask, version, stores } = await gateKit(t);
  const absent = { ...stores, artifacts: Object.assign(Object.create(stores.artifacts), { has: async () => false }) };
  const { sha256: scores } = await stores.artifacts.putBytes('scores');
  const code = [
    'import os, sys',
    'names = ["MODELYARD_MODEL_FILE", "MODELYARD_MODEL_FOLDER", "MODELYARD_SCORES", "MODELYARD_TEST"]',
    'print(" ".join(sorted(name for name in names if os.path.exists(os.environ.get(name, "none")))))',
    'folder = os.environ.get("MODELYARD_MODEL_FOLDER")',
    'print(sorted(os.listdir(folder)) if folder else "no folder")',
    'sys.exit(0 if os.environ["MODELYARD_MODEL"] == "late" else 1)',
  ].join('\n');
  const rule: GateRule = { kind: 'run', name: 'ours', run: 'python3 gate.py', inputs: [] };
  const told = (candidate: Awaited<ReturnType<typeof version>>) =>
    ask(rule, candidate, {
      stores: absent,
      fileOfRules: async (file) => (file === 'gate.py' ? Buffer.from(code) : undefined),
    });
  const onnx = await told(await version(1, { evidence: { scores, test: 'b'.repeat(64) } }));
  if (onnx.code === 'python-not-found') return t.skip('there is no Python here');
  assert.deepEqual([onnx.status, onnx.code], ['passed', undefined], onnx.reason);
  assert.match(onnx.reason, /MODELYARD_MODEL_FILE MODELYARD_SCORES\b/);
  assert.doesNotMatch(onnx.reason, /MODELYARD_TEST/, 'what is on no machine is not named');
  const file = await stores.artifacts.putBytes('weights');
  const { sha256, size } = await keepFolder(stores.artifacts, [{ path: 'model.bin', ...file }]);
  const folder = await told(await version(2, { format: 'files', sha256, size, folder: sha256 }));
  assert.equal(folder.status, 'passed', folder.reason);
  assert.match(folder.reason, /MODELYARD_MODEL_FOLDER/);
  assert.match(folder.reason, /\['model\.bin'\]/);
  return undefined;
});

test('a model that is a folder is as large as its files together', async (t) => {
  const { ask, version, stores } = await gateKit(t);
  const files = await Promise.all(['one', 'four'].map((text) => stores.artifacts.putBytes(text)));
  const { sha256, size } = await keepFolder(
    stores.artifacts,
    files.map((file, at) => ({ path: `${at}.bin`, ...file })),
  );
  const candidate = await version(1, { format: 'files', sha256, size, folder: sha256 });
  const held = await ask({ kind: 'size', name: 'small', size: 7 }, candidate);
  assert.deepEqual([held.status, held.figures[0]?.value], ['passed', 7]);
  assert.equal((await ask({ kind: 'size', name: 'small', size: 6 }, candidate)).code, 'too-large');
});

test('a card is the version’s, else the alias’s as if it had moved, and is complete and true', async (t) => {
  const { ask, version, host, stores, root } = await gateKit(t);
  const made = await version(1);
  const { version: candidate } = await stores.registry.register(made);
  const asked = () => ask({ kind: 'card', name: 'described' }, candidate);
  const write = (path: string, text: string) => host.files.write(`${root}/${path}`, text);
  const card = (model: string, metrics = '{roc_auc: 0.71}') =>
    `modelcard: late\nmodel: ${model}\nowners: [{name: Ada, email: a@b.c}]\nlicense: MIT\nintended_use: {primary: x}\ntraining_data: rows\nmetrics: ${metrics}\nlimitations: none\nethical_considerations: none\nrisk: {level: minimal}\n`;
  assert.equal((await asked()).code, 'no-card');
  await write('late.modelcard.yaml', card('late@staging'));
  assert.match((await asked()).next ?? '', /late\.modelcard\.yaml be `late@production`/);
  await write('late.modelcard.yaml', card('late@production'));
  const whole = await asked();
  assert.deepEqual([whole.status, whole.figures[0]?.value, whole.figures[0]?.min], ['passed', 8, 8], whole.reason);
  await write('late.modelcard.yaml', card('late:1', '{roc_auc: 0.75}'));
  assert.deepEqual([(await asked()).status, (await asked()).code], ['failed', 'card-metric-differs']);
  await write('late.modelcard.yaml', card('late:1', '{roc_auc: 0.71, brier: 0.1}'));
  assert.equal((await asked()).status, 'unknown', 'a figure that the version does not hold');
  await write(
    'late.modelcard.yaml',
    card('late:1').replace('limitations: none', 'limitations: ...').replace('license: MIT\n', ''),
  );
  const open = await asked();
  assert.deepEqual([open.status, open.code, open.figures[0]?.value], ['failed', 'card-incomplete', 6], open.reason);
});
