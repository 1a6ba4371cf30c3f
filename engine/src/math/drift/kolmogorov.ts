const EXACT_ROWS = 10_000;
const EXACT_CELLS = 2e7;
const FEW_CELLS = 2e6;

/**
 * P-value of the two-sample, two-sided Kolmogorov-Smirnov test. Exact up to 10,000 rows a side, as `scipy.stats.ks_2samp`
 * has it by default, and wherever that costs little; asymptotic above, and where so wide a band of paths stays inside that the
 * p-value is far below any limit.
 * @param apart largest distance of the two cumulative distributions times the rows of both, an integer
 */
export function kolmogorovP(apart: number, reference: number, current: number): number {
  if (apart <= 0) return 1;
  const inBand = Math.min(1, (2 * apart) / (reference * current)) * reference * current;
  const isFew = inBand <= FEW_CELLS || (Math.max(reference, current) <= EXACT_ROWS && inBand <= EXACT_CELLS);
  return isFew ? exact(apart, reference, current) : asymptotic(apart / (reference * current), reference, current);
}

/**
 * Share of the ways to order both samples in which the distributions come at least as far apart: over the lattice of
 * (rows of the one, rows of the other), the chance that a random path to a point has left the band.
 */
function exact(apart: number, reference: number, current: number): number {
  const left = new Float64Array(current + 1).fill(1);
  for (let j = 0; j <= current && j * reference < apart; j++) left[j] = 0;
  for (let i = 1; i <= reference; i++) {
    const first = Math.max(0, Math.floor((i * current - apart) / reference) + 1);
    const last = Math.min(current, Math.ceil((i * current + apart) / reference) - 1);
    let before = 1;
    if (first > 0) left[first - 1] = 1;
    for (let j = first; j <= last; j++) {
      const sum = i + j;
      before = j === 0 ? left[0]! : (left[j]! * i + before * j) / sum;
      left[j] = before;
    }
  }
  return Math.min(1, left[current]!);
}

/** Kolmogorov's limit with the correction for the number of rows of Vrbik 2018. */
function asymptotic(distance: number, reference: number, current: number): number {
  const rows = (reference * current) / (reference + current);
  const root = Math.sqrt(rows);
  const plain = root * distance;
  return kolmogorovTail(plain + 1 / (6 * root) + (plain - 1) / (4 * rows));
}

/** Chance that Kolmogorov's distribution is at least `x`. */
export function kolmogorovTail(x: number): number {
  if (x < 0.2) return 1;
  let sum = 0;
  if (x < 1) {
    for (let k = 1; k <= 9; k += 2) sum += Math.exp(-((k * Math.PI) ** 2) / (8 * x * x));
    return 1 - (Math.sqrt(2 * Math.PI) / x) * sum;
  }
  for (let k = 1; k <= 6; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * x * x);
  return sum;
}
