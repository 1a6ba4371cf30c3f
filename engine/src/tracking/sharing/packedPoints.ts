import type { MetricPoint } from '../../ports/runStore.ts';

/** Points of a metric by columns. Steps and times as differences, equal ones behind each other once with how many they are. */
export interface PackedPoints {
  /** `[difference, how many, ...]` */
  readonly steps: readonly number[];
  readonly times: readonly number[];
  /** JSON has no words for some: `NaN`, `Infinity`, `-Infinity`. */
  readonly values: readonly (number | string)[];
}

export function packPoints(points: readonly MetricPoint[]): PackedPoints {
  return {
    steps: packed(points.map(({ step }) => step)),
    times: packed(points.map(({ timestamp }) => timestamp)),
    values: points.map(({ value }) => (Number.isFinite(value) ? unsigned(value) : String(value))),
  };
}

/** Undefined where they are no points. */
export function unpackPoints(columns: PackedPoints | undefined): readonly MetricPoint[] | undefined {
  const values = columns?.values;
  if (!Array.isArray(values)) return undefined;
  const steps = unpacked(columns?.steps, values.length);
  const times = unpacked(columns?.times, values.length);
  const numbers = values.map(numberOf);
  if (steps === undefined || times === undefined || numbers.includes(undefined)) return undefined;
  return numbers.map((value, index) => ({ value: value!, step: steps[index]!, timestamp: times[index]! }));
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return value === 'NaN' || value === 'Infinity' || value === '-Infinity' ? Number(value) : undefined;
}

/** JSON writes -0 as 0. */
function unsigned(value: number): number {
  return value === 0 ? 0 : value;
}

function packed(numbers: readonly number[]): readonly number[] {
  const runs: number[] = [];
  let before = 0;
  for (const number of numbers) {
    const difference = number - before;
    before = number;
    if (runs.length > 0 && runs.at(-2) === difference) runs[runs.length - 1]!++;
    else runs.push(difference, 1);
  }
  return runs;
}

function unpacked(runs: unknown, length: number): readonly number[] | undefined {
  if (!Array.isArray(runs) || !runs.every(Number.isSafeInteger)) return undefined;
  const numbers: number[] = [];
  let at = 0;
  for (let index = 0; index + 1 < runs.length; index += 2) {
    const [difference, times] = [runs[index] as number, runs[index + 1] as number];
    if (times < 1 || numbers.length + times > length) return undefined;
    for (let left = times; left > 0; left--) {
      at += difference;
      numbers.push(at);
    }
  }
  return numbers.length === length && runs.length % 2 === 0 && numbers.every(Number.isSafeInteger)
    ? numbers
    : undefined;
}
