import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDuckDb } from '../../../engine/src/adapters/duckdb/duckDb.ts';
import type { Evaluation } from '../../../engine/src/evaluation/evaluation.ts';
import { type TestProject, testProject } from '../../kit/project.ts';

/** As evaluatePredictions.py prints them. */
const SKLEARN = {
  binary: {
    roc_auc: 0.6751844903064415,
    pr_auc: 0.6817548136702121,
    log_loss: 0.9754811218920664,
    brier: 0.24669449999999998,
    accuracy: 0.64,
    f1: 0.645320197044335,
    mcc: 0.27996600155307094,
  },
  slices: {
    a: { rows: 134, roc_auc: 0.6712374581939798, f1: 0.6470588235294118 },
    b: { rows: 133, roc_auc: 0.6907835144927538, f1: 0.6518518518518519 },
    c: { rows: 133, roc_auc: 0.6637268204432383, f1: 0.6370370370370371 },
  },
  multiclass: { accuracy: 0.6275, balanced_accuracy: 0.6094971484211991, log_loss: 1.0100688545510916 },
  regression: { rmse: 0.9501074053140798, mae: 0.8217857142857143, r2: 0.8982039934896123 },
};

const ROWS = `
  select i as id, 'abc'[1 + i % 3] as port, ((i * 37) % 101)::double / 100 as p,
    ((i * 53) % 97)::double / 97 < ((i * 37) % 101)::double / 100 * 0.6::double + 0.2::double as late,
    p >= 0.5 as said
  from range(400) as r(i)`;

const ANIMALS = `
  with raw as (
    select i, 1 + (i * 7) % 11 as a, 1 + (i * 5) % 13 as b, 1 + (i * 3) % 17 as c from range(400) as r(i)),
  told as (select *, list_position([a, b, c], greatest(a, b, c)) as best from raw)
  select (['ant', 'bee', 'cat'])[case when (i * 29) % 7 < 3 then best else 1 + i % 3 end] as animal,
    a::double / (a + b + c) as p_ant, b::double / (a + b + c) as p_bee, c::double / (a + b + c) as p_cat
  from told`;

const PRICES = `
  select ((i * 31) % 103)::double / 10 as price, price + ((i * 17) % 23 - 11)::double / 7 as estimate
  from range(400) as r(i)`;

function project(t: Parameters<typeof testProject>[0], given: string, dataset = ''): TestProject {
  return testProject(
    t,
    `
#- rows.dataset.yaml
dataset: rows
source: rows.parquet
${dataset}
#- measure.pipeline.yaml
pipeline: measure
steps:
  program:
    run: cp rows.parquet \${{ outputs.said }}
    inputs: {rows: rows.parquet}
    outputs: {said: said.parquet}
  evaluate:
    uses: model/evaluate
    with: ${given}
`,
  );
}

const BINARY = `{predictions: rows, target: late, score: p, slices: [port], metrics: [roc_auc, pr_auc, log_loss, brier, accuracy, f1, mcc], intervals: {resamples: 200}}`;

test('predictions of a dataset have the figures that scikit-learn gives them, whole and by slice', async (t) => {
  const made = project(t, BINARY, 'key: [id]');
  await made.parquet('rows.parquet', ROWS);
  const { metrics, slices, intervals, task } = await evaluated(made);
  assert.equal(task, 'binary');
  near(valuesOf(metrics), SKLEARN.binary);
  const [port] = slices;
  for (const { value, rows, metrics: figures } of port!.values) {
    const { rows: wanted, ...sklearn } = SKLEARN.slices[value as 'a' | 'b' | 'c'];
    assert.equal(rows, wanted);
    near(valuesOf(figures), sklearn);
  }
  assert.deepEqual([port!.total, intervals?.resamples], [3, 200]);
  for (const { value, low, high } of Object.values(metrics)) assert.ok(low! <= value! && value! <= high!);
});

test('those of a program are measured and kept as those of a model are', async (t) => {
  const made = project(
    t,
    `{predictions: "\${{ steps.program.said }}", target: late, score: p, key: [port, id], slices: [port], metrics: [brier, {name: cost, sql: sum((prediction <> label)::int * id)}], intervals: {resamples: 0}}`,
  );
  await made.parquet('rows.parquet', ROWS);
  const { metrics } = await evaluated(made);
  near(valuesOf(metrics), { brier: SKLEARN.binary.brier, cost: 27_514 });
  const [first] = await scoresOf(made);
  assert.deepEqual(first, { row_id: 'a|0', label: true, prediction: false, score: 0, id: 0, port: 'a' });
});

