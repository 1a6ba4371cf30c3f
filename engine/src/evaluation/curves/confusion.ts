import { predictionsOf, type ScoredRows } from '../../math/metrics/scoredRows.ts';

/** Rows by true class (outer) and predicted class (inner). */
export interface ConfusionTable {
  readonly classes: readonly string[];
  readonly matrix: readonly (readonly number[])[];
  /** Classes of the model; more than `classes` when those with the fewest rows were cut. */
  readonly total: number;
  /** Binary: rows are predicted positive from this score on; absent where predictions were given. */
  readonly threshold?: number;
}

/** Most classes in a table. */
export const MOST_CLASSES = 50;

export function confusionTable(rows: ScoredRows, classes: readonly string[], threshold: number): ConfusionTable {
  const predictions = predictionsOf(rows, threshold);
  const full = classes.map(() => new Array<number>(classes.length).fill(0));
  for (let row = 0; row < predictions.length; row++) full[rows.labels[row]!]![predictions[row]!]!++;
  const kept = keptClasses(full);
  return {
    classes: kept.map((code) => classes[code]!),
    matrix: kept.map((actual) => kept.map((predicted) => full[actual]![predicted]!)),
    total: classes.length,
    ...(rows.task === 'binary' && rows.predictions === undefined && { threshold }),
  };
}

function keptClasses(full: readonly (readonly number[])[]): readonly number[] {
  const rows = full.map((counts) => counts.reduce((sum, count) => sum + count, 0));
  const codes = [...full.keys()].sort((a, b) => rows[b]! - rows[a]! || a - b);
  return codes.slice(0, MOST_CLASSES).sort((a, b) => a - b);
}
