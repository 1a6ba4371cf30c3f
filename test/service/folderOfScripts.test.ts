import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openHost } from '../../engine/src/adapters/host.ts';
import { servedFolder } from '../../service/src/servedFolder.ts';
import { commandLine } from '../kit/project.ts';
import { servedProject } from '../kit/serveProcess.ts';

test('scripts log into a folder that is no project, and their runs are listed there and below', async (t) => {
  const { root, serve, say } = servedProject(t, { isProject: false });
  const { ready, end } = await serve();
  const post = async (path: string, json: object) => {
    const answer = await fetch(`${ready.url}/api/2.0/mlflow/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ready.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(json),
    });
    assert.equal(answer.status, 200, path);
    return (await answer.json()) as { readonly run: { readonly info: { readonly run_id: string } } };
  };
  const ids: string[] = [];
  for (const [at, run_name] of ['one', 'two'].entries()) {
    const { run } = await post('runs/create', { experiment_id: '0', run_name, start_time: at + 1 });
    ids.push(run.info.run_id);
    await post('runs/log-metric', { run_id: run.info.run_id, key: 'auc', value: 0.5, timestamp: 1 });
  }
  await post('registered-models/create', { name: 'churn' });
  const told = await say();
  assert.match(told.out, /Runs are kept in .*\/project\/\.modelyard; `modelyard init` there makes it a project/);
  await end('SIGTERM');
  assert.equal(readFileSync(join(root, '.modelyard/.gitignore'), 'utf8'), '*\n');
  mkdirSync(join(root, 'below'));
  for (const folder of [root, join(root, 'below')]) {
    const listed = (await commandLine(folder, 'runs list --format json')).json<{ runs: { name: string }[] }>();
    assert.deepEqual(
      listed.runs.map(({ name }) => name),
      ['two', 'one'],
    );
  }
  assert.match((await commandLine(root, `runs show ${ids[0]}`)).out, /auc {2}0\.5/);
  assert.match((await commandLine(root, `runs compare ${ids.join(' ')}`)).out, /same parameters, data and metrics/);
  assert.match((await commandLine(root, ['runs', 'search', 'metrics.auc > 0.4'])).out, /one/);
  assert.equal((await commandLine(root, 'models list')).code, 0);
  const refused = await commandLine(root, 'run churn');
  assert.match(refused.err, /no modelyard\.yaml[\s\S]*modelyard init/);
});

test('a home, a disk and a folder that is not there are not served', async () => {
  const folderFor = async (folder: string) => {
    const host = openHost({ folder: '/', projectFolder: folder, verbose: false, restart: ['false'] });
    try {
      return await servedFolder(host);
    } finally {
      await host.close();
    }
  };
  await assert.rejects(folderFor('/'), { reason: 'not-a-project' });
  await assert.rejects(folderFor(homedir()), { reason: 'not-a-project' });
  await assert.rejects(folderFor('/not/there'), { reason: 'folder-not-found' });
});
