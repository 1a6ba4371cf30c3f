import type { DriftFigure } from './columnPair.ts';
import type { Steps } from './steps.ts';

/**
 * Anderson-Darling test of two samples with midranks (Scholz and Stephens 1987), as `scipy.stats.anderson_ksamp`: the statistic
 * is normed by its mean and standard deviation; p is interpolated and stays between 0.001 and 0.25. Nothing is tested where
 * both sides are one and the same value, or fewer than four rows are there.
 */
export function andersonDarling(reference: Steps, current: Steps): DriftFigure {
  const rows = reference.total + current.total;
  const raw = midrank(reference, current);
  if (raw === undefined || rows < 4) return { statistic: null, pValue: null };
  const statistic = (raw - 1) / Math.sqrt(variance(rows, 1 / reference.total + 1 / current.total));
  return { statistic, pValue: interpolated(statistic) };
}

/** Undefined where there is but one value. */
function midrank(reference: Steps, current: Steps): number | undefined {
  const rows = reference.total + current.total;
  const { values: a, upTo: aUpTo } = reference;
  const { values: b, upTo: bUpTo } = current;
  let [i, j, sum, distinct, below, belowReference, belowCurrent] = [0, 0, 0, 0, 0, 0, 0];
  while (i < a.length || j < b.length) {
    const left = i < a.length ? a[i]! : Number.POSITIVE_INFINITY;
    const right = j < b.length ? b[j]! : Number.POSITIVE_INFINITY;
    const upToReference = left <= right ? aUpTo[i++]! : belowReference;
    const upToCurrent = right <= left ? bUpTo[j++]! : belowCurrent;
    const tied = upToReference + upToCurrent - below;
    const middle = below + tied / 2;
    const gap = (rows * (belowReference + upToReference)) / 2 - middle * reference.total;
    const weight = middle * (rows - middle) - (rows * tied) / 4;
    if (weight > 0) sum += ((tied / rows) * gap * gap) / weight;
    belowReference = upToReference;
    belowCurrent = upToCurrent;
    below += tied;
    distinct += 1;
  }
  // The gap of the other side is the same with the other sign.
  return distinct < 2 ? undefined : (sum * (1 / reference.total + 1 / current.total) * (rows - 1)) / rows;
}

/** Of the statistic for two samples of so many rows together, by H = 1/n + 1/m. */
function variance(rows: number, inverse: number): number {
  const { h, g } = sums(rows);
  const a = 4 * g - 6 + (10 - 6 * g) * inverse;
  const b = (2 * g - 4) * 4 + 16 * h + (2 * g - 14 * h - 4) * inverse - 8 * h + 4 * g - 6;
  const c = (6 * h + 2 * g - 2) * 4 + (4 * h - 4 * g + 6) * 2 + (2 * h - 6) * inverse + 4 * h;
  const d = (2 * h + 6) * 4 - 8 * h;
  return (((a * rows + b) * rows + c) * rows + d) / ((rows - 1) * (rows - 2) * (rows - 3));
}

/** h = sum of 1/i over i < rows, and g, the sum of 1/(j (rows - i)) over i < j < rows; their limits where the sums are long. */
function sums(rows: number): { h: number; g: number } {
  if (rows > LONG) return { h: Math.log(rows) + EULER, g: Math.PI ** 2 / 6 };
  let harmonic = 0;
  let g = 0;
  for (let i = 2; i < rows; i++) {
    harmonic += 1 / (rows - i + 1);
    g += harmonic / i;
  }
  return { h: harmonic + 1, g };
}

const LONG = 1_000_000;
const EULER = 0.5772156649015329;

/** Statistics at the levels of 25% and 0.1%, which p stays between (Scholz and Stephens, table 2). */
const CRITICAL = { least: 0.325, greatest: 6.546 };
/** ln p as a parabola over the statistics at the levels 25%, 10%, 5%, 2.5%, 1%, 0.5% and 0.1%, fitted by `numpy.polyfit`. */
const PARABOLA = [0.01819809457411147, -1.0082265644652515, -1.077770279820484] as const;

function interpolated(statistic: number): number {
  if (statistic < CRITICAL.least) return 0.25;
  if (statistic > CRITICAL.greatest) return 0.001;
  return Math.exp((PARABOLA[0] * statistic + PARABOLA[1]) * statistic + PARABOLA[2]);
}
