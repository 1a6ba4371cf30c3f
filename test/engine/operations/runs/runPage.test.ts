import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { evaluate as measure } from '../../../../engine/src/evaluation/evaluate.ts';
import type { Scored } from '../../../../engine/src/evaluation/scored.ts';
import type { ModelValue, TableValue } from '../../../../engine/src/ports/step.ts';
import { type StoredStep, storedRuns } from '../../../kit/storedRuns.ts';

const FIXTURE = `
#- flight.pipeline.yaml
pipeline: flight
params:
  rounds: 300
  least: 0.65
steps:
  examples:
    uses: data/examples
    with: { from: flights }
  split:
    uses: data/split
    with: { data: "\${{ steps.examples.data }}", test: 20% }
  train:
    uses: model/train
    with:
      data: \${{ steps.split.train }}
      params: { rounds: "\${{ params.rounds }}", max_leaves: 63 }
  evaluate:
    uses: model/evaluate
    with:
      model: \${{ steps.train.model }}
      data: \${{ steps.split.test }}
      metrics:
        - accuracy
        - roc_auc
        - name: cost
          sql: avg(score)
  register:
    uses: model/register
    if: \${{ steps.evaluate.metrics.roc_auc >= params.least }}
    with: { model: "\${{ steps.train.model }}", name: flight-delay }
#- flights.dataset.yaml
dataset: flights
source: data/flights.parquet
#- airport.features.yaml
features: airport
dataset: flights
entity: { airport: origin }
fields: {}
`;

const lineage = { flights: { version: 'a81c', rows: 3000 } };
const features = { airport: '91aa' };
const read = [{ name: 'flights', version: 'a81c', rows: 3000 }];

function table(name: string): TableValue {
  const bytes = { sha256: name.padEnd(64, '0'), size: 10, rows: 100 };
  return { kind: 'table', ...bytes, columns: [], roles: {}, lineage, features };
}

const MODEL: ModelValue = {
  kind: 'model',
  format: 'onnx',
  sha256: 'e'.repeat(64),
  size: 10,
  signature: null,
  target: 'late',
  task: 'binary',
  baseline: null,
  params: { rounds: 300, max_leaves: 63 },
  lineage,
  features,
};

const examples: StoredStep = {
  step: 'examples',
  uses: 'data/examples',
  outputs: { data: table('examples') },
  datasets: read,
};

const split: StoredStep = {
  step: 'split',
  uses: 'data/split',
  needs: ['examples'],
  outputs: { train: table('train'), test: table('test') },
};

const train: StoredStep = {
  step: 'train',
  uses: 'model/train',
  needs: ['split'],
  params: { rounds: '300', max_leaves: '63', seed: '7' },
  points: { log_loss: [0.5, 0.45, 0.42, 0.43], best_round: [3] },
  outputs: { model: MODEL },
  datasets: read,
  artifacts: { 'model.onnx': 'bytes of the model' },
};

/** Scores of 60 rows; every value of `origin` has as many. */
function binary(origins: number): Scored {
  const rows = Math.max(60, origins);
  const codes = Int32Array.from({ length: rows }, (_, row) => row % origins);
  return {
    task: 'binary',
    classes: ['false', 'true'],
    labels: Int32Array.from({ length: rows }, (_, row) => Number(row % 3 === 0)),
    scores: [Float64Array.from({ length: rows }, (_, row) => ((row * 7) % 20) / 20)],
    slices: [{ name: 'origin', codes, dictionary: Array.from({ length: origins }, (_, code) => `airport ${code}`) }],
  };
}

async function evaluateStep(scored: Scored, more: Partial<StoredStep> = {}): Promise<StoredStep> {
  const { curves, ...report } = await measure(scored, { resamples: 50, minSliceRows: 5, maxSlices: 100_000 });
  const measured = Object.entries(report.metrics).flatMap(([name, { value, low, high }]) =>
    value === null ? [] : [[name, [value, ...(low === undefined || high === undefined ? [] : [low, high])]] as const],
  );
  return {
    step: 'evaluate',
    uses: 'model/evaluate',
    needs: ['train', 'split'],
    measured: Object.fromEntries(measured),
    datasets: read.map((one) => ({ ...one, context: 'test' })),
    artifacts: { 'evaluation.json': report, 'curves.json': curves },
    ...more,
  };
}

