import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { random } from '../engine/src/math/random.ts';
import { measure } from './measure.ts';
import { benchPython } from './venv.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const work = join(root, '.cache/bench-evaluation');
const ROWS = 450_000;
const RESAMPLES = 1000;
/** A thousand take minutes in Python: so many are timed, and the time of a thousand is worked out. */
const PYTHON_RESAMPLES = 20;

type Figures = Readonly<Record<string, { readonly value: number; readonly low: number; readonly high: number }>>;

/** roc_auc, log_loss and brier with 95% bootstrap intervals, beside scikit-learn's metrics in a numpy bootstrap. */
export async function bench(): Promise<void> {
  console.log(`${ROWS} rows, ${RESAMPLES} resamples, load before: ${loadavg()[0]?.toFixed(2)}`);
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  writeRows();
  const threads = [...new Set([1, availableParallelism()])];
  const ours: number[] = [];
  for (const count of threads) {
    const script = join(root, 'bench/evaluation/ours.ts');
    const measured = await measure(process.execPath, [script, work, String(RESAMPLES), String(count)], root);
    ours.push(measured.seconds);
    print(`modelyard, ${count} threads`, measured.seconds, measured.peakMemory, JSON.parse(measured.output));
  }
  const script = join(root, 'bench/evaluation/python.py');
  const measured = await measure(benchPython(), [script, work, String(PYTHON_RESAMPLES)], root);
  const { metrics, seconds } = JSON.parse(measured.output) as { metrics: Figures; seconds: number };
  const all = (seconds * (RESAMPLES + 1)) / (PYTHON_RESAMPLES + 1);
  print(`scikit-learn and numpy, from ${PYTHON_RESAMPLES} resamples`, all, measured.peakMemory, metrics);
  for (const [i, count] of threads.entries())
    console.log(`ours / Python, ${count} threads: time ${(ours[i]! / all).toFixed(4)}`);
}

/** Calibrated scores: a row with score p is positive with probability p. */
function writeRows(): void {
  const generator = random(1);
  const scores = Float64Array.from({ length: ROWS }, () => 0.01 + 0.98 * generator.uniform() ** 3);
  const labels = Uint8Array.from(scores, (score) => (generator.uniform() < score ? 1 : 0));
  writeFileSync(join(work, 'scores.f64'), scores);
  writeFileSync(join(work, 'labels.u8'), labels);
}

function print(name: string, seconds: number, memory: number, figures: Figures): void {
  const shown = Object.entries(figures).map(
    ([metric, { value, low, high }]) => `${metric} ${value.toFixed(5)} [${low.toFixed(5)}, ${high.toFixed(5)}]`,
  );
  console.log(`${name}: ${seconds.toFixed(2)} s, ${(memory / 2 ** 20).toFixed(0)} MB; ${shown.join(', ')}`);
}
