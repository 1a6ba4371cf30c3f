/** What a metric gives: a finite number, or why there is none. */
export type Measure = number | Undefined;

export interface Undefined {
  readonly reason: string;
}

export const NO_ROWS: Undefined = { reason: 'no rows' };
export const NO_POSITIVES: Undefined = { reason: 'no positive rows' };
export const NO_NEGATIVES: Undefined = { reason: 'no negative rows' };
export const NONE_PREDICTED: Undefined = { reason: 'no row is predicted positive' };
export const NO_POSITIVES_NOR_PREDICTED: Undefined = { reason: 'no positive rows, and none predicted' };
export const ONE_LABEL: Undefined = { reason: 'all rows have the same label' };
export const ONE_PREDICTION: Undefined = { reason: 'all rows have the same prediction' };
export const CLASS_WITHOUT_ROWS: Undefined = { reason: 'a class has no rows' };
export const NOT_FINITE: Undefined = { reason: 'too large for a number' };

/** Values of a formula where it is defined; overflow is a reason too. */
export function finite(value: number): Measure {
  return Number.isFinite(value) ? value : NOT_FINITE;
}

/** NaN stands for undefined in arrays of many measures. */
export function toNumber(measure: Measure): number {
  return typeof measure === 'number' ? measure : Number.NaN;
}
