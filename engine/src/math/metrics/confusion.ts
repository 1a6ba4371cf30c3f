import {
  type Measure,
  NO_POSITIVES,
  NO_POSITIVES_NOR_PREDICTED,
  NO_ROWS,
  NONE_PREDICTED,
  ONE_LABEL,
  ONE_PREDICTION,
} from './measure.ts';

/** Rows by actual and predicted class, kept as their sums: of each class the rows, the rows predicted, and the hits. */
export interface Confusion {
  readonly actual: Float64Array;
  readonly predicted: Float64Array;
  readonly hits: Float64Array;
  readonly rows: number;
}

/** Which pair of actual and predicted class a row has; only pairs that occur have a code. */
export interface Cells {
  /** Code by row. */
  readonly codes: Uint32Array;
  readonly actual: Uint32Array;
  readonly predicted: Uint32Array;
  readonly classes: number;
}

export function cellsOf(labels: ArrayLike<number>, predictions: ArrayLike<number>, classes: number): Cells {
  const codes = new Uint32Array(labels.length);
  const codeOf = new Map<number, number>();
  for (let row = 0; row < labels.length; row++) {
    const pair = labels[row]! * classes + predictions[row]!;
    let code = codeOf.get(pair);
    if (code === undefined) {
      code = codeOf.size;
      codeOf.set(pair, code);
    }
    codes[row] = code;
  }
  const pairs = Uint32Array.from(codeOf.keys());
  return {
    codes,
    actual: pairs.map((pair) => pair / classes),
    predicted: pairs.map((pair) => pair % classes),
    classes,
  };
}

/** `rowsOf`: rows by code of a cell. */
export function confusionOf({ actual, predicted, classes }: Cells, rowsOf: Float64Array): Confusion {
  const confusion = {
    actual: new Float64Array(classes),
    predicted: new Float64Array(classes),
    hits: new Float64Array(classes),
    rows: 0,
  };
  for (let code = 0; code < rowsOf.length; code++) {
    const rows = rowsOf[code]!;
    const label = actual[code]!;
    const prediction = predicted[code]!;
    confusion.actual[label]! += rows;
    confusion.predicted[prediction]! += rows;
    if (label === prediction) confusion.hits[label]! += rows;
    confusion.rows += rows;
  }
  return confusion;
}

export function accuracy({ hits, rows }: Confusion): Measure {
  return rows === 0 ? NO_ROWS : sum(hits) / rows;
}

/** Mean recall of the classes that have rows. */
export function balancedAccuracy({ actual, hits, rows }: Confusion): Measure {
  if (rows === 0) return NO_ROWS;
  let recalls = 0;
  let classes = 0;
  for (let k = 0; k < actual.length; k++) {
    if (actual[k] === 0) continue;
    recalls += hits[k]! / actual[k]!;
    classes++;
  }
  return recalls / classes;
}

/** Precision of class 1. */
export function precision({ hits, predicted }: Confusion): Measure {
  return predicted[1] === 0 ? NONE_PREDICTED : hits[1]! / predicted[1]!;
}

/** Recall of class 1. */
export function recall({ hits, actual }: Confusion): Measure {
  return actual[1] === 0 ? NO_POSITIVES : hits[1]! / actual[1]!;
}

/** F1 of class 1: 2 TP / (2 TP + FP + FN). */
export function f1({ hits, actual, predicted }: Confusion): Measure {
  const either = actual[1]! + predicted[1]!;
  return either === 0 ? NO_POSITIVES_NOR_PREDICTED : (2 * hits[1]!) / either;
}

/** Matthews correlation for any number of classes (Gorodkin 2004), as scikit-learn's `matthews_corrcoef`. */
export function matthews({ actual, predicted, hits, rows }: Confusion): Measure {
  if (rows === 0) return NO_ROWS;
  if (actual.includes(rows)) return ONE_LABEL;
  if (predicted.includes(rows)) return ONE_PREDICTION;
  const covariance = sum(hits) * rows - dot(actual, predicted);
  const actualSpread = Math.sqrt(rows * rows - dot(actual, actual));
  return covariance / actualSpread / Math.sqrt(rows * rows - dot(predicted, predicted));
}

export type Averaging = 'macro' | 'weighted';

/**
 * Precision, recall or F1 of each class, averaged over the classes that have rows or predictions: each the same (macro)
 * or by its rows (weighted). As in scikit-learn, a class for which it is undefined counts as 0.
 */
export function averaged(of: 'precision' | 'recall' | 'f1', averaging: Averaging, confusion: Confusion): Measure {
  const { actual, predicted, hits, rows } = confusion;
  if (rows === 0) return NO_ROWS;
  let total = 0;
  let weights = 0;
  for (let k = 0; k < actual.length; k++) {
    if (actual[k] === 0 && predicted[k] === 0) continue;
    const weight = averaging === 'macro' ? 1 : actual[k]!;
    const base = of === 'precision' ? predicted[k]! : of === 'recall' ? actual[k]! : (actual[k]! + predicted[k]!) / 2;
    total += base === 0 ? 0 : (weight * hits[k]!) / base;
    weights += weight;
  }
  return total / weights;
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

function dot(first: Float64Array, second: Float64Array): number {
  let total = 0;
  for (let k = 0; k < first.length; k++) total += first[k]! * second[k]!;
  return total;
}
