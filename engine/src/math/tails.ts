const TERMS = 100_000;
const PRECISION = 1e-17;

/** Chance that chi-square of so many degrees of freedom is at least `x`; exact to 13 digits also far out in the tail. */
export function chiSquareTail(x: number, degrees: number): number {
  if (Number.isNaN(x) || !(degrees > 0)) return Number.NaN;
  if (x <= 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  return upperGamma(degrees / 2, x / 2);
}

/** Chance that a standard normal is at least as far from 0 as `z`, on either side. */
export function normalTails(z: number): number {
  return chiSquareTail(z * z, 1);
}

/** The natural logarithm of the gamma function, for a > 0. */
export function lnGamma(a: number): number {
  let shifted = a;
  let product = 1;
  while (shifted < 12) {
    product *= shifted;
    shifted += 1;
  }
  return (
    (shifted - 0.5) * Math.log(shifted) - shifted + 0.5 * Math.log(2 * Math.PI) + stirling(shifted) - Math.log(product)
  );
}

/** Regularised upper incomplete gamma function Q(a, x): the series of P below a + 1, Lentz's continued fraction above. */
function upperGamma(a: number, x: number): number {
  return x < a + 1 ? 1 - density(a, x) * series(a, x) : density(a, x) * fraction(a, x);
}

/** x^a e^-x / gamma(a), without the cancellation that large a have. */
function density(a: number, x: number): number {
  if (a < 12) return Math.exp(a * Math.log(x) - x - lnGamma(a));
  const off = (x - a) / a;
  return Math.exp(a * (Math.log1p(off) - off) - stirling(a)) * Math.sqrt(a / (2 * Math.PI));
}

function series(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < TERMS && term > sum * PRECISION; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

function fraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = Number.POSITIVE_INFINITY;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < TERMS; n++) {
    const factor = -n * (n - a);
    b += 2;
    d = 1 / (factor * d + b);
    c = b + factor / c;
    const change = c * d;
    h *= change;
    if (Math.abs(change - 1) < 1e-16) break;
  }
  return h;
}

/** What Stirling's formula leaves of ln gamma: to the last digit for a >= 12, to three decimals down to 1. */
export function stirling(a: number): number {
  const square = a * a;
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square) / square) / a;
}
