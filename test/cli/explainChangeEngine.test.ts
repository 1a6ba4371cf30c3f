import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { openHost } from '../../engine/src/adapters/host.ts';
import type { ChangeExplanation } from '../../engine/src/operations/models/explain/explanation.ts';
import { type TestProject, testProject } from '../kit/project.ts';

const ROWS = ['x,late', ...Array.from({ length: 200 }, (_, i) => `${(i * 37) % 101},${(i * 37) % 101 > 50 + (i % 9)}`)];

const PROJECT = `
#- rows.dataset.yaml
dataset: rows
source: rows.csv
#- small.pipeline.yaml
pipeline: small
params: {rounds: 2}
steps:
  examples:
    uses: data/examples
    with: {from: rows, label: {late: late}, columns: {x: x}}
  split:
    uses: data/split
    with: {data: "\${{ steps.examples.data }}", by: random, test: 40%}
  train:
    uses: model/train
    with: {data: "\${{ steps.split.train }}", target: late, learner: gradient-boosting, params: {rounds: "\${{ params.rounds }}"}}
  evaluate:
    uses: model/evaluate
    with: {model: "\${{ steps.train.model }}", data: "\${{ steps.split.test }}", metrics: [log_loss], intervals: {resamples: 0}}
`;

/** Two runs, of which some are said to be of another engine, one that would measure a tenth more. */
async function runsOf(t: TestContext, older: readonly ('a' | 'b')[]): Promise<ChangeExplanation> {
  const project = testProject(t, PROJECT);
  project.write('rows.csv', ROWS.join('\n'));
  const ran = async (rounds: number) => {
    const said = await project.modelyard(`run small --param rounds=${rounds} --format json`);
    assert.equal(said.code, 0, said.err);
    return said.json<{ run: string }>().run;
  };
  const runs = { a: await ran(2), b: await ran(8) };
  for (const side of older) await makeOlder(project, runs[side]);
  const said = await project.modelyard(`models explain-change ${runs.a} ${runs.b} --seeds 0 --format json`);
  assert.equal(said.code, 0, said.err);
  return said.json<ChangeExplanation>();
}

async function makeOlder({ folder }: TestProject, id: string): Promise<void> {
  const host = openHost({ folder, verbose: false, restart: ['false'], projectFolder: undefined });
  const { runs } = await host.stores(folder);
  const tags = {
    'modelyard.environment': JSON.stringify({ modelyard: '0.0.1' }),
    'modelyard.key': 'of another engine',
  };
  for (const run of [await runs.run(id), ...(await runs.children(id))]) {
    const point = run.metrics['log_loss'];
    const metrics = point
      ? [{ key: 'log_loss', ...point, value: point.value * 1.1, timestamp: point.timestamp + 1 }]
      : [];
    await runs.log(run.id, { tags, metrics });
  }
  await host.close();
}

function shares({ contributions }: ChangeExplanation): Readonly<Record<string, number>> {
  return Object.fromEntries(contributions.map(({ factor, contribution }) => [factor, contribution]));
}

test('an engine is a factor where one of the runs is of the one at hand', async (t) => {
  const found = await runsOf(t, ['a']);
  // The params are swapped after the engine: what the older one gives with them cannot be had.
  assert.deepEqual(found.order, ['engine', 'params:train']);
  const { engine, 'params:train': params } = shares(found);
  assert.ok(Math.abs(engine! - (found.from / 1.1 - found.from)) < 1e-12, String(engine));
  assert.ok(Math.abs(engine! + params! - found.difference) < 1e-12);
  assert.deepEqual([found.rest, found.notSwapped], [0, []]);

  const later = await runsOf(t, ['b']);
  assert.deepEqual(later.order, ['params:train', 'engine']);
  assert.ok(Math.abs(shares(later)['engine']! - (later.to - later.to / 1.1)) < 1e-12);
});

test('what an engine that is not at hand did is in the rest', async (t) => {
  const found = await runsOf(t, ['a', 'b']);
  assert.deepEqual(found.order, ['params:train']);
  assert.ok(Math.abs(shares(found)['params:train']! - found.difference / 1.1) < 1e-12);
  assert.ok(Math.abs(found.rest - (found.difference - found.difference / 1.1)) < 1e-12);
  assert.match(
    found.notes.join(' '),
    /Modelyard 0\.0\.1 made the runs, and \S+ swapped: what that changes is in the rest\./,
  );
});
