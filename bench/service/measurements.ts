import { Agent, request } from 'node:http';
import { treeMemory } from '../measure.ts';
import type { Server } from './servers.ts';

/** Seconds, of one request where it is about requests; memory in MB. */
export interface Measurements {
  readonly start: number;
  readonly logMetric: number;
  readonly logMetricFour: number;
  readonly logBatch: number;
  readonly search: number;
  readonly searchFiltered: number;
  readonly memory: number;
}

/** `times`: how often a batch is written; single metrics are a hundred times as many. */
export async function measureServer(
  start: () => Promise<Server>,
  { runs, times }: { readonly runs: number; readonly times: number },
): Promise<Measurements> {
  // What is compiled or unpacked once is so before.
  await (await start()).stop();
  const server = await start();
  try {
    return {
      start: server.seconds,
      ...(await requests(client(server), runs, times)),
      memory: treeMemory(server.pid) / 1e6,
    };
  } finally {
    await server.stop();
  }
}

async function requests(ask: Ask, runs: number, times: number): Promise<Omit<Measurements, 'start' | 'memory'>> {
  const run_id = await newRun(ask);
  const metric = (at: number, key = 'loss') =>
    ask('runs/log-metric', { run_id, key, value: at, timestamp: at, step: at });
  await average(50, (at) => metric(at));
  const logMetric = await average(times * 100, (at) => metric(100 + at));
  const four = await Promise.all(['a', 'b', 'c', 'd'].map((key) => average(times * 25, (at) => metric(at, key))));
  const batches = Array.from({ length: times }, (_, at) => batchOf(run_id, at));
  const logBatch = await median(times, (at) => ask('runs/log-batch', batches[at]!));
  for (let at = 0; at < runs; at++) await fill(ask, at);
  const all = JSON.stringify({ experiment_ids: ['0'], max_results: runs });
  const search = await median(7, () => ask('runs/search', all));
  const some = {
    ...{ experiment_ids: ['0'], max_results: 100 },
    ...{ filter: `metrics.m3 > 0.2 and params.p4 != 'x'`, order_by: ['metrics.m5 DESC'] },
  };
  const searchFiltered = await median(7, () => ask('runs/search', some));
  return { logMetric, logMetricFour: Math.max(...four) / 4, logBatch, search, searchFiltered };
}

/** `body`: JSON, or what becomes it. */
type Ask = (path: string, body: string | object) => Promise<string>;

async function newRun(ask: Ask): Promise<string> {
  const answer = await ask('runs/create', { experiment_id: '0', start_time: Date.now(), run_name: 'bench' });
  return (JSON.parse(answer) as { run: { info: { run_id: string } } }).run.info.run_id;
}

async function fill(ask: Ask, run: number): Promise<void> {
  const run_id = await newRun(ask);
  const numbers = Array.from({ length: 20 }, (_, at) => at);
  await ask('runs/log-batch', {
    run_id,
    metrics: numbers.map((at) => ({
      key: `m${at}`,
      value: ((run * 31 + at * 17) % 1000) / 1000,
      timestamp: 1,
      step: 0,
    })),
    params: numbers.map((at) => ({ key: `p${at}`, value: `value-${run}-${at}` })),
  });
}

function batchOf(run_id: string, at: number): string {
  const metrics = Array.from({ length: 1000 }, (_, n) => ({
    key: `k${n % 10}`,
    value: n,
    timestamp: n,
    step: at * 1000 + n,
  }));
  return JSON.stringify({ run_id, metrics });
}

/** Seconds of one. */
async function average(times: number, work: (at: number) => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  for (let at = 0; at < times; at++) await work(at);
  return (performance.now() - begun) / 1000 / times;
}

/** Seconds of one. */
async function median(times: number, work: (at: number) => Promise<unknown>): Promise<number> {
  const taken: number[] = [];
  for (let at = 0; at < times; at++) taken.push(await average(1, () => work(at)));
  return taken.sort((a, b) => a - b)[Math.floor(times / 2)] ?? Number.NaN;
}

function client({ port, token }: Server): Ask {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  return (path, json) =>
    new Promise((resolve, reject) => {
      const body = typeof json === 'string' ? json : JSON.stringify(json);
      const asked = request(
        {
          ...{ host: '127.0.0.1', port, agent, method: 'POST', path: `/api/2.0/mlflow/${path}` },
          headers: {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
            ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            if (response.statusCode === 200) resolve(text);
            else reject(new Error(`${path}: ${response.statusCode} ${text.slice(0, 300)}`));
          });
        },
      );
      asked.on('error', reject);
      asked.end(body);
    });
}
