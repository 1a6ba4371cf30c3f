import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openHost } from '../../../engine/src/adapters/host.ts';
import { loadProject } from '../../../engine/src/project/load.ts';
import { viewAnswers } from '../../../server/src/data/answers/views.ts';
import { newViewMemory } from '../../../server/src/data/viewMemory.ts';
import { testProject } from '../../kit/project.ts';

const PROJECT = `
#- rows.dataset.yaml
dataset: rows
source: rows.csv
#- small.pipeline.yaml
pipeline: small
params: {rounds: 4}
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
    with: {model: "\${{ steps.train.model }}", data: "\${{ steps.split.test }}", metrics: [log_loss], intervals: {resamples: 10}}
`;

test('an explanation is told again once it was made, the newest of the two runs', async (t) => {
  const project = testProject(t, PROJECT);
  const rows = Array.from(
    { length: 200 },
    (_, i) => `${(i * 37) % 101},${(i * 37) % 101 > 50 !== (i * 7919) % 100 < 20}`,
  );
  project.write('rows.csv', ['x,late', ...rows].join('\n'));
  const ran = async (line: string) =>
    (await project.modelyard(`run small ${line} --format json`)).json<{ run: string }>().run;
  const [a, b] = [await ran(''), await ran('--param rounds=30')];
  const host = openHost({ folder: project.folder, projectFolder: undefined, verbose: false, restart: ['false'] });
  t.after(() => host.close());
  const memory = newViewMemory();
  const told = async (pair: { readonly a: string; readonly b: string }) => {
    const viewed = { host, root: project.folder, project: await loadProject(host.files, project.folder), ...memory };
    return viewAnswers.explanation(viewed, pair, new AbortController().signal);
  };
  assert.equal(await told({ a, b }), null);
  const explain = async (line: string) => {
    const said = await project.modelyard(
      `models explain-change ${a.slice(0, 8)} ${b.slice(0, 8)} ${line} --format json`,
    );
    assert.equal(said.code, 0, said.err);
    return said.json();
  };
  const first = await explain('--seeds 1');
  assert.deepEqual((await told({ a, b }))?.explanation, first);
  const second = await explain('--seeds 0');
  assert.deepEqual((await told({ a, b }))?.explanation, second);
  assert.equal(await told({ a: b, b: a }), null);
});
