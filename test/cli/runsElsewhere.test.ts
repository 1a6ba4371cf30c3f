import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import type { RunList } from '../../engine/src/operations/runs/list.ts';
import type { RunView } from '../../engine/src/tracking/runView.ts';
import { copyMlruns, makeMlflowDatabase } from '../kit/mlflowSources.ts';
import { outputSchemas } from '../kit/outputSchemas.ts';
import { commandLine } from '../kit/project.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

const follows = outputSchemas();

for (const [place, make] of [
  ['mlruns', copyMlruns],
  ['mlflow.db', (folder: string) => makeMlflowDatabase(folder, '3.17.2')],
] as const)
  test(`runs in ${place} are listed, found and shown in place, without a project`, async (t) => {
    const folder = temporaryFolder(t);
    make(folder);
    const runs = async (...words: readonly string[]) =>
      commandLine(folder, ['runs', ...words, '--source', place, '--format', 'json']);
    const listed = await runs('list', '--experiment', 'flights/delay');
    assert.equal(listed.code, 0, listed.err);
    follows('runs-list', listed.json());
    assert.deepEqual(
      listed.json<RunList>().runs.map(({ name }) => name),
      ['sweep'],
    );
    const found = (await runs('search', 'metrics.loss < 0.18', '--steps')).json<RunList>();
    assert.deepEqual(
      found.runs.map(({ name, params }) => [name, params['lr']]),
      [['try-1', '0.05']],
    );
    const { id } = found.runs[0]!;
    const shown = await runs('show', id.slice(0, 8));
    follows('runs-show', shown.json());
    assert.equal(shown.json<RunView>().id, id);
    const around = await runs('show', listed.json<RunList>().runs[0]!.id);
    follows('runs-show', around.json());
    assert.deepEqual(
      around.json<RunView>().steps.map(({ step, status }) => [step, status]),
      [
        ['try-0', 'failed'],
        ['try-1', 'done'],
      ],
    );
    const gone = await runs('show', 'ffff');
    assert.deepEqual([gone.code, /There is no run ffff/.test(gone.err + gone.out)], [2, true]);
  });

test('artifacts are listed without hashes, which would need reading them', async (t) => {
  const folder = temporaryFolder(t);
  copyMlruns(folder);
  const line = (words: string) => commandLine(folder, `runs ${words} --source mlruns --format json`);
  const { runs } = (await line('list --steps')).json<RunList>();
  const shown = await line(`show ${runs.find(({ name }) => name === 'try-0')?.id}`);
  follows('runs-show', shown.json());
  assert.deepEqual(shown.json<RunView>().artifacts[0], { path: 'empty.txt', size: 0, sha256: '' });
});

test('the token of a server is the one that MLflow’s clients take', async (t) => {
  const seen: (string | undefined)[] = [];
  const http = createServer((request, response) => {
    seen.push(request.headers.authorization);
    const isWelcome = request.headers.authorization === 'Bearer secret';
    response.writeHead(isWelcome ? 200 : 401, { 'content-type': 'application/json' });
    response.end(isWelcome ? '{"experiments": [], "runs": []}' : '{}');
  });
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  t.after(() => {
    http.closeAllConnections();
    http.close();
  });
  const address = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const list = (variables: Readonly<Record<string, string>>) =>
    commandLine(temporaryFolder(t), ['runs', 'list', '--source', address, '--format', 'json'], { variables });
  const refused = await list({});
  assert.equal(refused.code, 2);
  assert.match(refused.err + refused.out, /MLFLOW_TRACKING_TOKEN/);
  const told = await list({ MLFLOW_TRACKING_TOKEN: 'secret' });
  assert.deepEqual([told.code, told.json()], [0, { runs: [], nextPageToken: null }]);
  assert.equal(seen.at(-1), 'Bearer secret');
});