async function finished(t: TestContext, origins = 4) {
  const kit = storedRuns(t, FIXTURE);
  const evaluate = await evaluateStep(binary(origins));
  const stored = {
    params: { rounds: '300', least: '0.65' },
    datasets: read,
    steps: [examples, split, train, evaluate],
  };
  return { ...kit, stored, evaluate, id: (await kit.run(stored)).id };
}

test('a finished run: what it measured, what made it and where that stands', async (t) => {
  const { page, id } = await finished(t);
  const shown = await page(id.slice(0, 8));
  assert.deepEqual(
    [shown.id, shown.experiment, shown.pipeline, shown.status, shown.seconds, shown.user],
    [id, 'flight', 'flight', 'finished', 9, 'ann'],
  );
  assert.deepEqual(shown.place, { file: 'flight.pipeline.yaml', line: 0 });
  assert.deepEqual([shown.failure, shown.live, shown.against, shown.models], [null, null, null, []]);
  assert.deepEqual(
    shown.steps.map(({ step, uses, status, seconds, began, place }) => [
      step,
      uses,
      status,
      seconds,
      began,
      place?.line,
    ]),
    [
      ['examples', 'data/examples', 'done', 2, 1, 5],
      ['split', 'data/split', 'done', 2, 1, 8],
      ['train', 'model/train', 'done', 2, 1, 11],
      ['evaluate', 'model/evaluate', 'done', 2, 1, 16],
    ],
  );
  assert.deepEqual(shown.training, {
    ...{ step: 'train', run: shown.steps[2]?.run, series: ['log_loss'] },
    ...{ best: 3, stoppedAt: 4 },
  });
  assert.deepEqual(shown.data, [
    {
      ...{ dataset: 'flights', version: 'a81c', context: null, rows: 3000, isCurrent: null },
      place: { file: 'flights.dataset.yaml', line: 0 },
    },
  ]);
  assert.deepEqual(
    shown.artifacts.map(({ path, isHere }) => [path, isHere]),
    [
      ['evaluate/curves.json', true],
      ['evaluate/evaluation.json', true],
      ['train/model.onnx', true],
    ],
  );
});

test('its metrics: the main one first, then the others as they were asked for', async (t) => {
  const { page, id } = await finished(t);
  const { metrics } = await page(id);
  assert.deepEqual(
    metrics.slice(0, 3).map(({ name, step, better, place }) => [name, step, better, place?.line]),
    [
      ['roc_auc', 'evaluate', 'higher', 23],
      ['pr_auc', 'evaluate', 'higher', 16],
      ['log_loss', 'evaluate', 'lower', 16],
    ],
  );
  assert.deepEqual(metrics[0]?.conditions, [
    { text: '>= params.least', isMet: false, place: { file: 'flight.pipeline.yaml', line: 28 } },
  ]);
  assert.ok(metrics[0]?.low !== undefined && metrics[0].low < metrics[0].high!);
});

test('its parameters: those it was called with, then the learner’s, set ones first', async (t) => {
  const { page, id } = await finished(t);
  assert.deepEqual(
    (await page(id)).params.map(({ name, value, was, place }) => [name, value, was, place?.line]),
    [
      ['rounds', '300', null, 2],
      ['least', '0.65', null, 3],
      ['max_leaves', '63', null, 15],
      ['seed', '7', null, undefined],
    ],
  );
});

