import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { openHost } from '../../../engine/src/adapters/host.ts';
import { loadProject } from '../../../engine/src/project/load.ts';
import { viewAnswers } from '../../../server/src/data/answers/views.ts';
import { newViewMemory } from '../../../server/src/data/viewMemory.ts';
import { testProject } from '../../kit/project.ts';

const signal = new AbortController().signal;

const PIPELINE = `
#- small.pipeline.yaml
pipeline: small
params:
  rounds: {type: integer, default: 4, min: 1, max: 99, description: How many}
  engine: {type: string, default: fast, enum: [fast, exact]}
  added: true
steps:
  all: {uses: data/examples, with: {from: rows}}
`;

test('a run is started again with its own values, of the params that its pipeline has now', async (t) => {
  const { runs, rerun } = await project(t);
  const { id } = await runs.createRun({
    experiment: 'small',
    name: 'one',
    startTime: 1,
    user: 'ada',
    tags: {
      'modelyard.pipeline': 'small',
      'modelyard.call': JSON.stringify({ environment: 'ci', selection: { from: 'all' } }),
    },
  });
  await runs.log(id, {
    params: { rounds: '40', gone: '1' },
  });
  const { params, ...form } = await rerun(id);
  assert.deepEqual(form, { pipeline: 'small', environment: 'ci', from: 'all', until: null });
  const none = { min: null, max: null, choices: null, description: null };
  assert.deepEqual(params, [
    { name: 'rounds', type: 'integer', value: '40', min: 1, max: 99, choices: null, description: 'How many' },
    { ...none, name: 'engine', type: 'string', value: 'fast', choices: ['fast', 'exact'] },
    { ...none, name: 'added', type: 'boolean', value: 'true' },
  ]);
});

test('a run of no pipeline of the project cannot be started again, whatever its tags say', async (t) => {
  const { runs, rerun } = await project(t);
  const tags = { 'modelyard.pipeline': 'gone', 'modelyard.call': '{"selection": 7, "environment": []}' };
  const { id } = await runs.createRun({ experiment: 'e', name: 'one', startTime: 1, user: 'ada', tags });
  assert.deepEqual(await rerun(id), { pipeline: null, environment: null, from: null, until: null, params: [] });
  await assert.rejects(rerun('f'.repeat(32)), { reason: 'run-not-found' });
});

async function project(t: TestContext) {
  const { folder } = testProject(t, PIPELINE);
  const host = openHost({ folder, projectFolder: undefined, verbose: false, restart: ['false'] });
  t.after(() => host.close());
  const { runs } = await host.stores(folder);
  const memory = newViewMemory();
  return {
    runs,
    async rerun(run: string) {
      const viewed = { host, root: folder, project: await loadProject(host.files, folder), ...memory };
      return viewAnswers.rerun(viewed, { run }, signal);
    },
  };
}
