import { Client } from './client.ts';
import type { Server } from './servers.ts';

/** A server with a run that metrics are written to. */
export interface Side {
  readonly server: Server;
  readonly run_id: string;
}

export async function sideOf(server: Server): Promise<Side> {
  const client = await Client.open(server);
  const run_id = await newRun(client);
  client.close();
  return { server, run_id };
}

/** How long a side has its turn: so many calls of each client, or so many seconds. */
export type Turn = { readonly calls: number } | { readonly seconds: number };

/**
 * Seconds of one `log-metric` of each side, over so many turns of each: short enough that what else the machine does slows all of
 * them down, long enough that what the other side left in the caches of the processor does not count. `clients`: so many at once,
 * each with a metric of its own.
 */
export async function logMetrics(
  sides: readonly Side[],
  options: { readonly turns: number; readonly turn: Turn; readonly clients: number; readonly key: string },
): Promise<readonly number[]> {
  const { turns, turn, clients, key } = options;
  const spent = sides.map(() => ({ seconds: 0, calls: 0 }));
  for (let no = 0; no < turns; no++)
    for (const [at, side] of sides.entries()) {
      // A server may close a connection that waits while the others have their turn.
      const opened = await Promise.all(Array.from({ length: clients }, () => Client.open(side.server)));
      const logging = () => Promise.all(opened.map((client, of) => logTurn(client, side, `${key}-${no}-${of}`, turn)));
      const { seconds, value: calls } = await timed(logging);
      spent[at]!.seconds += seconds;
      spent[at]!.calls += calls.reduce((sum, each) => sum + each, 0);
      for (const client of opened) client.close();
    }
  return spent.map(({ seconds, calls }) => seconds / calls);
}

/** So many calls. */
async function logTurn(client: Client, { run_id }: Side, key: string, turn: Turn): Promise<number> {
  const begun = performance.now();
  const isOver = (calls: number) =>
    'calls' in turn ? calls >= turn.calls : performance.now() - begun >= turn.seconds * 1000;
  let step = 0;
  for (; !isOver(step); step++)
    await client.ask('runs/log-metric', JSON.stringify({ run_id, key, value: step, timestamp: step, step }));
  return step;
}

/** Median seconds of one `log-batch` of 1,000 metrics of each side. */
export async function logBatches(sides: readonly Side[], times: number): Promise<readonly number[]> {
  return medians(sides, times, 'runs/log-batch', ({ run_id }, at) => batchOf(run_id, at));
}

/** Makes so many runs of 20 metrics and 20 params. */
export async function fill({ server }: Side, runs: number): Promise<void> {
  const client = await Client.open(server);
  for (let at = 0; at < runs; at++) await fillOne(client, at);
  client.close();
}

/** Median seconds of one `search` of each side. */
export async function searches(sides: readonly Side[], times: number, query: object): Promise<readonly number[]> {
  const body = JSON.stringify({ experiment_ids: ['0'], ...query });
  return medians(sides, times, 'runs/search', () => body);
}

/** Of so many calls of each side, by turns of a few: after work of the other side the processor has to learn ours anew. */
async function medians(
  sides: readonly Side[],
  times: number,
  path: string,
  bodyOf: (side: Side, at: number) => string,
): Promise<readonly number[]> {
  const taken = sides.map((): number[] => []);
  for (let from = 0; from < times; from += FEW)
    for (const [no, side] of sides.entries()) {
      const client = await Client.open(side.server);
      for (let at = from; at < from + FEW; at++) {
        const body = bodyOf(side, at);
        taken[no]!.push((await timed(() => client.ask(path, body))).seconds);
      }
      client.close();
    }
  return taken.map((all) => all.sort((a, b) => a - b)[Math.floor(all.length / 2)]!);
}

const FEW = 5;

async function timed<T>(work: () => Promise<T>): Promise<{ readonly seconds: number; readonly value: T }> {
  const begun = performance.now();
  const value = await work();
  return { seconds: (performance.now() - begun) / 1000, value };
}

async function newRun(client: Client): Promise<string> {
  const run = { experiment_id: '0', start_time: Date.now(), run_name: 'bench' };
  const answer = await client.ask('runs/create', JSON.stringify(run));
  return (JSON.parse(answer) as { run: { info: { run_id: string } } }).run.info.run_id;
}

async function fillOne(client: Client, run: number): Promise<void> {
  const run_id = await newRun(client);
  const numbers = Array.from({ length: 20 }, (_, at) => at);
  const metrics = numbers.map((at) => ({
    key: `m${at}`,
    value: ((run * 31 + at * 17) % 1000) / 1000,
    timestamp: 1,
    step: 0,
  }));
  const params = numbers.map((at) => ({ key: `p${at}`, value: `value-${run}-${at}` }));
  await client.ask('runs/log-batch', JSON.stringify({ run_id, metrics, params }));
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