test('its lineage: what each step read itself', async (t) => {
  const { page, id } = await finished(t);
  const { nodes, edges } = (await page(id)).lineage;
  assert.deepEqual(
    nodes.map(({ id: name, kind, detail }) => [name, kind, detail]),
    [
      ['dataset flights', 'dataset', 'a81c, 3,000 rows'],
      ['features airport', 'features', '91aa'],
      ['step examples', 'step', 'data/examples'],
      ['step split', 'step', 'data/split'],
      ['step train', 'step', 'model/train'],
      ['step evaluate', 'step', 'model/evaluate'],
    ],
  );
  assert.deepEqual(
    edges.map(({ from, to }) => `${from} -> ${to}`),
    [
      'dataset flights -> features airport',
      'dataset flights -> step examples',
      'features airport -> step examples',
      'step examples -> step split',
      'step split -> step train',
      'step train -> step evaluate',
      'step split -> step evaluate',
    ],
  );
});

test('a binary evaluation: curves at its threshold, slices worst first', async (t) => {
  const { page, id } = await finished(t);
  const { evaluation } = await page(id);
  assert.ok(evaluation);
  assert.deepEqual(
    [evaluation.task, evaluation.rows, evaluation.target, evaluation.classes, evaluation.threshold],
    ['binary', 60, 'late', ['false', 'true'], 0.5],
  );
  assert.deepEqual(evaluation.intervals, { level: 0.95, resamples: 50 });
  assert.deepEqual(Object.keys(evaluation.curves), ['roc', 'pr', 'calibration', 'confusion']);
  const [slices] = evaluation.slices;
  assert.deepEqual([slices?.column, slices?.total], ['origin', 4]);
  const values = slices?.values.map(({ metrics }) => metrics['roc_auc']?.value ?? Number.NaN) ?? [];
  assert.deepEqual(
    values,
    values.toSorted((a, b) => a - b),
  );
});

test('12,000 slices are cut to the worst ones', async (t) => {
  const kit = storedRuns(t, FIXTURE);
  const { artifacts } = await evaluateStep(binary(4));
  const report = artifacts?.['evaluation.json'] as object;
  const values = Array.from({ length: 12_000 }, (_, index) => ({
    value: `v${index}`,
    rows: 12_000 - index,
    metrics: { roc_auc: index % 2 === 0 ? { value: 1 - index / 20_000 } : { value: null, reason: 'one class only' } },
  }));
  const slices = [{ name: 'origin', total: 12_000, shown: 12_000, values }];
  const evaluate = await evaluateStep(binary(4), {
    artifacts: { ...artifacts, 'evaluation.json': { ...report, slices } },
  });
  const { id } = await kit.run({ steps: [examples, split, train, evaluate] });
  const [cut] = (await kit.page(id)).evaluation?.slices ?? [];
  assert.deepEqual(
    [cut?.total, cut?.values.length, cut?.values[0]?.value, cut?.values[1]?.value],
    [12_000, 500, 'v11998', 'v11996'],
  );
});

test('an evaluation of several classes, and one of numbers', async (t) => {
  const kit = storedRuns(t, FIXTURE);
  const classes = ['early', 'late', 'on time'];
  const pages = [];
  const third = Float64Array.from({ length: 60 }, (_, row) => 0.2 + (row % 7) / 20);
  for (const scored of [
    {
      task: 'multiclass' as const,
      classes,
      labels: Int32Array.from({ length: 60 }, (_, row) => row % 3),
      scores: [third, third.map((one) => (1 - one) / 2), third.map((one) => (1 - one) / 2)],
    },
    { task: 'regression' as const, labels: third, scores: [third.map((one) => one * 1.1)] },
  ]) {
    const { id } = await kit.run({ steps: [examples, split, train, await evaluateStep(scored)] });
    pages.push(await kit.page(id));
  }
  const [several, numbers] = pages.map(({ evaluation }) => evaluation);
  assert.deepEqual([several?.task, several?.classes, several?.curves.roc?.length], ['multiclass', classes, 3]);
  assert.deepEqual(
    [numbers?.task, numbers?.threshold, Object.keys(numbers?.curves ?? {})],
    ['regression', null, ['predicted', 'residuals']],
  );
  assert.deepEqual(pages[1]?.metrics.map(({ name, better }) => [name, better]).slice(0, 2), [
    ['mae', 'lower'],
    ['rmse', 'lower'],
  ]);
});

