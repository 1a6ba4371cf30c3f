import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openDuckDb } from '../../engine/src/adapters/duckdb/duckDb.ts';
import type { GateResult } from '../../engine/src/operations/promotion/gateResult.ts';
import { type TestProject, testProject } from '../kit/project.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

/** A weak version in production, a strong candidate, measured on other rows, so that the champion is scored on the candidate's. */
async function weakAndStrong(t: TestContext, label: string, metrics: readonly string[]): Promise<TestProject> {
  const project = testProject(t, PROJECT(label, metrics));
  await project.parquet(
    'rows.parquet',
    `select i as id, x, z, case when x + noise > 1 then 'high' when z - noise > 0.5 then 'mid' else 'low' end as kind, 3 * x - z * z + noise as amount
     from (select i, sin(i * 1.7) * 2 as x, cos(i * 2.3) * 2 as z, sin(i * 5.3) * 0.5 as noise from range(2400) as r(i))`,
  );
  for (const params of ['--param rounds=1 --param leaves=2', '--param rounds=40 --param leaves=15 --param seed=2']) {
    const said = await project.modelyard(`run whole ${params}`);
    assert.equal(said.code, 0, said.err);
  }
  await promote(project, 'guess:1');
  return project;
}

async function promote(project: TestProject, reference: string): Promise<void> {
  const said = await project.modelyard(`models promote ${reference} --alias production`);
  assert.equal(said.code, 0, said.err + said.out);
}

async function judged(project: TestProject, reference: string, code: number): Promise<GateResult> {
  const said = await project.modelyard(`gate ${reference} --alias production --format json`);
  assert.equal(said.code, code, said.err + said.out);
  return said.json<GateResult>();
}

/** What a query makes of the scores of candidate (`a`) and champion (`b`) that the gate names. */
async function ofScores(t: TestContext, project: TestProject, gate: GateResult['gates'][number], sql: string) {
  const [, ours, theirs] = gate.evidence.flatMap((one) => (one.kind === 'object' ? [one.sha256] : []));
  const file = (hash = '') => join(project.folder, '.modelyard/objects', hash.slice(0, 2), hash.slice(2));
  const source = await openDuckDb({ tmpFolder: temporaryFolder(t), readable: [project.folder] });
  const [a, b] = await Promise.all(
    [ours, theirs].map((hash) => source.relation({ files: [file(hash)], format: 'parquet' })),
  );
  const [row] = await source.rows(sql.replace('BOTH', `${a} a join ${b} b using (row_id)`));
  await source.close();
  return Number(row?.['difference']);
}

test('of classes a candidate is held against the champion, scored on its rows, by any metric of theirs', async (t) => {
  const project = await weakAndStrong(t, 'kind', ['log_loss', 'accuracy', 'roc_auc', 'f1_macro']);
  const told = await judged(project, 'guess:2', 0);
  assert.deepEqual(
    told.gates.map(({ name, status }) => [name, status]),
    [
      ['log_loss', 'passed'],
      ['accuracy', 'passed'],
      ['roc_auc', 'passed'],
      ['f1_macro', 'passed'],
      ['quick and small', 'passed'],
    ],
  );
  for (const { figures } of told.gates.slice(0, 4)) {
    assert.ok(figures[0]!.low! > 0 && figures[0]!.low! < figures[0]!.value && figures[0]!.value < figures[0]!.high!);
    assert.equal(figures[0]!.rows, told.gates[0]!.figures[0]!.rows);
  }
  const accuracy = told.gates[1]!;
  const sql = 'select avg((a.prediction = a.label)::int) - avg((b.prediction = b.label)::int) as difference from BOTH';
  assert.ok(Math.abs((await ofScores(t, project, accuracy, sql)) - accuracy.figures[0]!.value) < 1e-12);
  const loss = (of: string) =>
    `-ln(case ${of}.label when 'high' then ${of}.score_high when 'low' then ${of}.score_low else ${of}.score_mid end)`;
  const lost = `select avg(${loss('b')}) - avg(${loss('a')}) as difference from BOTH`;
  assert.ok(Math.abs((await ofScores(t, project, told.gates[0]!, lost)) - told.gates[0]!.figures[0]!.value) < 1e-9);

  await promote(project, 'guess:2');
  const turned = await judged(project, 'guess:1', 1);
  assert.deepEqual(
    turned.gates.slice(0, 4).map(({ status, code }) => `${status} ${code}`),
    ['failed not-better', 'failed not-better', 'failed not-better', 'failed not-better'],
  );
});

test('of quantities as well: less error is more', async (t) => {
  const project = await weakAndStrong(t, 'amount', ['rmse', 'mae', 'r2', 'median_absolute_error']);
  const told = await judged(project, 'guess:2', 0);
  const rmse = told.gates[0]!;
  const sql = `select sqrt(avg((b.label - b.score) ** 2)) - sqrt(avg((a.label - a.score) ** 2)) as difference from BOTH`;
  assert.ok(Math.abs((await ofScores(t, project, rmse, sql)) - rmse.figures[0]!.value) < 1e-9);
  for (const { figures, name } of told.gates.slice(0, 4)) assert.ok(figures[0]!.low! > 0, name);
  await promote(project, 'guess:2');
  const turned = await judged(project, 'guess:1', 1);
  assert.deepEqual(
    turned.gates.slice(0, 4).map(({ code }) => code),
    ['not-better', 'not-better', 'not-better', 'not-better'],
  );
});

const PROJECT = (label: string, metrics: readonly string[]) => `
#- rows.dataset.yaml
dataset: rows
source: rows.parquet
key: [id]
#- default.policy.yaml
policy: default
applies_to: ["*"]
aliases:
  production:
    gates:
${metrics.map((metric) => `      - {name: ${metric}, better_than: production, metric: ${metric}}\n`).join('')}\
      - {name: quick and small, latency_p95: 1s, size: 1MB}
#- whole.pipeline.yaml
pipeline: whole
params: {rounds: 2, leaves: 2, seed: 1}
steps:
  examples:
    uses: data/examples
    with: {from: rows, label: {${label}: ${label}}, columns: {x: x, z: z}}
  split:
    uses: data/split
    with: {data: "\${{ steps.examples.data }}", by: random, test: 40%, seed: "\${{ params.seed }}"}
  train:
    uses: model/train
    with:
      data: \${{ steps.split.train }}
      target: ${label}
      learner: gradient-boosting
      params: {rounds: "\${{ params.rounds }}", max_leaves: "\${{ params.leaves }}"}
  evaluate:
    uses: model/evaluate
    with:
      model: \${{ steps.train.model }}
      data: \${{ steps.split.test }}
      metrics: [${metrics.join(', ')}]
      intervals: {resamples: 50}
  register:
    uses: model/register
    with: {model: "\${{ steps.train.model }}", name: guess}
`;
