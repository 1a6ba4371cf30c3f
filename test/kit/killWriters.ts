import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { openRunStore } from '../../engine/src/adapters/sqlite/openRunStore.ts';
import { randomIds } from '../../engine/src/adapters/system/randomIds.ts';
import { systemClock } from '../../engine/src/adapters/system/systemClock.ts';
import { quiet } from './quiet.ts';

export interface KillReport {
  readonly kills: number;
  readonly acknowledgedSteps: number;
  /** What is wrong, one line each; none is good. */
  readonly problems: readonly string[];
}

/** Starts two writers at a time on one database and kills each with SIGKILL after a random number of acknowledged writes. */
export async function killWriters(file: string, kills: number): Promise<KillReport> {
  const steps = new Map<string, number>();
  const finished = new Set<string>();
  const problems: string[] = [];
  for (let killed = 0; killed < kills; killed += 2) {
    const said = await Promise.all([writeUntilKilled(file), writeUntilKilled(file)]);
    for (const line of said.flat()) {
      const [what, id, step] = line.split(' ');
      if (what === 'step') steps.set(id!, Number(step));
      else if (what === 'finished') finished.add(id!);
      else steps.set(id!, 0);
    }
    problems.push(...(await look(file, steps, finished)));
  }
  const acknowledgedSteps = [...steps.values()].reduce((sum, step) => sum + step, 0);
  return { kills, acknowledgedSteps, problems };
}

function writeUntilKilled(file: string): Promise<readonly string[]> {
  const writer = fileURLToPath(new URL('./runWriter.ts', import.meta.url));
  const child = spawn(process.execPath, [writer, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const enough = 1 + Math.floor(Math.random() * 60);
  let text = '';
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (data) => {
      text += data;
      if (text.split('\n').length > enough) setTimeout(() => child.kill('SIGKILL'), Math.random() * 3);
    });
    child.on('error', reject);
    // What follows the last line break was not said whole.
    child.on('close', () => resolve(text.split('\n').slice(0, -1)));
  });
}

async function look(file: string, steps: ReadonlyMap<string, number>, finished: ReadonlySet<string>) {
  const problems: string[] = [];
  const db = new Database(file);
  const verdict = db.pragma('integrity_check', { simple: true });
  if (verdict !== 'ok') problems.push(`integrity: ${verdict}`);
  db.close();
  const store = openRunStore(file, { clock: systemClock(), ids: randomIds(), log: quiet });
  await store.reap();
  for (const [id, step] of steps) {
    const run = await store.run(id);
    const points = await store.history(id, 'm49');
    if (points.length < step || run.artifacts.length < step)
      problems.push(`${id}: ${step} acknowledged, less is there`);
    const whole = new Set([points.length, run.artifacts.length, Object.keys(run.params).length]);
    if (whole.size > 1) problems.push(`${id}: a batch is torn: ${[...whole].join(', ')}`);
    if ((run.metrics['m0']?.step ?? 0) !== points.length) problems.push(`${id}: the latest metric is not the last one`);
    if (finished.has(id) && run.status !== 'finished') problems.push(`${id}: its acknowledged end is lost`);
    if (run.status === 'running') problems.push(`${id}: its dead holder was not seen`);
  }
  const left = await store.search({ filter: "status = 'RUNNING'", limit: 10 });
  if (left.runs.length > 0) problems.push(`${left.runs.length} runs of dead holders are still running`);
  await store.close();
  return problems;
}
