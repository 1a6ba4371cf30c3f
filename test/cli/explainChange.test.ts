import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { ChangeExplanation } from '../../engine/src/operations/models/explain/explanation.ts';
import { outputSchemas } from '../kit/outputSchemas.ts';
import { type TestProject, testProject } from '../kit/project.ts';

/** Rows whose label follows from `x` and `y` but for a share of them, that is drawn by arithmetic. */
function rows(count: number, wrong: number): string {
  const lines = Array.from({ length: count }, (_, i) => {
    const [x, y] = [(i * 37) % 101, (i * 11) % 17];
    const isOff = (i * 7919) % 100 < wrong;
    return `${x},${y},${x + 3 * y > 70 !== isOff}`;
  });
  return ['x,y,late', ...lines].join('\n');
}

const PROJECT = `
#- rows.dataset.yaml
dataset: rows
source: rows.csv
#- small.pipeline.yaml
pipeline: small
params: {rounds: 4, leaves: 8, share: 0.5, seed: 3}
steps:
  examples:
    uses: data/examples
    with: {from: rows, label: {late: late}, columns: {x: x, y: y}}
  split:
    uses: data/split
    with: {data: "\${{ steps.examples.data }}", by: random, test: 40%, seed: "\${{ params.seed }}"}
  train:
    uses: model/train
    with:
      data: \${{ steps.split.train }}
      target: late
      learner: gradient-boosting
      params: {rounds: "\${{ params.rounds }}", max_leaves: "\${{ params.leaves }}", feature_fraction: "\${{ params.share }}", seed: "\${{ params.seed }}"}
  evaluate:
    uses: model/evaluate
    with: {model: "\${{ steps.train.model }}", data: "\${{ steps.split.test }}", metrics: [log_loss, roc_auc], intervals: {resamples: 20}}
  register:
    uses: model/register
    with: {model: "\${{ steps.train.model }}", name: small}
`;

interface Shop extends TestProject {
  /** Runs the pipeline; its id. */
  ran(line?: string): Promise<string>;
  explained(line: string): Promise<ChangeExplanation>;
}

function shop(t: TestContext, fixture = PROJECT): Shop {
  const project = testProject(t, fixture);
  project.write('rows.csv', rows(600, 10));
  return {
    ...project,
    async ran(line = '') {
      const said = await project.modelyard(`run small ${line} --format json`);
      assert.equal(said.code, 0, said.err);
      return said.json<{ run: string }>().run;
    },
    async explained(line) {
      const said = await project.modelyard(`models explain-change ${line} --format json`);
      assert.equal(said.code, 0, said.err);
      const explanation = said.json<ChangeExplanation>();
      outputSchemas()('models-explain-change', explanation);
      assertSum(explanation);
      return explanation;
    },
  };
}

/** Contributions and rest are the whole difference. */
function assertSum({ contributions, rest, from, to, difference }: ChangeExplanation): void {
  const sum = contributions.reduce((all, { contribution }) => all + contribution, rest);
  assert.ok(Math.abs(sum - (to - from)) < 1e-12, `${sum} is not ${to - from}`);
  assert.equal(difference, to - from);
}

function shares({ contributions }: ChangeExplanation): Record<string, number> {
  return Object.fromEntries(contributions.map(({ factor, contribution }) => [factor, contribution]));
}

test('one param that changed carries all, and no run is made', async (t) => {
  const project = shop(t);
  const a = await project.ran();
  const b = await project.ran('--param rounds=40');
  const before = (await project.modelyard('runs list --format json')).out;
  const found = await project.explained(`${a.slice(0, 8)} ${b.slice(0, 8)} --seeds 1`);
  assert.notEqual(found.difference, 0);
  assert.deepEqual(
    found.contributions.map(({ contribution, withinNoise: _, ...one }) => ({
      ...one,
      all: contribution === found.difference,
    })),
    [{ factor: 'params:train', kind: 'params', label: 'rounds', before: '4', after: '40', all: true }],
  );
  assert.deepEqual([found.metric, found.rest, found.notSwapped, found.order], ['log_loss', 0, [], ['params:train']]);
  assert.equal((await project.modelyard('runs list --format json')).out, before);
  assert.deepEqual(readdirSync(join(project.folder, '.modelyard/tmp')), []);
  assert.deepEqual(readdirSync(join(project.folder, 'registry/small')).sort(), ['v1.version.yaml', 'v2.version.yaml']);
});

test('data alone carries all: what is learned from and what it is measured on apart', async (t) => {
  const project = shop(t);
  const a = await project.ran();
  project.write('rows.csv', rows(600, 35));
  const b = await project.ran();
  const found = await project.explained(`${a} ${b} --seeds 0`);
  assert.deepEqual(found.order, ['test-data:rows', 'data:rows']);
  assert.ok(found.difference > 0.03, String(found.difference));
  // Few rounds fit little: what costs most is that labels of test rows are off.
  assert.deepEqual(
    found.contributions.map(({ factor }) => factor),
    ['test-data:rows', 'data:rows'],
  );
  assert.deepEqual([found.rest, found.noise.sd, found.noise.reason], [0, null, 'No other seed was asked for.']);
});

test('data and two params add up, in any order', async (t) => {
  const project = shop(t);
  const a = await project.ran();
  project.write('rows.csv', rows(700, 20));
  const b = await project.ran('--param rounds=12 --param leaves=3');
  const found = await project.explained(`${a} ${b} --seeds 0`);
  assert.deepEqual(found.order, ['test-data:rows', 'data:rows', 'params:train']);
  const params = found.contributions.find(({ factor }) => factor === 'params:train');
  assert.deepEqual(
    [params?.label, params?.before, params?.after],
    ['rounds, leaves', 'rounds 4, leaves 8', 'rounds 12, leaves 3'],
  );
  const other = await project.explained(`${a} ${b} --seeds 0 --order params --apart`);
  assert.deepEqual(other.order, ['param:rounds', 'param:leaves', 'test-data:rows', 'data:rows']);

  const mean = await project.explained(`${a} ${b} --seeds 0 --orders 100`);
  assert.equal(mean.orders, 6);
  for (const { contribution, low, high } of mean.contributions)
    assert.ok(low! <= contribution + 1e-12 && contribution <= high! + 1e-12);
  const back = shares(await project.explained(`${b} ${a} --seeds 0 --orders 100`));
  for (const { factor, contribution } of mean.contributions)
    assert.ok(Math.abs(contribution + back[factor]!) < 1e-12, factor);
});

test('what other seeds do is told apart from what a change does', async (t) => {
  const project = shop(t);
  const a = await project.ran();
  const b = await project.ran('--param seed=4 --param rounds=60');
  const found = await project.explained(`${a} ${b} --seeds 2`);
  const { noise } = found;
  assert.deepEqual([noise.seeds, noise.values.a.length, noise.values.b.length, noise.reason], [2, 3, 3, null]);
  assert.deepEqual([noise.values.a[0], noise.values.b[0]], [found.from, found.to]);
  assert.ok(noise.sd! > 0);
  assert.equal(noise.band, 2 * Math.SQRT2 * noise.sd!);
  assert.deepEqual(Object.fromEntries(found.contributions.map(({ factor, withinNoise }) => [factor, withinNoise])), {
    seed: true,
    'params:train': false,
  });
  // The seed of B is the next one of A's.
  const [, next] = noise.values.a;
  assert.equal(next, found.from + shares(await project.explained(`${a} ${b} --seeds 0 --order seed`))['seed']!);
});
