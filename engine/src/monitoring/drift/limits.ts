import type { MeasuredTestCode } from '../../catalog/driftTests.ts';

/** From which effect on a move is large, for distances and for `auto`. */
export const LARGE = 0.1;
/** Up to which p-value a move is sure. */
export const SURE = 0.05;
/** With fewer values on a side nothing is said: chance alone moves them as far as what is looked for. */
export const LEAST_ROWS = 30;

/** What a test is held against, and how. */
export interface Limit {
  /** Of the statistic, where the test has no p-value or the user sets a limit. */
  readonly of: 'statistic' | 'p';
  readonly value: number;
  /** Whether the limit itself is drift. */
  readonly inclusive: boolean;
}

const DISTANCE: Limit = { of: 'statistic', value: LARGE, inclusive: true };
const CHANCE: Limit = { of: 'p', value: SURE, inclusive: false };

/** As Evidently has them. */
const LIMITS: Readonly<Record<MeasuredTestCode, Limit>> = {
  psi: DISTANCE,
  kl: DISTANCE,
  js: DISTANCE,
  hellinger: DISTANCE,
  wasserstein: DISTANCE,
  ks: { ...CHANCE, inclusive: true },
  anderson_darling: CHANCE,
  chi_square: CHANCE,
  g: CHANCE,
  z: CHANCE,
};

/** @param max greatest statistic that is no drift, where the user says one */
export function limitOf(test: MeasuredTestCode, max?: number): Limit {
  return max === undefined ? LIMITS[test] : { of: 'statistic', value: max, inclusive: false };
}

/**
 * Whether a figure is beyond its limit; null where there is none. A p-value of 0 without a statistic is one of categories that
 * the reference does not have: greater than any limit.
 */
export function isBeyond(
  { statistic, pValue }: { readonly statistic: number | null; readonly pValue?: number | null },
  { of, value, inclusive }: Limit,
): boolean | null {
  if (of === 'p') return pValue == null ? null : pValue < value || (inclusive && pValue === value);
  if (statistic === null) return pValue === 0 ? true : null;
  return Math.abs(statistic) > value || (inclusive && Math.abs(statistic) === value);
}