test('held against production: figures, curves and what differs', async (t) => {
  const { run, page, model, registry, stored, evaluate, id: theirs } = await finished(t);
  const metrics = { roc_auc: { value: 0.1, low: 0.05, high: 0.15 } };
  const params = { rounds: 300, max_leaves: 31 };
  await registry.register(await model('old', { metrics, params, run: theirs, data: lineage, features: {} }));
  await registry.setAlias('flight-delay', 'production', 1);
  const steps = [examples, split, { ...train, params: { ...train.params, rounds: '200' } }, evaluate];
  const { id } = await run({ ...stored, params: { rounds: '200' }, steps });
  const shown = await page(id);
  assert.deepEqual(shown.against, {
    ...{ model: 'flight-delay', alias: 'production', version: 1, run: theirs, sameRows: true },
    differences: [
      { group: 'params', name: 'least', here: null, there: '0.65' },
      { group: 'params', name: 'max_leaves', here: '63', there: '31' },
      { group: 'features', name: 'airport', here: '91aa', there: null },
    ],
  });
  assert.deepEqual([shown.metrics[0]?.name, shown.metrics[0]?.against?.verdict], ['roc_auc', 'better']);
  assert.deepEqual(Object.keys(shown.evaluation?.curvesAgainst ?? {}), ['roc', 'pr', 'calibration', 'confusion']);
  assert.deepEqual(
    shown.params.slice(0, 2).map(({ name, was }) => [name, was]),
    [
      ['rounds', '300'],
      ['max_leaves', '31'],
    ],
  );
  // Its own version is no measure.
  assert.equal((await page(theirs)).against, null);
});

test('of several evaluations the one of the model in production is shown beside', async (t) => {
  const { run, page, model, registry, stored, evaluate, id } = await finished(t);
  const [first, second] = [await model('first'), await model('second')];
  const trained = (step: string, { sha256 }: { readonly sha256: string }): StoredStep => ({
    ...train,
    step,
    outputs: { model: { ...MODEL, sha256 } },
  });
  const measured = await evaluateStep({ ...binary(4), classes: ['no', 'yes'] }, { step: 'second', needs: ['other'] });
  const steps = [examples, split, trained('train', first), evaluate, trained('other', second), measured];
  const theirs = await run({ ...stored, steps });
  for (const version of [first, second]) await registry.register({ ...version, run: theirs.id });
  await registry.setAlias('flight-delay', 'production', 1);
  assert.equal((await page(id)).evaluation?.curvesAgainst?.roc?.[0]?.class, 'true');
});

test('production whose run is elsewhere is told by its version alone', async (t) => {
  const { page, model, registry, id } = await finished(t);
  await registry.register(await model('old', { metrics: { roc_auc: { value: 0.1 } } }));
  await registry.setAlias('flight-delay', 'production', 1);
  const { against, evaluation, metrics } = await page(id);
  assert.deepEqual([against?.sameRows, evaluation?.curvesAgainst], [false, null]);
  assert.deepEqual([metrics[0]?.against?.version, metrics[0]?.against?.verdict], [1, null]);
});

test('a failed run: the cause, its next step and the last lines come first', async (t) => {
  const { run, page } = storedRuns(t, FIXTURE);
  const failed: StoredStep = { ...train, status: 'failed', reason: 'No row is left.', outputs: {} };
  const line = (step: string, text: string) => ({ type: 'log', step, stream: 'stderr', line: text }) as const;
  const { id } = await run({
    status: 'failed',
    tags: { 'modelyard.failure': 'No row is left.' },
    steps: [examples, split, failed],
    events: [
      line('train', 'reading'),
      line('split', 'of another step'),
      line('train', 'no rows'),
      {
        ...{ type: 'step.finished', step: 'train', status: 'failed', seconds: 1 },
        ...{ reason: 'No row is left.', next: 'Look at `where`.', at: '2026-11-20T10:00:03Z' },
      },
      {
        ...{ type: 'step.finished', step: 'evaluate', status: 'skipped', seconds: 0 },
        ...{ reason: '`train` failed', at: '2026-11-20T10:00:03Z' },
      },
    ],
  });
  const shown = await page(id);
  assert.deepEqual(shown.failure, {
    ...{ step: 'train', message: 'No row is left.', next: 'Look at `where`.' },
    ...{ log: ['reading', 'no rows'], canResume: true },
  });
  assert.deepEqual([shown.evaluation, shown.metrics], [null, []]);
  assert.deepEqual(shown.steps.at(2)?.reason, 'No row is left.');
});

