import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { random } from '../engine/src/math/random.ts';
import { measure } from './measure.ts';
import { benchPython } from './venv.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const work = join(root, '.cache/bench-promotion');
const ROWS = 450_000;
const RESAMPLES = 2000;
/** Two thousand take minutes in Python: so many are timed, and the time of all is worked out. */
const PYTHON_RESAMPLES = 50;

type Figures = Readonly<Record<string, Figure>>;

interface Figure {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly seconds: number;
  /** Seconds of all cores together, which a busy machine changes less. */
  readonly cpu: number;
}

/** The paired bootstrap of `better_than`, beside numpy drawing as many rows as often, both measured on each draw. */
export async function bench(): Promise<void> {
  console.log(`${ROWS} rows, ${RESAMPLES} draws, load before: ${loadavg()[0]?.toFixed(2)}`);
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  writeRows();
  const threads = [...new Set([1, availableParallelism()])];
  const ours: Figures[] = [];
  for (const count of threads) {
    const script = join(root, 'bench/promotion/ours.ts');
    const measured = await measure(process.execPath, [script, work, String(RESAMPLES), String(count)], root);
    ours.push(print(`modelyard, ${count} threads`, measured.peakMemory, JSON.parse(measured.output) as Figures));
  }
  const script = join(root, 'bench/promotion/python.py');
  const measured = await measure(benchPython(), [script, work, String(PYTHON_RESAMPLES)], root);
  const told = JSON.parse(measured.output) as Figures;
  const share = (RESAMPLES + 1) / (PYTHON_RESAMPLES + 1);
  const all = Object.entries(told).map(([name, figure]) => [
    name,
    { ...figure, seconds: figure.seconds * share, cpu: figure.cpu * share },
  ]);
  const theirs = print(
    `numpy, from ${PYTHON_RESAMPLES} draws`,
    measured.peakMemory,
    Object.fromEntries(all) as Figures,
  );
  for (const [i, count] of threads.entries())
    for (const [metric, { seconds, cpu }] of Object.entries(ours[i]!)) {
      const { seconds: wall, cpu: cores } = theirs[metric]!;
      console.log(
        `ours / numpy, ${metric}, ${count} threads: time ${(seconds / wall).toFixed(4)}, cores ${(cpu / cores).toFixed(4)}`,
      );
    }
}

/** Two models that know much of the truth, and most of it alike. */
function writeRows(): void {
  const generator = random(1);
  const truth = Float64Array.from({ length: ROWS }, () => 0.02 + 0.96 * generator.uniform());
  const noisy = (share: number) =>
    truth.map((value) => (1 - share) * value + share * (0.02 + 0.96 * generator.uniform()));
  writeFileSync(
    join(work, 'labels.u8'),
    Uint8Array.from(truth, (value) => (generator.uniform() < value ? 1 : 0)),
  );
  writeFileSync(join(work, 'candidate.f64'), noisy(0.2));
  writeFileSync(join(work, 'champion.f64'), noisy(0.3));
}

function print(name: string, memory: number, figures: Figures): Figures {
  const shown = Object.entries(figures).map(
    ([metric, { value, low, high, seconds, cpu }]) =>
      `${metric} ${seconds.toFixed(2)} s, ${cpu.toFixed(2)} s of cores (${value.toFixed(5)} [${low.toFixed(5)}, ${high.toFixed(5)}])`,
  );
  console.log(`${name}: ${shown.join(', ')}; ${(memory / 2 ** 20).toFixed(0)} MB`);
  return figures;
}