test('more classes take a column of probabilities each', async (t) => {
  const made = project(
    t,
    '{predictions: rows, target: animal, score: {ant: p_ant, bee: p_bee, cat: p_cat}, metrics: [accuracy, balanced_accuracy, log_loss], intervals: {resamples: 0}}',
  );
  await made.parquet('rows.parquet', ANIMALS);
  const { metrics, classes, curves } = await evaluated(made);
  near(valuesOf(metrics), SKLEARN.multiclass);
  assert.deepEqual(classes, ['ant', 'bee', 'cat']);
  assert.equal(curves, undefined);
  const scores = await scoresOf(made);
  assert.deepEqual(Object.keys(scores[0]!), [
    'row_id',
    'label',
    'prediction',
    'score',
    'score_ant',
    'score_bee',
    'score_cat',
  ]);
  const right = scores.filter(({ label, prediction }) => label === prediction).length;
  assert.equal(right / scores.length, SKLEARN.multiclass.accuracy);
  assert.deepEqual(scores.map((row) => row['row_id']).slice(0, 2), ['1', '2']);
});

test('numbers are measured as numbers', async (t) => {
  const made = project(
    t,
    '{predictions: rows, target: price, prediction: estimate, metrics: [rmse, mae, r2], intervals: {resamples: 0}}',
  );
  await made.parquet('rows.parquet', PRICES);
  near(valuesOf((await evaluated(made)).metrics), SKLEARN.regression);
});

test('classes alone give what can be told of classes', async (t) => {
  const made = project(t, '{predictions: rows, target: late, prediction: said, intervals: {resamples: 0}}');
  await made.parquet('rows.parquet', ROWS);
  const { metrics } = await evaluated(made);
  near({ accuracy: metrics['accuracy']!.value!, f1: metrics['f1']!.value! }, { accuracy: 0.64, f1: SKLEARN.binary.f1 });
  assert.equal(metrics['roc_auc'], undefined);
  assert.equal((await scoresOf(made))[0]!['score'], null);
});

test('a dataset that got another version is measured again', async (t) => {
  const made = project(t, BINARY);
  await made.parquet('rows.parquet', ROWS);
  await evaluated(made);
  assert.deepEqual(await statusOf(made), 'cached');
  await made.parquet('rows.parquet', `${ROWS} where i < 300`);
  assert.deepEqual(await statusOf(made), 'done');
});

const GOOD = { given: '{predictions: rows, target: late, score: p, intervals: {resamples: 0}}', rows: ROWS };

