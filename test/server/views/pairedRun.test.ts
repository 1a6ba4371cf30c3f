import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openHost } from '../../../engine/src/adapters/host.ts';
import { loadProject } from '../../../engine/src/project/load.ts';
import { viewAnswers } from '../../../server/src/data/answers/views.ts';
import { newViewMemory } from '../../../server/src/data/viewMemory.ts';
import { testProject } from '../../kit/project.ts';

const PROJECT = `
#- vendor.dataset.yaml
dataset: vendor
source: vendor.csv
key: [id]
datasheet:
  sensitive: [person]
#- judge.pipeline.yaml
pipeline: judge
steps:
  ours:
    uses: model/evaluate
    with: {predictions: vendor, target: late, score: p, metrics: [log_loss], slices: [place, person]}
`;

/** 400 rows, of half of which a model with more weight says more. */
function scores(weight: number): string {
  const lines = Array.from({ length: 400 }, (_, row) => {
    const signal = Math.sin(row * 1.7);
    const p = 1 / (1 + Math.exp(-(row % 2 === 0 ? weight : 1) * signal));
    return `r${row},${signal + Math.sin(row * 5.3) > 0},${p.toFixed(6)},${row % 2 === 0 ? 'far' : 'near'},${row % 3}`;
  });
  return ['id,late,p,place,person', ...lines].join('\n');
}

test('a pair of runs is measured by the slices that are asked for, says how far it is, and stops', async (t) => {
  const project = testProject(t, PROJECT);
  const run = async (weight: number) => {
    project.write('vendor.csv', scores(weight));
    return (await project.modelyard('run judge --format json')).json<{ run: string }>().run;
  };
  const [baseline, other] = [await run(1), await run(1.6)];
  const host = openHost({ folder: project.folder, projectFolder: undefined, verbose: false, restart: ['false'] });
  t.after(() => host.close());
  const memory = newViewMemory();
  const viewed = { host, root: project.folder, project: await loadProject(host.files, project.folder), ...memory };
  const { signal } = new AbortController();
  const pair = { run: other, baseline };
  const asked = (isWanted: boolean) => viewAnswers.pairing(viewed, { ...pair, isWanted }, signal);
  assert.equal(await asked(true), null, 'nothing is measured yet');

  const stopped = viewAnswers.pairedRun(viewed, pair, signal);
  assert.deepEqual(await asked(true), { share: 0, message: '' });
  await asked(false);
  await assert.rejects(stopped, { name: 'Failure', reason: 'stopped' });
  assert.equal(await asked(true), null);

  const whole = await viewAnswers.pairedRun(viewed, pair, signal);
  assert.deepEqual([Object.keys(whole.metrics), whole.reason, whole.slices], [['log_loss'], null, []]);
  const { slices } = await viewAnswers.pairedRun(viewed, { ...pair, slices: 'place' }, signal);
  assert.deepEqual(
    slices.map(({ column, values }) => [column, values.map(({ value, rows }) => [value, rows])]),
    [
      [
        'place',
        [
          ['far', 200],
          ['near', 200],
        ],
      ],
    ],
  );
  const sensitive = await viewAnswers.pairedRun(viewed, { ...pair, slices: 'person' }, signal);
  assert.deepEqual(sensitive.slices, [], 'what is sensitive is not told');
});