test('a run can go on only with the specs it began with', async (t) => {
  const { run, runs, page } = storedRuns(t, FIXTURE);
  const { id } = await run({ status: 'interrupted', steps: [examples] });
  assert.equal((await page(id)).failure?.canResume, true);
  await runs.log(id, { artifacts: [{ path: 'specs/flight.pipeline.yaml', size: 1, sha256: '0'.repeat(64) }] });
  assert.equal((await page(id)).failure?.canResume, false);
  const gone = await run({ status: 'cancelled', experiment: 'gone' });
  assert.deepEqual((await page(gone.id)).failure, {
    ...{ step: null, message: 'It was cancelled.', next: null, log: [], canResume: false },
  });
});

test('a run at work: what is known so far', async (t) => {
  const { run, page } = storedRuns(t, FIXTURE);
  const { id } = await run({
    status: 'running',
    steps: [examples, split, { ...train, status: 'running', points: {}, artifacts: {} }],
    events: [
      {
        ...{ type: 'run.started', run: '', pipeline: 'flight', resumed: false, at: '2026-11-20T10:00:00Z' },
        steps: ['examples', 'split', 'train', 'evaluate'].map((step, index, all) => ({
          step,
          needs: index === 0 ? [] : [all[index - 1]!],
        })),
      },
      { type: 'metric', step: 'train', name: 'log_loss', value: 0.5, index: 1 },
    ],
  });
  const shown = await page(id);
  assert.deepEqual(
    shown.steps.map(({ step, status, seconds }) => [step, status, seconds]),
    [
      ['examples', 'done', 2],
      ['split', 'done', 2],
      ['train', 'running', null],
      ['evaluate', 'waiting', null],
    ],
  );
  assert.deepEqual(shown.training?.series, ['log_loss']);
  assert.deepEqual([shown.endedAt, shown.seconds, shown.failure, shown.evaluation], [null, null, null, null]);
  // Asked for by the run of a step.
  assert.equal((await page(shown.steps[2]?.run ?? '')).id, id);
});

test('a resumed run waits for what did not end well before', async (t) => {
  const { run, page } = storedRuns(t, FIXTURE);
  const { id } = await run({
    status: 'running',
    steps: [examples, { ...split, status: 'failed' }, { ...train, status: 'failed' }],
    events: [
      {
        ...{ type: 'step.finished', step: 'split', status: 'failed', seconds: 1, reason: 'No row is left.' },
        at: '2026-11-20T10:00:03Z',
      },
      {
        ...{ type: 'run.started', run: '', pipeline: 'flight', resumed: true, at: '2026-11-20T10:01:00Z' },
        steps: ['examples', 'split', 'train'].map((step) => ({ step, needs: [] })),
      },
      { type: 'step.finished', step: 'train', status: 'failed', seconds: 1, at: '2026-11-20T10:01:03Z' },
    ],
  });
  assert.deepEqual(
    (await page(id)).steps.map(({ step, status, seconds, reason }) => [step, status, seconds, reason]),
    [
      ['examples', 'done', 2, null],
      ['split', 'waiting', null, null],
      ['train', 'failed', 2, 'It broke.'],
    ],
  );
});

