import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import type { RunEvent } from '../../engine/src/pipeline/events.ts';
import { readFixture } from './fixture.ts';
import { onnxModel } from './onnxModel.ts';
import { startCli } from './process.ts';
import { commandLine } from './project.ts';

export interface KillReport {
  readonly kills: number;
  /** Runs that were killed before their end. */
  readonly interrupted: number;
  /** Steps that had said they were finished when their process was killed. */
  readonly acknowledgedSteps: number;
  /** What is wrong, one line each; none is good. */
  readonly problems: readonly string[];
}

/** Data steps, programs side by side, and a model that gets a version; each run has a seed of its own, so nothing is cached. */
const PROJECT = `
#- modelyard.yaml
project: killed
language: 1
#- rows.dataset.yaml
dataset: rows
source: rows.csv
#- make.sh
if [ -n "$3" ]; then cp "$3" "$2"; else echo "{\\"seed\\": $1}" > "$2"; fi
#- killed.pipeline.yaml
pipeline: killed
params: {seed: 0}
steps:
  examples:
    uses: data/examples
    with: {from: rows, where: "x <> \${{ params.seed }}", label: {late: "y > 0"}, columns: {x: x}}
  split:
    uses: data/split
    with: {data: "\${{ steps.examples.data }}", by: random, test: 50%, seed: "\${{ params.seed }}"}
  left:
    run: sh make.sh \${{ params.seed }} \${{ outputs.numbers }}
    inputs: {code: make.sh, data: "\${{ steps.split.train }}"}
    outputs: {numbers: numbers.json}
  right:
    run: sh make.sh \${{ params.seed }} \${{ outputs.numbers }}
    inputs: {code: make.sh, data: "\${{ steps.split.test }}"}
    outputs: {numbers: numbers.json}
  train:
    run: sh make.sh \${{ steps.left.numbers.seed + steps.right.numbers.seed }} \${{ outputs.model }} \${{ inputs.made }}
    inputs: {code: make.sh, made: "models/\${{ params.seed }}.onnx"}
    outputs: {model: model.onnx}
  register:
    uses: model/register
    with: {model: "\${{ steps.train.model }}", name: sigmoid}
`;

/**
 * Runs a pipeline again and again in real processes and kills each with SIGKILL at a random moment, alone or with its process
 * group; then looks at what is left, resumes the run and looks again.
 */
export async function killRuns(folder: string, kills: number): Promise<KillReport> {
  writeProject(folder, kills);
  // The first run is slower than those that follow.
  await runUntil(folder, 0, undefined);
  const whole = await runUntil(folder, kills + 1, undefined);
  const problems: string[] = whole.events.at(-1)?.type === 'run.finished' ? [] : [`the first run failed: ${whole.err}`];
  let interrupted = 0;
  let acknowledgedSteps = 0;
  for (let seed = 1; seed <= kills && problems.length === 0; seed++) {
    const early = seed % 5 === 0;
    const delay = Math.random() * (early ? whole.milliseconds : lengthOf(whole.events));
    const { events } = await runUntil(folder, seed, { early, delay, group: seed % 2 === 0 });
    const look = await lookAfter(folder, events);
    interrupted += look.interrupted ? 1 : 0;
    acknowledgedSteps += look.acknowledged;
    problems.push(...look.problems.map((problem) => `kill ${seed} after ${delay.toFixed(0)} ms: ${problem}`));
  }
  return { kills, interrupted, acknowledgedSteps, problems };
}

function writeProject(folder: string, kills: number): void {
  const write = (path: string, content: string | Uint8Array) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  for (const [path, text] of readFixture(PROJECT).files) write(path, text);
  write('rows.csv', ['x,y', ...Array.from({ length: 2000 }, (_, i) => `${i - 1000},${(i * 7) % 5}`)].join('\n'));
  for (let seed = 0; seed <= kills + 1; seed++) write(`models/${seed}.onnx`, onnxModel(1 + seed));
}

interface Kill {
  /** Counted from the start of the process, and not from the first event of the run. */
  readonly early: boolean;
  /** Milliseconds. */
  readonly delay: number;
  /** Also what the process has started in its group. */
  readonly group: boolean;
}

interface Ended {
  /** What was said whole before the end. */
  readonly events: readonly RunEvent[];
  readonly err: string;
  readonly milliseconds: number;
}

