import { describeNumbers } from '../../engine/src/math/baseline.ts';
import type { CategoryPair, NumberPair, NumberSide } from '../../engine/src/math/drift/columnPair.ts';
import { countBetween, stepsOf } from '../../engine/src/math/drift/steps.ts';
import { momentsOf } from '../../engine/src/math/moments.ts';

/** Values of one side; NaN is missing. */
export function numberSide(values: Iterable<number>): NumberSide {
  const all = Float64Array.from(values);
  const sorted = all.filter(Number.isFinite).sort();
  const missing = all.filter(Number.isNaN).length;
  const nonFinite = all.length - missing - sorted.length;
  return { rows: all.length, missing, nonFinite, ...momentsOf(sorted), values: { kind: 'sorted', sorted } };
}

export function numbers(reference: Iterable<number>, current: Iterable<number>, isInteger = false): NumberPair {
  return { kind: 'numbers', reference: numberSide(reference), current: numberSide(current), isInteger };
}

/** The reference as a stored baseline has it, and the current rows counted between its edges. */
export function againstBaseline({ reference, current, isInteger }: NumberPair): NumberPair {
  if (reference.values.kind !== 'sorted') return { kind: 'numbers', reference, current, isInteger };
  const { distribution } = describeNumbers(reference.values.sorted);
  if (distribution.kind === 'values')
    return { kind: 'numbers', reference: { ...reference, values: distribution }, current, isInteger };
  const values = countBetween(distribution.edges, stepsOf(current)!);
  return {
    kind: 'numbers',
    reference: { ...reference, values: distribution },
    current: { ...current, values },
    isInteger,
  };
}

/** Rows by category. */
export type Counts = Readonly<Record<string, number>>;

export function categories(reference: Counts, current: Counts, missing = { reference: 0, current: 0 }): CategoryPair {
  const names = [...new Set([...Object.keys(reference), ...Object.keys(current)])];
  const side = (counts: Counts, without: number) => {
    const listed = names.map((name) => (Object.hasOwn(counts, name) ? counts[name]! : 0));
    const rows = listed.reduce((sum, count) => sum + count, without);
    return { rows, missing: without, counts: listed, other: 0, distinct: listed.filter((count) => count > 0).length };
  };
  return {
    kind: 'categories',
    categories: names,
    reference: side(reference, missing.reference),
    current: side(current, missing.current),
  };
}
