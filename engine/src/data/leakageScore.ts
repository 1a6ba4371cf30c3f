import { orderOf } from '../math/sorting.ts';
import type { SampleColumn } from './leakageColumn.ts';
import type { Label } from './leakageLabel.ts';

/** How well the best predictor of one column alone tells the label. */
export interface Score {
  /** ROC AUC (of several classes the mean of each against the rest), or R2 of a regression; never below chance. */
  readonly value: number;
  /** Standard error of an AUC; 0 for R2. */
  readonly error: number;
  /** `order`: by rank; `line`: by a straight line; `groups`: by the mean label of rows with the same value, or in the same of 64 bins. */
  readonly by: 'order' | 'line' | 'groups';
}

const BINS = 64;
/** Numbers of which each value is in so many rows on average are groups as they are. */
const ROWS_PER_VALUE = 50;
const FOLDS = 5;
/** Of more classes only the most frequent are looked at. */
const MOST_CLASSES = 20;

/**
 * Numbers are tried by rank in both directions (missing values tie with all), for a regression also by a straight line, and
 * in groups; texts in groups. A group's mean label is taken from the rows of the other four of five folds (row number
 * modulo 5), drawn towards the mean of all by one row as scikit-learn's `TargetEncoder(smooth=1)` does, so that a column
 * of ids tells nothing.
 */
export function scoreColumn(column: SampleColumn, label: Label): Score {
  const { numbers } = column;
  const order = numbers && orderOf(numbers);
  const groups = groupsOf(column, order);
  const scores =
    label.kind === 'numbers'
      ? [...(numbers && order ? lineAndOrder(numbers, order, label.values) : []), groupsR2(groups, label.values)]
      : classScores(label, groups, numbers, order);
  return scores.reduce((best, score) => (score.value > best.value ? score : best));
}

interface Groups {
  /** Each row's group, 0 to `count` - 1. */
  readonly codes: Int32Array;
  readonly count: number;
}

/** Missing values are a group of their own, the first. */
function groupsOf({ numbers, texts }: SampleColumn, order: Uint32Array | undefined): Groups {
  if (numbers === undefined || order === undefined) {
    const { codes, dictionary } = texts!;
    return { codes: codes.map((code) => code + 1), count: dictionary.length + 1 };
  }
  const known = order.length - countMissing(numbers);
  const different = countDifferent(numbers, order, known);
  const bins = different <= Math.max(BINS, known / ROWS_PER_VALUE) ? different : BINS;
  const codes = new Int32Array(numbers.length);
  let value = 0;
  let first = 0;
  for (let rank = 0; rank < known; rank++) {
    const isNew = rank === 0 || numbers[order[rank]!] !== numbers[order[rank - 1]!];
    if (isNew) first = rank;
    if (isNew) value++;
    codes[order[rank]!] = bins === different ? value : 1 + Math.floor((first / known) * bins);
  }
  return { codes, count: bins + 1 };
}

function countMissing(numbers: Float64Array): number {
  return numbers.reduce((sum, value) => sum + (Number.isNaN(value) ? 1 : 0), 0);
}

function countDifferent(numbers: Float64Array, order: Uint32Array, known: number): number {
  let different = 0;
  for (let rank = 0; rank < known; rank++)
    if (rank === 0 || numbers[order[rank]!] !== numbers[order[rank - 1]!]) different++;
  return different;
}

function classScores(
  label: Extract<Label, { kind: 'classes' }>,
  groups: Groups,
  numbers: Float64Array | undefined,
  order: Uint32Array | undefined,
): readonly Score[] {
  const classes = classesToTell(label);
  const isClass = (place: number) => Uint8Array.from(label.codes, (code) => (code === place ? 1 : 0));
  const truths = classes.map(isClass);
  const byGroups = Math.max(0.5, mean(truths.map((truth) => groupsAuc(groups, truth))));
  const scores = [{ value: byGroups, by: 'groups' } as const];
  const byOrder = numbers && order && mean(truths.map((truth) => orderAuc(numbers, order, truth)));
  const all = byOrder === undefined ? scores : [{ value: byOrder, by: 'order' } as const, ...scores];
  const fewest = Math.min(...classes.map((place) => label.classes[place]!.rows));
  return all.map((score) => ({ ...score, error: aucError(score.value, fewest, label.codes.length - fewest) }));
}

