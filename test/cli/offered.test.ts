import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { openHost } from '../../engine/src/adapters/host.ts';
import type { Offer } from '../../engine/src/monitoring/alerts/offer.ts';
import { tagList } from '../../engine/src/tracking/tags.ts';
import { type GitProject, gitProject, POLICY } from '../kit/gitProject.ts';
import { onnxModel } from '../kit/onnxModel.ts';

const PROJECT = `${POLICY}
#- again.pipeline.yaml
pipeline: again
steps:
  train:
    run: node -e "require('fs').copyFileSync('model.onnx', process.env.MODELYARD_OUTPUT_MODEL)"
    inputs: {file: model.onnx}
    outputs: {model: model.onnx}
  register:
    uses: model/register
    with: {model: "\${{ steps.train.model }}", name: sigmoid}
#- rows.dataset.yaml
dataset: rows
source: rows.csv
#- rows.csv
id
1
`;

const monitor = (alias: string) => `monitor: sigmoid
model: sigmoid@${alias}
current: {dataset: rows}
alert:
  - {webhook: "\${{ secrets.HOOK }}"}
  - {pipeline: again, cool_down: 14d}
`;

/** A receiver that keeps what it is told. */
async function receiver(t: TestContext) {
  const told: { readonly event: string; readonly text: string }[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request.setEncoding('utf8')) body += piece;
    told.push(JSON.parse(body));
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => void server.close());
  return { told, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
}

async function offersOf(project: GitProject, run: string): Promise<readonly Offer[]> {
  const host = openHost({ folder: project.folder, projectFolder: undefined, verbose: false, restart: ['false'] });
  try {
    const { runs } = await host.stores(project.folder.replaceAll('\\', '/'));
    const { tags } = await runs.run(run);
    assert.equal(tags['modelyard.alert'], 'sigmoid');
    return tagList<Offer>(tags['modelyard.offer']);
  } finally {
    await host.close();
  }
}

test('what an alert had trained is judged and offered, and nothing moves', async (t) => {
  const project = await gitProject(t, { fixture: PROJECT, versions: 1 });
  assert.equal((await project.modelyard('models promote sigmoid:1 --alias production')).code, 0);
  const { told, url } = await receiver(t);
  const train = async (weight: number, alias: string) => {
    project.write('sigmoid.monitor.yaml', monitor(alias));
    project.write('model.onnx', onnxModel(weight));
    const said = await project.modelyard('run again --monitor sigmoid --format json', {
      variables: { MODELYARD_SECRET_HOOK: url },
    });
    assert.equal(said.code, 0, said.err);
    return offersOf(project, said.json<{ run: string }>().run);
  };
  const [same] = await train(1, 'production');
  assert.deepEqual([same?.status, same?.version], ['same', 1]);
  const [better] = await train(2, 'production');
  assert.deepEqual(
    [better?.status, better?.version, better?.champion, better?.gates],
    ['allowed', 2, 1, { passed: 1, of: 1 }],
  );
  assert.match(better?.said ?? '', /sigmoid:2 may become production: 1 of 1 gates passed. `modelyard models promote/);
  const [refused] = await train(3, 'strict');
  assert.equal(refused?.status, 'refused');
  assert.match(refused?.said ?? '', /may not become strict yet: 0 of 1 gates passed. Not passed: tiny./);
  const shown = await project.modelyard('models show sigmoid@production --format json');
  assert.equal(shown.json<{ versions: { version: number }[] }>().versions[0]?.version, 1);
  assert.deepEqual(
    told.map(({ event, text }) => [event, text.slice(0, 25)]),
    [
      ['offered', 'sigmoid: Training anew ga'],
      ['offered', 'sigmoid: sigmoid:2 may be'],
      ['offered', 'sigmoid: sigmoid:3 may no'],
    ],
  );
});

test('a gate on drift has the new version looked at first', async (t) => {
  const fixture = PROJECT.replace('{name: tiny, size: 1B}', '{name: inputs as they were, drift: {max_share: 30%}}');
  const project = await gitProject(t, { fixture, versions: 1 });
  project.write('sigmoid.monitor.yaml', `${monitor('strict')}drift: {test: auto}\n`);
  project.write('model.onnx', onnxModel(5));
  const said = await project.modelyard('run again --monitor sigmoid --format json');
  const [offer] = await offersOf(project, said.json<{ run: string }>().run);
  assert.equal(offer?.status, 'refused');
  const checks = await project.modelyard('monitor history sigmoid --format json');
  assert.match(checks.out, /"model": "sigmoid:2"/);
});

test('a monitor that is not there is refused before anything runs', async (t) => {
  const project = await gitProject(t, { fixture: PROJECT });
  project.write('sigmoid.monitor.yaml', monitor('production'));
  const said = await project.modelyard('run again --monitor sigmoidd');
  assert.equal(said.code, 2);
  assert.match(said.err, /no monitor `sigmoidd`[\s\S]*`sigmoid`/);
});
