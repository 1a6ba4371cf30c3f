import type { Figure } from '../../engine/src/operations/runs/page/runPage.ts';

/** What a strip of whiskers shows from its left to its right end. */
export interface Strip {
  readonly low: number;
  readonly high: number;
}

interface Measured {
  readonly value: Figure | null;
  readonly low?: number;
  readonly high?: number;
}

/** A strip that shows every value with its interval, and a little room at both ends; undefined where nothing is finite. */
export function stripOf(values: readonly (Measured | undefined)[]): Strip | undefined {
  const numbers = values
    .flatMap((value) => (value === undefined ? [] : [value.value, value.low, value.high]))
    .filter((number) => typeof number === 'number')
    .filter(Number.isFinite);
  if (numbers.length === 0) return undefined;
  const low = Math.min(...numbers);
  const high = Math.max(...numbers);
  const room = (high - low || Math.abs(high) || 1) * 0.08;
  return { low: low - room, high: high + room };
}

/** Where a value stands on a strip of this width. */
export function placeOn({ low, high }: Strip, value: number, width: number): number {
  return Math.round(((value - low) / (high - low)) * width * 10) / 10;
}