async function runUntil(folder: string, seed: number, kill: Kill | undefined): Promise<Ended> {
  const started = performance.now();
  const { child, said, ended } = startCli(folder, ['run', 'killed', '--param', `seed=${seed}`, '--format', 'ndjson']);
  let timer: NodeJS.Timeout | undefined;
  const later = () => {
    if (kill) timer = setTimeout(() => process.kill(kill.group ? -child.pid! : child.pid!, 'SIGKILL'), kill.delay);
  };
  if (kill?.early) later();
  else child.stdout?.once('data', later);
  await ended;
  clearTimeout(timer);
  // What follows the last line break was not said whole.
  const lines = said.out.split('\n').slice(0, -1);
  const events = lines.map((line) => JSON.parse(line) as RunEvent);
  return { events, err: said.err, milliseconds: performance.now() - started };
}

/** Milliseconds from the first event of a run to its last. */
function lengthOf(events: readonly RunEvent[]): number {
  const [first, last] = [events[0], events.at(-1)];
  return first && last && 'at' in first && 'at' in last ? Date.parse(last.at) - Date.parse(first.at) : 0;
}

async function lookAfter(folder: string, events: readonly RunEvent[]) {
  const problems: string[] = [];
  for (const name of ['runs.db', 'cache.db']) {
    const file = join(folder, '.modelyard', name);
    if (existsSync(file)) problems.push(...damage(file));
  }
  const finished = events.flatMap((event) =>
    event.type === 'step.finished' && (event.status === 'done' || event.status === 'cached') ? [event.step] : [],
  );
  const [started] = events;
  const ended = events.at(-1)?.type === 'run.finished';
  const run = started?.type === 'run.started' ? started.run : undefined;
  const interrupted = run !== undefined && !ended;
  if (interrupted) problems.push(...(await resumed(folder, run, finished)));
  const { json } = await commandLine(folder, 'runs list --limit 1000 --format json');
  const running = json<{ runs: { status: string }[] }>().runs.filter((one) => one.status === 'running');
  if (running.length > 0) problems.push(`${running.length} dead runs are still called running`);
  if (run !== undefined) problems.push(...leftovers(folder));
  const verified = await commandLine(folder, 'models verify');
  if (verified.code !== 0) problems.push(`models verify: ${verified.out}${verified.err}`);
  return { problems, interrupted, acknowledged: finished.length };
}

function damage(file: string): readonly string[] {
  const db = new Database(file);
  const verdict = db.pragma('integrity_check', { simple: true });
  db.close();
  return verdict === 'ok' ? [] : [`${file}: ${verdict}`];
}

/** Every step that had been said to be finished comes from the first attempt; the others run; the run finishes. */
async function resumed(folder: string, run: string, finished: readonly string[]): Promise<readonly string[]> {
  const shown = (await commandLine(folder, `runs show ${run} --format json`)).json<{ status: string }>();
  const problems = shown.status === 'interrupted' || shown.status === 'finished' ? [] : [`it is ${shown.status}`];
  if (shown.status === 'finished') return problems;
  const said = await commandLine(folder, `resume ${run} --format json`);
  if (said.code !== 0) return [...problems, `resume gave ${said.code}: ${said.err}`];
  const { steps } = said.json<{ steps: { step: string; status: string }[] }>();
  const lost = finished.filter((step) => steps.find((one) => one.step === step)?.status !== 'cached');
  return lost.length > 0 ? [...problems, `acknowledged, but done again: ${lost}`] : problems;
}

/** Passing things that nobody will ever take away. */
function leftovers(folder: string): readonly string[] {
  const tmp = join(folder, '.modelyard/tmp');
  const passing = existsSync(tmp) ? readdirSync(tmp).map((name) => `.modelyard/tmp/${name}`) : [];
  const registry = join(folder, 'registry');
  const files = existsSync(registry) ? readdirSync(registry, { recursive: true, encoding: 'utf8' }) : [];
  const half = files.filter((name) => /\.tmp$|\.partial$/.test(name) || isCutOff(join(registry, name)));
  return [...passing, ...half.map((name) => `registry/${name}`)].map((name) => `left behind: ${name}`);
}

function isCutOff(file: string): boolean {
  return file.endsWith('.yaml') && !readFileSync(file, 'utf8').endsWith('\n');
}