test('metrics without a value say why', async (t) => {
  const { run, page } = storedRuns(t, FIXTURE);
  const { artifacts } = await evaluateStep(binary(4));
  const metrics = { accuracy: { value: 0.7 }, roc_auc: { value: null, reason: 'one class only' }, cost: { value: 2 } };
  const report = { ...(artifacts?.['evaluation.json'] as object), metrics };
  const evaluate: StoredStep = {
    ...(await evaluateStep(binary(4))),
    measured: { accuracy: [0.7], cost: [Number.NaN] },
    artifacts: { 'evaluation.json': report },
  };
  const shown = await page((await run({ steps: [examples, split, train, evaluate] })).id);
  assert.deepEqual(
    shown.metrics.map(({ name, value, reason, sql, conditions }) => [name, value, reason, sql, conditions[0]?.isMet]),
    [
      ['accuracy', 0.7, null, null, undefined],
      ['roc_auc', 'NaN', 'one class only', null, null],
      ['cost', 'NaN', null, 'avg(score)', undefined],
    ],
  );
  assert.deepEqual([shown.evaluation?.curvesMissing, shown.evaluation?.curves], [true, {}]);
});

test('a run whose bytes are gone shows what its store knows', async (t) => {
  const { page, id, projectRoot } = await finished(t);
  rmSync(join(projectRoot, '.modelyard', 'objects'), { recursive: true });
  const shown = await page(id);
  assert.equal(shown.evaluation, null);
  assert.deepEqual([shown.metrics[0]?.name, shown.metrics[0]?.step], ['roc_auc', 'evaluate']);
  assert.ok(shown.artifacts.every(({ isHere }) => !isHere));
});

test('a run of a pipeline that is gone has no places', async (t) => {
  const { run, page, stored } = await finished(t);
  const shown = await page((await run({ ...stored, experiment: 'gone' })).id);
  assert.deepEqual([shown.place, shown.steps[0]?.place, shown.metrics[0]?.place], [null, null, null]);
  assert.deepEqual([shown.metrics[0]?.name, shown.evaluation?.target], ['accuracy', 'late']);
});

test('a run of the user’s own programs: figures, no curves', async (t) => {
  const fixture = `
#- flight.pipeline.yaml
pipeline: flight
steps:
  baseline: { run: python3 baseline.py, outputs: { metrics: metrics.json } }
`;
  const { run, page } = storedRuns(t, fixture);
  const baseline: StoredStep = { step: 'baseline', uses: 'run', points: { skill: [0.04] } };
  const shown = await page((await run({ steps: [baseline] })).id);
  assert.deepEqual(
    shown.metrics.map(({ name, value, step }) => [name, value, step]),
    [['skill', 0.04, 'baseline']],
  );
  assert.deepEqual([shown.evaluation, shown.training], [null, null]);
});

test('a run without steps, as other clients log them, has its own series', async (t) => {
  const { run, runs, page } = storedRuns(t, FIXTURE);
  const { id } = await run({ experiment: 'elsewhere' });
  const metrics = [1, 2, 3].map((step) => ({ key: 'loss', value: 1 / step, step, timestamp: 0 }));
  await runs.log(id, { metrics });
  const { training, metrics: shown, lineage } = await page(id);
  assert.deepEqual(training, { step: 'elsewhere', run: id, series: ['loss'], best: null, stoppedAt: null });
  assert.deepEqual([shown[0]?.name, shown[0]?.step, lineage.nodes], ['loss', '', []]);
});

test('tags that anybody may set break nothing', async (t) => {
  const { run, page } = storedRuns(t, FIXTURE);
  const tags = Object.fromEntries(
    ['environment', 'call', 'peak_memory'].map((name) => [`modelyard.${name}`, 'no {JSON']),
  );
  Object.assign(tags, { 'modelyard.steps': '[1, null, {"step": 2}]', 'modelyard.models': '[null, {"name": "a"}]' });
  const shown = await page((await run({ tags: { ...tags, keep: 'yes', 'mlflow.note.content': 'wider trees' } })).id);
  assert.deepEqual([shown.models, shown.steps, shown.environment, shown.peakMemory], [[], [], {}, null]);
  assert.deepEqual([shown.tags, shown.notes], [{ keep: 'yes' }, 'wider trees']);
});