/** Of two classes one tells the other. */
function classesToTell({ classes }: Extract<Label, { kind: 'classes' }>): readonly number[] {
  if (classes.length === 2) return [1];
  const places = [...classes.keys()].sort((a, b) => classes[b]!.rows - classes[a]!.rows);
  return places.slice(0, MOST_CLASSES);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** J. A. Hanley, B. J. McNeil: The meaning and use of the area under a ROC curve (1982). */
export function aucError(auc: number, positives: number, negatives: number): number {
  const one = auc / (2 - auc);
  const two = (2 * auc * auc) / (1 + auc);
  const spread = auc * (1 - auc) + (positives - 1) * (one - auc * auc) + (negatives - 1) * (two - auc * auc);
  return Math.sqrt(Math.max(0, spread) / (positives * negatives));
}

/** ROC AUC of numbers as scores, or of their opposites where that is more. */
export function orderAuc(numbers: Float64Array, order: Uint32Array, truth: Uint8Array): number {
  let [positives, negatives, missingPositives, missingNegatives, twiceWins] = [0, 0, 0, 0, 0];
  let [tiedPositives, tiedNegatives] = [0, 0];
  const close = () => {
    twiceWins += tiedPositives * (2 * negatives + tiedNegatives);
    positives += tiedPositives;
    negatives += tiedNegatives;
    tiedPositives = 0;
    tiedNegatives = 0;
  };
  for (let rank = 0; rank < order.length; rank++) {
    const row = order[rank]!;
    const value = numbers[row]!;
    const isPositive = truth[row]!;
    if (Number.isNaN(value)) {
      missingPositives += isPositive;
      missingNegatives += 1 - isPositive;
      continue;
    }
    if (rank > 0 && value !== numbers[order[rank - 1]!]) close();
    tiedPositives += isPositive;
    tiedNegatives += 1 - isPositive;
  }
  close();
  const all = (positives + missingPositives) * (negatives + missingNegatives);
  const tied = all - positives * negatives;
  const auc = (twiceWins + tied) / 2 / all;
  return Math.max(auc, 1 - auc);
}

/** Sums over the rows of a group and fold: how many, and of their labels. */
interface Cells {
  readonly rows: Float64Array;
  readonly sums: Float64Array;
}

function cellsOf({ codes, count }: Groups, values: Uint8Array | Float64Array): Cells {
  const rows = new Float64Array(count * FOLDS);
  const sums = new Float64Array(count * FOLDS);
  for (let row = 0; row < codes.length; row++) {
    const cell = codes[row]! * FOLDS + (row % FOLDS);
    rows[cell]!++;
    sums[cell]! += values[row]!;
  }
  return { rows, sums };
}

/** Mean label of each cell's group in the other folds. */
function predictions({ rows, sums }: Cells): Float64Array {
  const foldRows = new Float64Array(FOLDS);
  const foldSums = new Float64Array(FOLDS);
  for (let cell = 0; cell < rows.length; cell++) {
    foldRows[cell % FOLDS]! += rows[cell]!;
    foldSums[cell % FOLDS]! += sums[cell]!;
  }
  const allRows = foldRows.reduce((a, b) => a + b, 0);
  const allSum = foldSums.reduce((a, b) => a + b, 0);
  const out = new Float64Array(rows.length);
  for (let group = 0; group < rows.length; group += FOLDS) {
    let [groupRows, groupSum] = [0, 0];
    for (let cell = group; cell < group + FOLDS; cell++) {
      groupRows += rows[cell]!;
      groupSum += sums[cell]!;
    }
    for (let fold = 0; fold < FOLDS; fold++) {
      const prior = (allSum - foldSums[fold]!) / Math.max(1, allRows - foldRows[fold]!);
      const cell = group + fold;
      out[cell] = (groupSum - sums[cell]! + prior) / (groupRows - rows[cell]! + 1);
    }
  }
  return out;
}

function groupsAuc(groups: Groups, truth: Uint8Array): number {
  const cells = cellsOf(groups, truth);
  const predicted = predictions(cells);
  const order = orderOf(predicted);
  let [positives, negatives, twiceWins, tiedPositives, tiedNegatives] = [0, 0, 0, 0, 0];
  for (let rank = 0; rank < order.length; rank++) {
    const cell = order[rank]!;
    tiedPositives += cells.sums[cell]!;
    tiedNegatives += cells.rows[cell]! - cells.sums[cell]!;
    if (predicted[cell] === predicted[order[rank + 1] ?? -1]) continue;
    twiceWins += tiedPositives * (2 * negatives + tiedNegatives);
    positives += tiedPositives;
    negatives += tiedNegatives;
    tiedPositives = 0;
    tiedNegatives = 0;
  }
  return twiceWins / 2 / (positives * negatives);
}

function groupsR2(groups: Groups, values: Float64Array): Score {
  const centre = mean([...values]);
  const centred = values.map((value) => value - centre);
  const cells = cellsOf(groups, centred);
  const predicted = predictions(cells);
  let [residual, spread] = [0, 0];
  for (let row = 0; row < centred.length; row++) {
    const value = centred[row]!;
    residual += (value - predicted[groups.codes[row]! * FOLDS + (row % FOLDS)]!) ** 2;
    spread += value * value;
  }
  return { value: Math.max(0, 1 - residual / spread), error: 0, by: 'groups' };
}

/** Squared correlations of the numbers, and of their ranks, over the rows that have one, times the share of those rows. */
function lineAndOrder(numbers: Float64Array, order: Uint32Array, values: Float64Array): readonly Score[] {
  const known = order.subarray(0, order.length - countMissing(numbers));
  const share = known.length / numbers.length;
  const line = squaredCorrelation(take(numbers, known), take(values, known));
  const rank = squaredCorrelation(take(ranks(numbers, order), known), take(ranks(values, orderOf(values)), known));
  return [
    { value: share * line, error: 0, by: 'line' },
    { value: share * rank, error: 0, by: 'order' },
  ];
}

function take(values: Float64Array, rows: Uint32Array): Float64Array {
  return Float64Array.from(rows, (row) => values[row]!);
}

/** Mean ranks of equal values. */
function ranks(values: Float64Array, order: Uint32Array): Float64Array {
  const out = new Float64Array(values.length);
  for (let start = 0, end = 0; start < order.length; start = end) {
    while (end < order.length && Object.is(values[order[end]!], values[order[start]!])) end++;
    end = Math.max(end, start + 1);
    for (let rank = start; rank < end; rank++) out[order[rank]!] = (start + end - 1) / 2;
  }
  return out;
}

/** 0 where either does not vary. */
export function squaredCorrelation(a: Float64Array, b: Float64Array): number {
  let [meanA, meanB] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    meanA += (a[i]! - meanA) / (i + 1);
    meanB += (b[i]! - meanB) / (i + 1);
  }
  let [aa, ab, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]! - meanA, b[i]! - meanB];
    aa += x * x;
    ab += x * y;
    bb += y * y;
  }
  const square = (ab * ab) / (aa * bb);
  return Number.isFinite(square) ? Math.min(1, square) : 0;
}
