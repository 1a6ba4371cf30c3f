import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Ready, servedProject } from '../kit/serveProcess.ts';

const ROUNDS = 3;
const BATCHES = 60;

test('four clients write while one is killed: nothing acknowledged is lost, nothing is half', async (t) => {
  const { ready, end } = await servedProject(t).serve();
  for (let round = 0; round < ROUNDS; round++) {
    const clients = await fourClients(t, ready);
    await clients[round % 4]!.said(5 + 13 * round);
    clients[round % 4]!.child.kill('SIGKILL');
    await Promise.all(clients.map(({ ended }) => ended));
    for (const [at, { run, acknowledged }] of clients.entries()) {
      if (at !== round % 4) assert.equal(acknowledged(), BATCHES);
      await assertWhole(ready, run, acknowledged());
    }
  }
  await end('SIGTERM');
});

test('a service that is killed and started again meanwhile loses nothing either', async (t) => {
  const project = servedProject(t);
  let service = await project.serve();
  const clients = await fourClients(t, service.ready);
  for (const step of [5, 25, 45]) {
    await clients[0]!.said(step);
    await service.end('SIGKILL');
    service = await project.serve();
  }
  await Promise.all(clients.map(({ ended }) => ended));
  for (const { run, acknowledged } of clients) {
    assert.equal(acknowledged(), BATCHES);
    await assertWhole(service.ready, run, BATCHES);
  }
  await service.end('SIGTERM');
});

interface Client {
  readonly run: string;
  readonly child: ChildProcess;
  readonly ended: Promise<unknown>;
  acknowledged(): number;
  /** When so many batches were acknowledged. */
  said(step: number): Promise<void>;
}

function fourClients(t: Parameters<typeof servedProject>[0], ready: Ready): Promise<readonly Client[]> {
  return Promise.all(Array.from({ length: 4 }, () => startClient(t, ready)));
}

async function startClient(t: Parameters<typeof servedProject>[0], ready: Ready): Promise<Client> {
  const { run } = (await ask(ready, 'POST', 'runs/create', { experiment_id: '0' })) as {
    run: { info: { run_id: string } };
  };
  const program = fileURLToPath(new URL('../kit/batchClient.ts', import.meta.url));
  const args = [program, ready.url, ready.token, run.info.run_id, String(BATCHES)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => child.kill('SIGKILL'));
  let text = '';
  const ended = once(child, 'close');
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
  });
  // What follows the last line break was not said whole.
  const acknowledged = () => Number(text.split('\n').at(-2) ?? 0);
  return {
    ...{ run: run.info.run_id, child, ended, acknowledged },
    async said(step) {
      while (acknowledged() < step && child.exitCode === null) await Promise.race([once(child.stdout, 'data'), ended]);
    },
  };
}

/** Each batch is there with all its metrics and its param, or not at all. */
async function assertWhole(ready: Ready, run_id: string, acknowledged: number): Promise<void> {
  const steps: number[] = [];
  for (const key of ['m0', 'm19']) {
    const { metrics = [] } = (await ask(ready, 'GET', `metrics/get-history?run_id=${run_id}&metric_key=${key}`)) as {
      readonly metrics?: readonly { readonly step: number }[];
    };
    steps.push(metrics.length);
    assert.deepEqual(
      metrics.map(({ step }) => step),
      metrics.map((_, at) => at + 1),
    );
  }
  const { run } = (await ask(ready, 'GET', `runs/get?run_id=${run_id}`)) as { run: { data: { params?: unknown[] } } };
  assert.ok(steps[0]! >= acknowledged && steps[0]! <= acknowledged + 1, `${acknowledged} acknowledged, ${steps}`);
  assert.deepEqual([steps[1], run.data.params?.length ?? 0], [steps[0], steps[0]]);
}

async function ask({ url, token }: Ready, method: string, path: string, json?: object): Promise<unknown> {
  const answer = await fetch(`${url}/api/2.0/mlflow/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  });
  assert.equal(answer.status, 200, path);
  return answer.json();
}
