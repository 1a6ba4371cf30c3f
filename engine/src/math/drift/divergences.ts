import type { Levels } from './levels.ts';

/** Population stability index: sum of (r - c) ln(r / c), empty levels filled. */
export function psi(levels: Levels): number {
  const { r, c } = filled(levels);
  let sum = 0;
  for (let i = 0; i < r.length; i++) sum += (r[i]! - c[i]!) * Math.log(r[i]! / c[i]!);
  return sum;
}

/** Kullback-Leibler divergence of the reference from the current rows, empty levels filled, both then made to sum to one. */
export function kullbackLeibler(levels: Levels): number {
  const { r, c } = filled(levels);
  return Math.max(0, relativeEntropy(normalised(r), normalised(c)));
}

/** Square root of the Jensen-Shannon divergence, natural logarithms: 0 to sqrt(ln 2). */
export function jensenShannon(levels: Levels): number {
  const { r, c } = shares(levels);
  const middle = r.map((share, i) => (share + c[i]!) / 2);
  return Math.sqrt(Math.max(0, relativeEntropy(r, middle) + relativeEntropy(c, middle)) / 2);
}

/** sqrt(1 - sum of sqrt(r c)), in the form that is exact where both are alike. */
export function hellinger(levels: Levels): number {
  const { r, c } = shares(levels);
  let sum = 0;
  for (let i = 0; i < r.length; i++) sum += (Math.sqrt(r[i]!) - Math.sqrt(c[i]!)) ** 2;
  return Math.min(1, Math.sqrt(sum / 2));
}

interface Shares {
  readonly r: readonly number[];
  readonly c: readonly number[];
}

function shares({ reference, current, referenceRows, currentRows }: Levels): Shares {
  return { r: reference.map((rows) => rows / referenceRows), c: current.map((rows) => rows / currentRows) };
}

/** Empty levels get 0.0001, or a millionth of the smallest share that is no greater than that (Evidently 0.7). */
function filled(levels: Levels): Shares {
  const { r, c } = shares(levels);
  return { r: fill(r), c: fill(c) };
}

function fill(values: readonly number[]): readonly number[] {
  let least = Number.POSITIVE_INFINITY;
  for (const value of values) if (value > 0 && value < least) least = value;
  const small = least <= 0.0001 ? least / 1e6 : 0.0001;
  return values.map((value) => (value === 0 ? small : value));
}

function normalised(values: readonly number[]): readonly number[] {
  const total = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => value / total);
}

function relativeEntropy(p: readonly number[], q: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < p.length; i++) if (p[i]! > 0) sum += p[i]! * Math.log(p[i]! / q[i]!);
  return sum;
}
