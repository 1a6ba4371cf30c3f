import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measure } from './measure.ts';
import { benchPython } from './venv.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const work = join(root, '.cache/bench-mlruns');
const RUNS = 1000;
const KEYS = 20;
const POINTS = 10;
const SETTLES = 3000;

/** Listing an `mlruns` of 1,000 runs, each with 20 metrics of 10 points and 20 params, cold and warm, beside MLflow's own client. */
export async function bench(): Promise<void> {
  const folder = join(work, 'mlruns');
  const memo = join(work, 'memo.db');
  if (!existsSync(join(folder, 'whole'))) await writeRuns(folder);
  rmSync(memo, { force: true });
  console.log(`${RUNS} runs x ${KEYS} metrics and params, load before: ${loadavg()[0]?.toFixed(2)}`);
  const ours = (name: string) => list(name, process.execPath, [join(root, 'bench/mlruns/list.ts'), folder, memo]);
  const cold = await ours('modelyard, nothing known');
  const warm = await ours('modelyard, listed before');
  await firstPage();
  const theirs = await list('mlflow search_runs', benchPython('mlflow'), [join(root, 'bench/mlruns/list.py'), folder]);
  console.log(`mlflow / ours: cold ${(theirs / cold).toFixed(1)}, warm ${(theirs / warm).toFixed(1)}`);
}

/** What the side panel asks first, by the answers of the process that opens data for the editor. */
async function firstPage(): Promise<void> {
  const { output, peakMemory } = await measure(process.execPath, [join(root, 'bench/mlruns/views.ts'), work], work);
  const said = JSON.parse(output) as Readonly<Record<'runs' | 'seconds' | 'again' | 'filtered', number>>;
  if (said.runs !== RUNS) throw new Error(`the first page says that there are ${said.runs} runs`);
  const [first, again, filtered] = [said.seconds, said.again, said.filtered].map((one) => one.toFixed(3));
  const memory = (peakMemory / 2 ** 20).toFixed(0);
  console.log(
    `first page of the side panel: ${first} s, again ${again} s, filtered by a metric ${filtered} s, ${memory} MB`,
  );
}

async function list(name: string, program: string, args: readonly string[]): Promise<number> {
  const { seconds, peakMemory, output } = await measure(program, args, work);
  const said = JSON.parse(output) as { readonly runs: number; readonly seconds: number };
  if (said.runs !== RUNS) throw new Error(`${name} lists ${said.runs} runs`);
  const memory = (peakMemory / 2 ** 20).toFixed(0);
  console.log(`${name}: ${said.seconds.toFixed(2)} s, with its process ${seconds.toFixed(2)} s, ${memory} MB`);
  return said.seconds;
}

/** As MLflow's file store writes them. */
async function writeRuns(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  const experiment = join(folder, '1');
  const write = (path: string, text: string) => writeFileSync(join(experiment, path), text);
  mkdirSync(experiment, { recursive: true });
  write(
    'meta.yaml',
    `artifact_location: file://${experiment}\nexperiment_id: '1'\nlifecycle_stage: active\nname: bench\n`,
  );
  for (let run = 0; run < RUNS; run++) {
    const id = run.toString(16).padStart(32, '0');
    for (const part of ['metrics', 'params', 'tags', 'artifacts'])
      mkdirSync(join(experiment, id, part), { recursive: true });
    for (let key = 0; key < KEYS; key++) {
      const points = Array.from(
        { length: POINTS },
        (_, step) => `${1700000000000 + step} ${(run + key) / (step + 1)} ${step}\n`,
      );
      write(`${id}/metrics/metric_${key}`, points.join(''));
      write(`${id}/params/param_${key}`, `${run * key}`);
    }
    write(`${id}/tags/mlflow.runName`, `run-${run}`);
    write(`${id}/tags/mlflow.user`, 'bench');
    const facts = `end_time: ${1700000100000 + run}\nentry_point_name: ''\nexperiment_id: '1'\nlifecycle_stage: active\nrun_id: '${id}'\n`;
    const more = `run_name: run-${run}\nsource_type: 4\nstart_time: ${1700000000000 + run}\nstatus: 3\ntags: []\nuser_id: bench\n`;
    write(`${id}/meta.yaml`, `artifact_uri: file://${experiment}/${id}/artifacts\n${facts}${more}`);
  }
  // What has just been written is not kept in the memo.
  await new Promise((done) => setTimeout(done, SETTLES));
  writeFileSync(join(folder, 'whole'), '');
}
