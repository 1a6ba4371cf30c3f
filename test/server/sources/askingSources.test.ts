import assert from 'node:assert/strict';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import {
  ASK_REQUEST,
  CHANGED_NOTIFICATION,
  type Changed,
  SOURCES_NOTIFICATION,
  type Sources,
} from '../../../server/src/protocol.ts';
import type { Told, ViewQuestion, ViewQuestions } from '../../../server/src/views/viewQuestions.ts';
import { uriOfPath } from '../../../server/src/workspace/uris.ts';
import { type LspOptions, lspClient } from '../../kit/lspClient.ts';
import { copyMlruns, makeMlflowDatabase } from '../../kit/mlflowSources.ts';
import { testProject } from '../../kit/project.ts';
import { temporaryFolder } from '../../kit/temporaryFolder.ts';

test('a thousand runs of MLflow beside a project are rows and pages of the editor', async (t) => {
  const { told } = await asking(t, writeRuns);
  const { sources } = await told('sources', {});
  assert.deepEqual(
    sources.map(({ id }) => id),
    ['mlruns'],
  );
  const [experiment] = await told('experiments', { source: 'mlruns' });
  assert.deepEqual([experiment?.name, experiment?.runs, experiment?.live], ['sweep', 1000, 0]);
  const page = (offset: number, filter = '') =>
    told('runs', { source: 'mlruns', experiment: 'sweep', offset, limit: 50, filter });
  const first = await page(0);
  assert.deepEqual([first.total, first.runs.length, first.runs[0]?.name], [1000, 50, 'run-999']);
  assert.equal((await page(950)).runs.at(-1)?.name, 'run-0');
  const few = await page(0, "metrics.loss < 0.01 AND params.lr = '7'");
  assert.deepEqual([few.total, few.runs[0]?.metric?.name], [10, 'loss']);
  const run = await told('runPage', { run: few.runs[0]!.id });
  assert.deepEqual(
    [run.source?.name, run.params[0]?.value, run.metrics[0]?.name, run.git?.commit],
    ['mlruns', '7', 'loss', 'c0ffee'],
  );
});

test('what other tools write while the editor looks is told', async (t) => {
  const { told, client, root, heard } = await asking(t, copyMlruns);
  assert.equal((await told('experiments', { source: 'mlruns' })).length, 1);
  const before = client.asked.length;
  const elsewhere = temporaryFolder(t);
  renameSync(makeMlflowDatabase(elsewhere, '2.9.2'), join(root, 'mlflow.db'));
  await heard(CHANGED_NOTIFICATION, ({ topics }: Changed) => topics.filter((topic) => topic === 'runs'), before);
  await until(async () => (await told('sources', {})).sources.length === 2);
});

test('what the user added is asked for also in a process that was started anew', async (t) => {
  const elsewhere = temporaryFolder(t);
  copyMlruns(elsewhere);
  const { told, client, ask } = await asking(t, () => {});
  assert.deepEqual((await told('sources', {})).sources, []);
  const added = { addresses: [{ place: elsewhere }, null, { place: 3 }] } as unknown as Sources;
  await client.notify(SOURCES_NOTIFICATION, added);
  const [source] = (await told('sources', {})).sources;
  assert.equal(source?.kind, 'mlruns');
  assert.equal((await told('experiments', { source: source!.id })).length, 1);
  process.kill((await client.settled()).projects[0]!.dataProcess!, 'SIGKILL');
  await until(async () => (await ask('experiments', { source: source!.id })).kind === 'told');
  await client.notify(SOURCES_NOTIFICATION, { addresses: [] });
  assert.deepEqual((await told('sources', {})).sources, []);
});

test('in a workspace that is not trusted no source is opened', async (t) => {
  const { ask, client } = await asking(t, copyMlruns, { options: { trusted: false } });
  await client.notify(SOURCES_NOTIFICATION, { addresses: [{ place: temporaryFolder(t) }] });
  const told = await ask('sources', {});
  assert.equal(told.kind === 'refused' && told.reason, 'restricted');
  assert.equal((await client.settled()).projects[0]?.dataProcess, undefined);
});

async function asking(t: TestContext, fill: (root: string) => unknown, options: LspOptions = {}) {
  const { folder: root } = testProject(t, '');
  fill(root);
  const client = await lspClient(t, { folders: [root], ...options });
  await client.settled();
  const ask = <Q extends ViewQuestion>(question: Q, params: ViewQuestions[Q]['params']) =>
    client.request<Told<ViewQuestions[Q]['answer']>>(ASK_REQUEST, { root: uriOfPath(root), question, params });
  const told = async <Q extends ViewQuestion>(question: Q, params: ViewQuestions[Q]['params']) => {
    const answer = await ask(question, params);
    if (answer.kind === 'refused') throw new Error(`${question}: ${answer.message}`);
    return answer.value;
  };
  const heard = async <P, R>(method: string, read: (params: P) => readonly R[], from: number): Promise<void> =>
    until(async () =>
      client.asked.slice(from).some((said) => said.method === method && read(said.params as P).length > 0),
    );
  return { root, client, ask, told, heard };
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt++) {
    if (await holds()) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  assert.fail('it does not come to hold');
}

/** As MLflow's file store writes them. */
function writeRuns(root: string): void {
  const experiment = join(root, 'mlruns', '1');
  mkdirSync(experiment, { recursive: true });
  writeFileSync(join(experiment, 'meta.yaml'), "experiment_id: '1'\nlifecycle_stage: active\nname: sweep\n");
  for (let run = 0; run < 1000; run++) {
    const id = run.toString(16).padStart(32, '0');
    const write = (path: string, text: string) => writeFileSync(join(experiment, id, path), text);
    for (const part of ['metrics', 'params', 'tags']) mkdirSync(join(experiment, id, part), { recursive: true });
    const times = `start_time: ${1700000000000 + run}\nend_time: ${1700000100000 + run}\n`;
    write('meta.yaml', `run_id: '${id}'\nrun_name: run-${run}\nexperiment_id: '1'\nstatus: 3\n${times}user_id: ana\n`);
    write('metrics/loss', `1700000000000 1 0\n1700000000001 ${run / 10_000} 1\n`);
    write('params/lr', String(run % 10));
    if (run % 10 === 7) write('tags/mlflow.source.git.commit', 'c0ffee');
  }
}