const BAD: readonly (readonly [string, Partial<typeof GOOD>, RegExp])[] = [
  [
    'a score above 1',
    { rows: `select true as late, 1.5 as p union all select false, 0.1` },
    /row 1: its score 1\.5 is no probability/,
  ],
  [
    'a score that is NaN',
    { rows: `select i > 1 as late, case when i = 2 then 'nan'::double else 0.5 end as p from range(4) as r(i)` },
    /row 3: its score is missing/,
  ],
  [
    'a score that is null',
    { rows: `select i > 1 as late, nullif(i, 3) / 10 as p from range(5) as r(i)` },
    /row 4: its score is missing/,
  ],
  [
    'an infinite score',
    { rows: `select i > 1 as late, case when i = 0 then 'inf'::double else 0.5 end as p from range(4) as r(i)` },
    /row 1: its score is infinite/,
  ],
  ['a score that is text', { rows: `select i > 1 as late, 'high' as p from range(4) as r(i)` }, /p.*no number|high/],
  [
    'a truth that is null',
    { rows: `select nullif(i > 1, false) as late, 0.5 as p from range(4) as r(i)` },
    /row 1: its label is missing/,
  ],
  ['no rows', { rows: `${ROWS} where i < 0` }, /no rows to evaluate/],
  [
    'three classes and one column of scores',
    { rows: `select 'c' || i % 3 as late, 0.5 as p from range(9) as r(i)` },
    /no column of probabilities for class c0/,
  ],
  [
    'a class without a column',
    { given: '{predictions: rows, target: animal, score: {ant: p_ant, bee: p_bee}}', rows: ANIMALS },
    /no column of probabilities for class cat/,
  ],
  [
    'text beside numbers',
    {
      given: '{predictions: rows, target: late, prediction: said}',
      rows: `select case when i > 1 then 'yes' else 'no' end as late, i % 2 as said from range(9) as r(i)`,
    },
    /classes no, yes, the predictions have 0, 1: none is in both/,
  ],
  [
    'numbers beside text',
    {
      given: '{predictions: rows, target: late, prediction: said}',
      rows: `select i % 2 as late, case when i > 1 then 'yes' else 'no' end as said from range(9) as r(i)`,
    },
    /classes 0, 1, the predictions have no, yes/,
  ],
  [
    'a key that stands twice',
    { given: '{predictions: rows, target: late, score: p, key: [port]}' },
    /key `port` does not tell rows apart: a stands in 134 rows/,
  ],
  [
    'a key that is null',
    {
      given: '{predictions: rows, target: late, score: p, key: [k]}',
      rows: `select *, nullif(id, 3) as k from (${ROWS})`,
    },
    /key `k` is null in 1 rows/,
  ],
  [
    'a column that is not there',
    { given: '{predictions: rows, target: late, score: probability}' },
    /no column `probability`/,
  ],
  [
    'a positive class that is none',
    { given: '{predictions: rows, target: late, score: p, positive: maybe}' },
    /No row has the positive value maybe|positive value maybe/,
  ],
  [
    'metrics that need probabilities',
    { given: '{predictions: rows, target: late, prediction: said, metrics: [roc_auc]}' },
    /roc_auc: needs probabilities/,
  ],
  [
    'a slice by a name of the scores',
    {
      given: '{predictions: rows, target: late, score: p, slices: [label]}',
      rows: `select late, p, 1 as label from (${ROWS})`,
    },
    /cannot be sliced by a column that is called `label`/,
  ],
];

for (const [what, { given = GOOD.given, rows = GOOD.rows }, says] of BAD)
  test(`predictions with ${what} are refused`, async (t) => {
    const made = project(t, given);
    await made.parquet('rows.parquet', rows);
    const said = await made.modelyard('run measure --only evaluate');
    assert.ok(said.code === 1 || said.code === 2, said.out);
    assert.match(said.err + said.out, says);
    assert.doesNotMatch(said.err, /\n\s+at /);
  });

async function evaluated(made: TestProject): Promise<Evaluation> {
  assert.equal(await statusOf(made), 'done');
  return JSON.parse(await contentOf(made, 'evaluate/evaluation.json')) as Evaluation;
}

async function statusOf(made: TestProject): Promise<string> {
  const said = await made.modelyard('run measure --format json');
  assert.equal(said.code, 0, said.err + said.out);
  return said.json<{ steps: { status: string }[] }>().steps.at(-1)!.status;
}

/** Of the last run. */
async function objectOf(made: TestProject, path: string): Promise<string> {
  const { runs } = (await made.modelyard('runs list --format json')).json<{ runs: { id: string }[] }>();
  const { artifacts } = (await made.modelyard(`runs show ${runs[0]!.id} --format json`)).json<{
    artifacts: { path: string; sha256: string }[];
  }>();
  const { sha256 } = artifacts.find((one) => one.path === path)!;
  return `.modelyard/objects/${sha256.slice(0, 2)}/${sha256.slice(2)}`;
}

async function contentOf(made: TestProject, path: string): Promise<string> {
  return made.read(await objectOf(made, path));
}

async function scoresOf(made: TestProject): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const file = await objectOf(made, 'evaluate/scores.parquet');
  const data = await openDuckDb({ tmpFolder: made.folder, readable: [made.folder] });
  try {
    return await data.rows(`select * from read_parquet('${made.folder}/${file}')`);
  } finally {
    await data.close();
  }
}

function valuesOf(metrics: Evaluation['metrics']): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(metrics).map(([name, { value }]) => [name, value ?? Number.NaN]));
}

function near(found: Readonly<Record<string, number>>, wanted: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(wanted))
    assert.ok(Math.abs(found[name]! - value) < 1e-9, `${name} is ${found[name]}, wanted ${value}`);
}
