import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { ASK_REQUEST } from '../../server/src/protocol.ts';
import type { Told, ViewQuestion, ViewQuestions } from '../../server/src/views/viewQuestions.ts';
import { uriOfPath } from '../../server/src/workspace/uris.ts';
import { type LspOptions, lspClient } from '../kit/lspClient.ts';
import { copyMlruns } from '../kit/mlflowSources.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

async function opened(t: TestContext, options: LspOptions = {}) {
  const folder = temporaryFolder(t);
  copyMlruns(folder);
  const client = await lspClient(t, { folders: [folder], ...options });
  const ask = <Q extends ViewQuestion>(question: Q, params: ViewQuestions[Q]['params'], root = folder) =>
    client.request<Told<ViewQuestions[Q]['answer']>>(ASK_REQUEST, { root: uriOfPath(root), question, params });
  return { folder, client, ask };
}

test('an open folder that is no project tells what other tools left in it, and becomes one', async (t) => {
  const { folder, client, ask } = await opened(t);
  const sources = await ask('sources', {});
  assert.deepEqual(sources.kind === 'told' && sources.value.sources.map(({ id }) => id), ['mlruns']);
  const experiments = await ask('experiments', { source: 'mlruns' });
  assert.ok(experiments.kind === 'told' && experiments.value.length > 0);
  assert.deepEqual(await ask('experiments', {}), { kind: 'told', value: [] });
  assert.equal(existsSync(join(folder, '.modelyard')), false);
  assert.deepEqual((await client.settled()).projects, []);

  const outside = await ask('sources', {}, join(folder, 'mlruns'));
  assert.equal(outside.kind === 'refused' && outside.reason, 'not-a-project');

  const file = join(folder, 'modelyard.yaml');
  writeFileSync(file, 'project: flights\n');
  await client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOfPath(file), type: 1 }] });
  assert.equal((await client.settled()).projects.length, 1);
  const after = await ask('sources', {});
  assert.deepEqual(after.kind === 'told' && after.value.sources.map(({ id }) => id), ['mlruns']);
});

test('in a restricted workspace nothing of such a folder is opened', async (t) => {
  const { ask } = await opened(t, { options: { trusted: false } });
  const told = await ask('sources', {});
  assert.equal(told.kind === 'refused' && told.reason, 'restricted');
});
