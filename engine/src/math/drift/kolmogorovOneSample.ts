import { stirling } from '../tails.ts';

const PI2 = Math.PI ** 2;
const ROOT = Math.sqrt(2 * Math.PI);

/** From n x^2 = 2.2 on, one side of the two is enough: both at once are rarer than a double can tell. */
const TAIL = 2.2;

/**
 * Chance that the distribution of so many rows is `distance` or more from the one they are drawn from, two-sided, for
 * hundreds of rows and more; as `scipy.stats.kstwo.sf` (Simard and L'Ecuyer 2011).
 */
export function oneSampleTail(distance: number, rows: number): number {
  if (distance >= 1) return 0;
  const squared = rows * distance * distance;
  if (squared >= 370) return 0;
  const tail = squared >= TAIL ? 2 * oneSided(distance, rows) : 1 - pelzGood(Math.sqrt(rows) * distance, rows);
  return Math.min(1, Math.max(0, tail));
}

const SAMPLES = 600;

/**
 * Smirnov's sum over the places where a path may leave the band, each a binomial chance. Its terms are smooth and vanish at both
 * ends, so that of many every so-many-th has the sum to all digits.
 */
function oneSided(distance: number, rows: number): number {
  const last = Math.floor(rows * (1 - distance));
  const stride = Math.max(1, Math.floor(last / SAMPLES));
  let sum = 0;
  for (let place = 0; place <= last; place += stride) {
    const share = place / rows + distance;
    if (share < 1) sum += binomial(place, rows, share) / share;
  }
  return distance * sum * stride;
}

/** Chance of `hits` among `rows` of chance `share`, by its distance from what is expected (Loader 2000). */
function binomial(hits: number, rows: number, share: number): number {
  const misses = rows - hits;
  if (hits === 0) return Math.exp(rows * Math.log1p(-share));
  if (misses === 0) return Math.exp(rows * Math.log(share));
  const away = deviance(hits, rows * share) + deviance(misses, rows * (1 - share));
  const rounding = stirling(rows) - stirling(hits) - stirling(misses);
  return Math.exp(rounding - away) * Math.sqrt(rows / (2 * Math.PI * hits * misses));
}

/** x ln(x / m) - x + m, exact also where x is close to m. */
function deviance(x: number, m: number): number {
  const off = (x - m) / (x + m);
  if (Math.abs(off) > 0.1) return x * Math.log(x / m) + m - x;
  let sum = (x - m) * off;
  let term = 2 * x * off;
  for (let k = 3; k < 40; k += 2) {
    term *= off * off;
    const next = sum + term / k;
    if (next === sum) break;
    sum = next;
  }
  return sum;
}

/** The limit with three terms for the number of rows (Pelz and Good 1976). @param z the distance times the root of the rows */
function pelzGood(z: number, rows: number): number {
  const first = Math.exp(-PI2 / 8 / z ** 2);
  if (first === 0) return 0;
  const most = Math.ceil((16 * z) / Math.PI);
  const sums = [0, 0, 0, 0];
  for (let k = most; k >= 1; k--) {
    const again = first ** (8 * k);
    for (const [order, factor] of factors(z, (2 * k - 1) ** 2).entries()) sums[order] = sums[order]! * again + factor;
  }
  const scales = [z, 6 * z ** 4, 72 * z ** 7, 6480 * z ** 10];
  const [k0, k1, k2, k3] = sums.map((sum, order) => (sum * first * ROOT) / scales[order]!) as [
    number,
    number,
    number,
    number,
  ];
  const more = evenTerms(z, most);
  return k0 + k1 / Math.sqrt(rows) + (k2 + more.second) / rows + (k3 + more.third) / rows ** 1.5;
}

/** Of one odd number m, given as its square, in the four sums. */
function factors(z: number, m2: number): readonly number[] {
  const [z2, z4, z6] = [z ** 2, z ** 4, z ** 6];
  const second = (2 * z4 - 5 * z2) * (PI2 / 4) * m2 + ((PI2 ** 2 * (1 - 2 * z2)) / 16) * m2 ** 2;
  const third =
    ((PI2 * (135 * z4 - 96 * z6)) / 4) * m2 +
    ((PI2 ** 2 * (-60 * z2 + 212 * z4)) / 16) * m2 ** 2 +
    ((PI2 ** 3 * (5 - 30 * z2)) / 64) * m2 ** 3;
  return [1, (PI2 / 4) * m2 - z2, 6 * z6 + 2 * z4 + second, -30 * z6 - 90 * z ** 8 + third];
}

function evenTerms(z: number, most: number): { second: number; third: number } {
  let [second, third] = [0, 0];
  for (let k = most; k >= 1; k--) {
    const weight = k ** 2 * Math.exp((-PI2 / 2 / z ** 2) * k ** 2);
    second += weight;
    third += (3 * z ** 2 - PI2 * k ** 2) * weight;
  }
  return { second: (second * PI2 * ROOT) / (-36 * z ** 3), third: (third * PI2 * ROOT) / (216 * z ** 6) };
}
