/** `digits` times ten to the power of `exponent`. */
export interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

export interface Scaled {
  /** The number in units of the last digit. */
  readonly units: bigint;
  /** Whether nothing was rounded. */
  readonly isWhole: boolean;
  /** The number that `units` stands for, without exponent. */
  readonly text: string;
}

/** A number as people and `String(number)` write it: `12`, `-0.5`, `1e-7`; undefined for anything else. */
export function readDecimal(text: string): Decimal | undefined {
  const match = /^([+-]?)(\d{1,400})(?:\.(\d{1,400}))?(?:e([+-]?\d{1,3}))?$/i.exec(text);
  if (match === null) return undefined;
  const [, sign, whole, fraction = '', exponent = '0'] = match;
  const digits = BigInt(`${whole}${fraction}`);
  return { digits: sign === '-' ? -digits : digits, exponent: Number(exponent) - fraction.length };
}

/** The number with `scale` digits after the point, rounded up or down where it has more. */
export function scaled({ digits, exponent }: Decimal, scale: number, rounding: 'up' | 'down'): Scaled {
  const shift = exponent + scale;
  if (shift >= 0) return found(digits * 10n ** BigInt(shift), scale, true);
  const divisor = 10n ** BigInt(-shift);
  const rest = digits % divisor;
  const towardsZero = digits / divisor;
  if (rest === 0n) return found(towardsZero, scale, true);
  const isNegative = digits < 0n;
  const step = rounding === 'up' ? (isNegative ? 0n : 1n) : isNegative ? -1n : 0n;
  return found(towardsZero + step, scale, false);
}

function found(units: bigint, scale: number, isWhole: boolean): Scaled {
  const size = String(units < 0n ? -units : units).padStart(scale + 1, '0');
  const cut = size.length - scale;
  const text = scale === 0 ? size : `${size.slice(0, cut)}.${size.slice(cut)}`;
  return { units, isWhole, text: units < 0n ? `-${text}` : text };
}
