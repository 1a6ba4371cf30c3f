import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { commandLine, testProject } from '../kit/project.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

const CALLS = [
  'id,at,ended,age,fee,bought',
  ...Array.from({ length: 200 }, (_, i) => {
    const bought = (i * 7919) % 13 < 5;
    const time = (minutes: number) => new Date(Date.UTC(2001, 0, 1, i, minutes)).toISOString().slice(0, 19);
    return [`c${i}`, time(0), time(7), 20 + ((i * 37) % 41), bought ? 50 + (i % 7) : i % 7, bought].join();
  }),
].join('\n');

test('data leakage of a bare file: errors first, what to do, exit code 1', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'calls.csv'), CALLS);
  const said = await commandLine(folder, 'data leakage calls.csv --target bought --timestamp at');
  assert.deepEqual([said.code, said.err], [1, '']);
  assert.equal(
    said.out,
    `error \`fee\` alone predicts the label almost perfectly (AUC 1 by its order).
    Leave it out: a model that has it learns nothing else.
warning \`ended\` lies after \`at\` in 200 of 200 rows, and may not be known when the model is asked.
    Leave it out, or say \`known_after\` in the dataset; a planned time may stay.
warning \`id\` differs in 200 of 200 rows: it names a row or a thing and says nothing about a new one.
    Leave it out of the inputs; name it as \`key\` in the dataset where it tells rows apart.

1 error, 2 warnings
`,
  );
  const clean = await commandLine(folder, 'data leakage calls.csv --target age');
  assert.equal(clean.code, 0);
});

test('data leakage of a dataset knows its key and its timestamp', async (t) => {
  const project = testProject(
    t,
    `
#- calls.dataset.yaml
dataset: calls
source: calls.csv
timestamp: at
key: [age]
`,
  );
  project.write('calls.csv', CALLS);
  const said = await project.modelyard([
    'data',
    'leakage',
    'calls',
    '--target',
    'bought OR age > 100',
    '--format',
    'json',
  ]);
  const { findings } = said.json<{ findings: { kind: string; columns: string[] }[] }>();
  assert.deepEqual(
    findings.map(({ kind, columns }) => `${kind} ${columns}`),
    ['tells-label fee', 'after-label ended', 'identifier id'],
  );
  assert.equal(said.code, 1);
});

test('what cannot be looked at is said once, with exit code 2', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'calls.csv'), CALLS);
  for (const [line, says] of [
    ['data leakage nope.csv --target x', /nope\.csv is not there/],
    ['data leakage calls.csv', /--target/],
    ['data leakage calls.csv --target boughtt', /no column `boughtt`.*bought/s],
    ['data leakage calls.csv --target bought --key nope', /no column `nope`/],
    ['data leakage calls.csv --target 1', /the same value in every row/],
  ] as const) {
    const { code, out, err } = await commandLine(folder, line);
    assert.deepEqual([code, out], [2, ''], line);
    assert.match(err, says, line);
  }
});

test('a run says which rows stand in several parts of a split, and keeps it', async (t) => {
  const project = testProject(
    t,
    `
#- visits.dataset.yaml
dataset: visits
source: visits.parquet
timestamp: month
key: [customer, month]
#- rows.dataset.yaml
dataset: rows
source: rows.parquet
#- split.pipeline.yaml
pipeline: split
steps:
  visits:
    uses: data/examples
    with: {from: visits, label: {y: y}, columns: {x: x}}
  by_visit:
    uses: data/split
    with: {data: "\${{ steps.visits.data }}", by: random, test: 30%}
  by_time:
    uses: data/split
    with: {data: "\${{ steps.visits.data }}", by: time, test: 30%}
  rows:
    uses: data/examples
    with: {from: rows, label: {y: y}, columns: {x: x}}
  by_row:
    uses: data/split
    with: {data: "\${{ steps.rows.data }}", by: stratified, test: 50%}
`,
  );
  await project.parquet(
    'visits.parquet',
    `SELECT 'c' || n % 20 AS customer, date '2001-01-01' + (n // 20)::INT * 31 AS month, n * 7919 % 101 AS x, n * 31 % 7 > 3 AS y FROM range(240) r(n)`,
  );
  await project.parquet('rows.parquet', 'SELECT n % 50 AS x, n % 2 = 0 AS y FROM range(200) r(n)');
  const { run } = (await project.modelyard('run split --format json')).json<{ run: string }>();
  const { steps } = (await project.modelyard(`runs show ${run} --format json`)).json<{
    steps: { step: string; run: string }[];
  }>();
  const leakage = async (name: string) => {
    const { tags, artifacts } = (
      await project.modelyard(`runs show ${steps.find(({ step }) => step === name)?.run} --format json`)
    ).json<{ tags: Record<string, string>; artifacts: { path: string }[] }>();
    return [tags['modelyard.leakage'], artifacts.some(({ path }) => path === 'leakage.json')];
  };
  assert.deepEqual(await leakage('by_time'), [undefined, false]);
  assert.match(String((await leakage('by_visit'))[0]), /^entity-across-parts \d+$/);
  assert.match(String((await leakage('by_row'))[0]), /^duplicates-across-parts \d+$/);
  assert.deepEqual((await leakage('by_row'))[1], true);
});
