import { existsSync, mkdirSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measure } from './measure.ts';
import { benchPython } from './venv.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const folder = join(root, '.cache/bench-training');
const flights = join(root, 'node_modules/vega-datasets/data/flights-3m.parquet');
/** What we want to hold against LightGBM. */
const TARGET = { seconds: 0.65, auc: 0.002 };

interface Result {
  readonly seconds: number;
  readonly auc: number;
  readonly rounds: number;
}

/**
 * Gradient boosting from columns in memory to a model, binning included: 500,000 x 30 numbers (100 trees of 31 leaves) and the
 * flights table (300 rounds of 63 leaves, early stopping), beside LightGBM, XGBoost and scikit-learn, one tool at a time.
 * `--repeat N` shows the best of N; `--only numbers|flights`; `--ours` leaves the other tools out.
 */
export async function bench(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { repeat: { type: 'string', default: '1' }, only: { type: 'string' }, ours: { type: 'boolean' } },
  });
  const python = benchPython();
  mkdirSync(folder, { recursive: true });
  if (!existsSync(join(folder, 'flights.json')))
    await measure(python, [join(root, 'bench/training.py'), 'make', folder, flights], root);
  for (const table of ['numbers', 'flights'].filter((name) => (values.only ?? name) === name))
    for (const threads of [1, 2]) {
      console.log(
        `${table}, ${threads} ${threads === 1 ? 'thread' : 'threads'}, load before: ${loadavg()[0]?.toFixed(2)}`,
      );
      const best = async (tool: string) => bestOf(Number(values.repeat), () => run(python, tool, table, threads));
      const ours = await best('ours');
      print('ours', ours);
      if (values.ours) continue;
      for (const tool of table === 'flights' ? ['LightGBM'] : ['LightGBM', 'XGBoost', 'scikit-learn']) {
        const theirs = await best(tool);
        print(tool, theirs);
        const wanted = tool === 'LightGBM' && table === 'numbers' ? ` (wanted: at most ${TARGET.seconds})` : '';
        console.log(`  ours / ${tool}: time ${(ours.seconds / theirs.seconds).toFixed(2)}${wanted}`);
        if (tool === 'LightGBM')
          console.log(`  AUC differs by ${(ours.auc - theirs.auc).toFixed(5)} (wanted: within ${TARGET.auc})`);
      }
    }
}

async function run(python: string, tool: string, table: string, threads: number): Promise<Result> {
  const { output } =
    tool === 'ours'
      ? await measure(process.execPath, [join(root, 'bench/training/ours.ts'), folder, table, String(threads)], root)
      : await measure(python, [join(root, 'bench/training.py'), 'train', folder, table, tool, String(threads)], root);
  return JSON.parse(output) as Result;
}

async function bestOf(times: number, once: () => Promise<Result>): Promise<Result> {
  let best = await once();
  for (let i = 1; i < times; i++) {
    const next = await once();
    if (next.seconds < best.seconds) best = next;
  }
  return best;
}

function print(tool: string, { seconds, auc, rounds }: Result): void {
  console.log(`  ${tool.padEnd(12)} ${seconds.toFixed(2).padStart(6)} s   AUC ${auc.toFixed(5)}   ${rounds} rounds`);
}
