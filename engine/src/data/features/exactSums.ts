const DIGIT = 2 ** 24;
/** More digits than any honest column needs; beyond, sums are left to the data engine. */
const MOST_DIGITS = 8;

/** The powers of two between which all values of a column lie. */
export interface FloatRange {
  /** Power of two of the last bit of the smallest value. */
  readonly lowest: number;
  /** Digits of 24 bits that hold every value. */
  readonly digits: number;
}

/** Undefined where exact sums would need too many digits. `smallest` and `largest` are absolute values other than 0. */
export function floatRange(smallest: number, largest: number): FloatRange | undefined {
  const lowest = Math.max(-1074, exponent(smallest) - 52);
  const digits = Math.ceil((exponent(largest) + 1 - lowest) / 24);
  return digits <= MOST_DIGITS ? { lowest, digits } : undefined;
}

function exponent(value: number): number {
  let power = Math.floor(Math.log2(value));
  // `log2` rounds: a value just below a power of two reads like it.
  while (2 ** power > value) power--;
  while (2 ** (power + 1) <= value) power++;
  return power;
}

/**
 * Sums of floats without any rounding, as integers of 24-bit digits, so that they can be taken back and do not depend on their order.
 * Exact for up to 2^29 values at a place.
 */
export class ExactSums {
  readonly #digits: readonly Float64Array[];
  readonly #lowest: number;
  readonly #units: readonly number[];

  constructor(length: number, { lowest, digits }: FloatRange) {
    this.#lowest = lowest;
    this.#units = Array.from({ length: digits }, (_, i) => 2 ** (lowest + 24 * i));
    this.#digits = Array.from({ length: digits }, () => new Float64Array(length));
  }

  add(index: number, value: number): void {
    let rest = value;
    for (let i = this.#digits.length - 1; i >= 0; i--) {
      const unit = this.#units[i]!;
      const digit = Math.trunc(rest / unit);
      rest -= digit * unit;
      this.#digits[i]![index]! += digit;
    }
  }

  /** Adds what stands at `from` to what stands at `to`. */
  carry(from: number, to: number): void {
    for (const digit of this.#digits) digit[to]! += digit[from]!;
  }

  /** The sum at a place, rounded once. */
  value(index: number): number {
    const digits = this.#digits.map((digit) => digit[index]!);
    const positive = normalized(digits);
    return positive.at(-1)! >= 0 ? this.#rounded(positive) : -this.#rounded(normalized(digits.map((digit) => -digit)));
  }

  /** Of digits from 0 to 2^24: two pairs of them are exact in a double, and what lies below only breaks ties. */
  #rounded(digits: readonly number[]): number {
    const top = digits.findLastIndex((digit) => digit !== 0);
    if (top < 0) return 0;
    const at = (i: number) => digits[i] ?? 0;
    const high = at(top) * DIGIT + at(top - 1);
    const low = at(top - 2) * DIGIT + at(top - 3);
    const sticky = digits.slice(0, Math.max(0, top - 3)).some((digit) => digit !== 0) ? 0.5 : 0;
    const power = this.#lowest + 24 * (top - 3);
    return scale(high * DIGIT * DIGIT + (low + sticky), power);
  }
}

/** Digits from 0 to 2^24 with three more at the end; the last is negative where the number is. */
function normalized(digits: readonly number[]): number[] {
  const out: number[] = [];
  let carry = 0;
  for (const digit of [...digits, 0, 0]) {
    const whole = digit + carry;
    carry = Math.floor(whole / DIGIT);
    out.push(whole - carry * DIGIT);
  }
  out.push(carry);
  return out;
}

/** `2 ** power` alone would leave the range of doubles before the product does. */
function scale(value: number, power: number): number {
  return power < -1000 ? value * 2 ** (power + 500) * 2 ** -500 : value * 2 ** power;
}
