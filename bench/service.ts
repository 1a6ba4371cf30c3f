import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { treeMemory } from './measure.ts';
import { fill, logBatches, logMetrics, type Side, searches, sideOf } from './service/measurements.ts';
import { type Server, startEmpty, startMlflow, startModelyard } from './service/servers.ts';
import { benchPython } from './venv.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const work = join(tmpdir(), 'modelyard-bench-service');

/** Of a server that has just started. */
const FIRST_CALLS = 1000;
const STEADY_SECONDS = 6;
const BATCHES = 30;
const SEARCHES = 15;
const REST_SECONDS = 12;

/**
 * The tracking service beside `mlflow server` on SQLite, both at once and asked by turns, each as long or as often as the other, by
 * the same client (service/client.ts), which costs little, so that what is measured is the servers. One metric is measured as
 * requests a second: of one client, and of four, that ask again as soon as they have their answer, over connections that they keep.
 * The first 1,000 calls of a server that has just started are told apart. The same client with an HTTP server that does nothing
 * tells what Node and the client take of each figure of ours. `--ours` leaves MLflow out, `--runs N` searches among so many (default
 * 1,000).
 */
export async function bench(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { ours: { type: 'boolean' }, runs: { type: 'string', default: '1000' } },
  });
  const runs = Number(values.runs);
  execFileSync(process.execPath, [join(root, 'esbuild.mjs')], { stdio: 'ignore' });
  rmSync(work, { recursive: true, force: true });
  mkdirSync(join(work, 'project'), { recursive: true });
  writeFileSync(join(work, 'project/modelyard.yaml'), 'project: bench\nlanguage: 1\n');
  const python = values.ours ? undefined : benchPython('mlflow');
  console.log(`load before: ${loadavg()[0]?.toFixed(2)}`);
  const servers: Server[] = [];
  try {
    servers.push(await startedAgain(() => startModelyard(root, join(work, 'project'))));
    if (python !== undefined) servers.push(await startedAgain(() => startMlflow(python, work)));
    const empty = await startEmpty(root);
    await measure(servers, empty, runs).finally(empty.stop);
  } finally {
    for (const server of servers) await server.stop();
  }
  console.log(`load after: ${loadavg()[0]?.toFixed(2)}`);
}

/** The second time: what is compiled or unpacked once is so before. */
async function startedAgain(start: () => Promise<Server>): Promise<Server> {
  await (await start()).stop();
  return start();
}

/** `servers`: ours, and MLflow's where it takes part. */
async function measure(servers: readonly Server[], empty: Server, runs: number): Promise<void> {
  const starts = servers.map(({ seconds }) => seconds);
  tell('start to first answer', starts, { most: 0.3 });
  const sides: Side[] = [];
  for (const server of servers) sides.push(await sideOf(server));
  const withEmpty = [...sides, { server: empty, run_id: '' }];
  const first = { turns: 2, turn: { calls: FIRST_CALLS / 2 }, clients: 1, key: 'first' };
  tellRates(`log-metric by one client, the first ${FIRST_CALLS} calls`, await logMetrics(withEmpty, first), {});
  const steady = { turns: STEADY_SECONDS, turn: { seconds: 1 } };
  const one = await logMetrics(withEmpty, { ...steady, clients: 1, key: 'loss' });
  tellRates(`log-metric by one client, ${STEADY_SECONDS} s after them`, one, { least: 50 });
  const four = await logMetrics(withEmpty, { ...steady, clients: 4, key: 'four' });
  tellRates(`log-metric by four clients at once, ${STEADY_SECONDS} s`, four, { least: 50 });
  tell('log-batch of 1,000 metrics', await logBatches(sides, BATCHES), { least: 20 });
  for (const side of sides) await fill(side, runs);
  const all = { max_results: runs };
  tell(`search of ${runs} runs, 20 metrics and 20 params each`, await searches(sides, SEARCHES, all), { least: 20 });
  const filter = `metrics.m3 > 0.2 and params.p4 != 'x'`;
  const some = { max_results: 100, filter, order_by: ['metrics.m5 DESC'] };
  tell('the same with filter and order, first 100', await searches(sides, SEARCHES, some), {});
  const held = () => servers.map(({ pid }) => treeMemory(pid));
  tell('memory right after the last search', held(), {}, megabytes);
  await sleep(REST_SECONDS * 1000);
  tell(`memory at rest, ${REST_SECONDS} s later`, held(), { most: 90e6 }, megabytes);
}

/** `least`: so many times faster ours is to be; `most`: of ours, in the unit of the line. */
interface Wanted {
  readonly least?: number;
  readonly most?: number;
}

type Shown = (value: number) => string;

/** `values`: ours, and MLflow's where it takes part. */
function tell(label: string, values: readonly number[], wanted: Wanted, shown: Shown = time): void {
  const [ours = Number.NaN, theirs] = values;
  const parts = [label.padEnd(54), shown(ours).padStart(20)];
  if (theirs !== undefined)
    parts.push('   theirs', shown(theirs).padStart(20), `   ${(theirs / ours).toFixed(1)}x`.padStart(10));
  if (wanted.least !== undefined) parts.push(` (wanted: at least ${wanted.least}x)`);
  if (wanted.most !== undefined) parts.push(` (wanted: at most ${shown(wanted.most)})`);
  console.log(parts.join(''));
}

/** `seconds`: of one request, that of the empty server last. */
function tellRates(label: string, seconds: readonly number[], wanted: Wanted): void {
  tell(label, seconds.slice(0, -1), wanted, rate);
  console.log(`${'  an empty server'.padEnd(54)}${rate(seconds.at(-1)!).padStart(20)}`);
}

function rate(seconds: number): string {
  return `${(1 / seconds).toFixed(0)}/s, ${time(seconds)}`;
}

function time(seconds: number): string {
  return seconds < 1 ? `${(seconds * 1000).toFixed(2)} ms` : `${seconds.toFixed(2)} s`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
