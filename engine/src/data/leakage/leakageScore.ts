import { orderOf } from '../../math/sorting.ts';
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
 * Scores columns against a label. Numbers are tried by rank in both directions (missing values tie with all), for a
 * regression also by a straight line, and in groups; texts in groups. A group's mean label is taken from the rows of the
 * other four of five folds (row number modulo 5), drawn towards the mean of all by one row as scikit-learn's
 * `TargetEncoder(smooth=1)` does, so that a column of ids tells nothing.
 */
export function columnScorer(label: Label): (column: SampleColumn) => Score {
  const scoresOf = label.kind === 'numbers' ? numberScores(label.values) : classScores(label);
  return (column) => {
    const order = column.numbers && orderOf(column.numbers);
    const scores = scoresOf(groupsOf(column, order), column.numbers, order);
    return scores.reduce((best, score) => (score.value > best.value ? score : best));
  };
}

/** Of a column: its groups, and of numbers the numbers and their order. */
type ScoresOf = (groups: Groups, numbers: Float64Array | undefined, order: Uint32Array | undefined) => readonly Score[];

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
  let missing = 0;
  for (let row = 0; row < numbers.length; row++) if (Number.isNaN(numbers[row]!)) missing++;
  return missing;
}

function countDifferent(numbers: Float64Array, order: Uint32Array, known: number): number {
  let different = 0;
  for (let rank = 0; rank < known; rank++)
    if (rank === 0 || numbers[order[rank]!] !== numbers[order[rank - 1]!]) different++;
  return different;
}

function classScores(label: Extract<Label, { kind: 'classes' }>): ScoresOf {
  const classes = classesToTell(label);
  const truths = classes.map((place) => Uint8Array.from(label.codes, (code) => (code === place ? 1 : 0)));
  const fewest = Math.min(...classes.map((place) => label.classes[place]!.rows));
  const score = (value: number, by: Score['by']): Score => ({
    value,
    error: aucError(value, fewest, label.codes.length - fewest),
    by,
  });
  return (groups, numbers, order) => {
    const byGroups = score(Math.max(0.5, mean(truths.map((truth) => groupsAuc(groups, truth)))), 'groups');
    if (numbers === undefined || order === undefined) return [byGroups];
    return [score(mean(truths.map((truth) => orderAuc(numbers, order, truth))), 'order'), byGroups];
  };
}

/** Of two classes one tells the other. */
function classesToTell({ classes }: Extract<Label, { kind: 'classes' }>): readonly number[] {
  if (classes.length === 2) return [1];
  const places = [...classes.keys()].sort((a, b) => classes[b]!.rows - classes[a]!.rows);
  return places.slice(0, MOST_CLASSES);
}

function mean(values: readonly number[] | Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
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

function numberScores(values: Float64Array): ScoresOf {
  const centre = mean(values);
  const centred = values.map((value) => value - centre);
  const ranked = ranks(values, orderOf(values));
  return (groups, numbers, order) => {
    const byGroups: Score = { value: groupsR2(groups, centred), error: 0, by: 'groups' };
    if (numbers === undefined || order === undefined) return [byGroups];
    const share = (numbers.length - countMissing(numbers)) / numbers.length;
    const line = share * squaredCorrelation(numbers, values);
    const rank = share * squaredCorrelation(ranks(numbers, order), ranked);
    return [{ value: line, error: 0, by: 'line' }, { value: rank, error: 0, by: 'order' }, byGroups];
  };
}

function groupsR2(groups: Groups, centred: Float64Array): number {
  const cells = cellsOf(groups, centred);
  const predicted = predictions(cells);
  let [residual, spread] = [0, 0];
  for (let row = 0; row < centred.length; row++) {
    const value = centred[row]!;
    residual += (value - predicted[groups.codes[row]! * FOLDS + (row % FOLDS)]!) ** 2;
    spread += value * value;
  }
  return Math.max(0, 1 - residual / spread);
}

/** Mean ranks of equal values; NaN has none. */
function ranks(values: Float64Array, order: Uint32Array): Float64Array {
  const out = new Float64Array(values.length);
  for (let start = 0, end = 0; start < order.length; start = end) {
    const value = values[order[start]!]!;
    while (end < order.length && values[order[end]!] === value) end++;
    if (end === start) end = order.length;
    const rank = Number.isNaN(value) ? Number.NaN : (start + end - 1) / 2;
    for (let place = start; place < end; place++) out[order[place]!] = rank;
  }
  return out;
}

/** Squared correlation of the pairs without NaN; 0 where either does not vary. */
export function squaredCorrelation(a: Float64Array, b: Float64Array): number {
  let [known, meanA, meanB, aa, ab, bb] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]! - meanA, b[i]! - meanB];
    if (Number.isNaN(x + y)) continue;
    known++;
    meanA += x / known;
    meanB += y / known;
    aa += x * (a[i]! - meanA);
    ab += x * (b[i]! - meanB);
    bb += y * (b[i]! - meanB);
  }
  const square = (ab * ab) / (aa * bb);
  return Number.isFinite(square) ? Math.min(1, square) : 0;
}
