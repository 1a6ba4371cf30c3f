import type { Task } from '../ports/learner.ts';

/** A tree as arrays over its nodes; node 0 is the root. */
export interface Tree {
  /** The class whose score it adds to; 0 where there is one score. */
  readonly target: number;
  readonly round: number;
  /** Column that is looked at; -1 in a leaf. */
  readonly column: readonly number[];
  /** Numbers up to this go left (f32). */
  readonly threshold: readonly number[];
  /** Categories that go left; undefined where a threshold decides. */
  readonly categories: readonly (readonly number[] | undefined)[];
  /** 1 where missing values go left; never for categories. */
  readonly missingLeft: readonly number[];
  readonly left: readonly number[];
  readonly right: readonly number[];
  /** Added to the score in a leaf. */
  readonly value: readonly number[];
  /** What the split brought. */
  readonly gain: readonly number[];
}

/** Trained trees: score of class k is base[k] plus the values of the trees of target k. */
export interface Ensemble {
  readonly task: Task;
  /** One, or for multiclass one a class. */
  readonly base: readonly number[];
  readonly trees: readonly Tree[];
}

/** Values of one column in rows: numbers (NaN missing) or codes of categories (outside of the dictionary: missing). */
export type ColumnValues = Float32Array | Int32Array;

/** Raw scores, one array a score: log odds (binary), logits (multiclass), the value itself (regression). */
export function scoreRows(ensemble: Ensemble, columns: readonly ColumnValues[], rows: number): readonly Float64Array[] {
  const scores = ensemble.base.map((base) => new Float64Array(rows).fill(base));
  for (const tree of ensemble.trees) {
    const sets = tree.categories.map((codes) => (codes === undefined ? undefined : new Set(codes)));
    const score = scores[tree.target]!;
    for (let row = 0; row < rows; row++) score[row]! += tree.value[leafOf(tree, sets, columns, row)]!;
  }
  return scores;
}

function leafOf(
  tree: Tree,
  sets: readonly (ReadonlySet<number> | undefined)[],
  columns: readonly ColumnValues[],
  row: number,
): number {
  let node = 0;
  for (let column = tree.column[0]!; column >= 0; column = tree.column[node]!) {
    const value = columns[column]![row]!;
    const set = sets[node];
    const left = set
      ? set.has(value)
      : Number.isNaN(value)
        ? tree.missingLeft[node] === 1
        : value <= tree.threshold[node]!;
    node = (left ? tree.left[node] : tree.right[node])!;
  }
  return node;
}

/**
 * What a model answers from its raw scores: probability of the positive class (binary), of each class (multiclass), or the value.
 */
export function answersOf(task: Task, scores: readonly Float64Array[]): readonly Float64Array[] {
  if (task === 'regression') return scores;
  if (task === 'binary') return scores.map((score) => score.map((z) => 1 / (1 + Math.exp(-z))));
  const answers = scores.map((score) => new Float64Array(score.length));
  for (let row = 0; row < scores[0]!.length; row++) {
    const top = scores.reduce((most, score) => Math.max(most, score[row]!), Number.NEGATIVE_INFINITY);
    const total = scores.reduce((sum, score) => sum + Math.exp(score[row]! - top), 0);
    for (const [k, answer] of answers.entries()) answer[row] = Math.exp(scores[k]![row]! - top) / total;
  }
  return answers;
}

/** Share of all gain that each column's splits brought; zeros where nothing was split. */
export function importanceOf(ensemble: Ensemble, names: readonly string[]): Readonly<Record<string, number>> {
  const gains = names.map(() => 0);
  for (const tree of ensemble.trees)
    for (const [node, column] of tree.column.entries()) if (column >= 0) gains[column]! += tree.gain[node]!;
  const total = gains.reduce((sum, gain) => sum + gain, 0);
  return Object.fromEntries(names.map((name, i) => [name, total > 0 ? gains[i]! / total : 0]));
}
