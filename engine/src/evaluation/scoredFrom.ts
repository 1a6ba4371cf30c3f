import { classesDiffer, manyScores, noPredictions, noRowsToEvaluate, noScoreOfClass, notBinary } from '../failure.ts';
import type { Task } from '../math/metrics/scoredRows.ts';
import type { Numbers } from '../math/sorting.ts';
import type { Values } from '../ports/dataSource.ts';
import type { Scored, SliceColumn } from './scored.ts';

/** Columns of a file of predictions, whoever made them. */
export interface PredictionColumns {
  readonly target: Values;
  /** One column (binary: probability of the positive class; regression: the predicted value), or one for each class. */
  readonly scores: readonly ScoreColumn[];
  /** The predicted class, or for regression the predicted value. */
  readonly prediction?: Values | undefined;
  /** Default: as the columns look, see `taskOf`. */
  readonly task?: Task | undefined;
  /** Binary: the label that is positive; default the last one, in the order of numbers or else of text. */
  readonly positive?: string | undefined;
  readonly slices?: readonly { readonly name: string; readonly values: Values }[];
}

export interface ScoreColumn {
  /** The class whose probability it is; not needed for one column. */
  readonly class?: string | undefined;
  readonly values: Numbers;
}

/** More distinct whole numbers than this are a quantity, fewer are classes. */
const MOST_CLASS_NUMBERS = 20;

/** The columns as rows to evaluate; `Failure` where they cannot be brought together. */
export function scoredFrom(columns: PredictionColumns): Scored {
  const { target, scores, prediction, slices = [] } = columns;
  if (target.values.length === 0) throw noRowsToEvaluate();
  const labels = textsOf(target);
  const predicted = prediction && textsOf(prediction);
  if (predicted !== undefined && columns.task !== 'regression') checkSameClasses(target, labels, predicted);
  const named = scores.map((score) => score.class ?? null);
  const found = columns.task === 'regression' ? [] : classNames([...labels, ...(predicted ?? []), ...named]);
  const task = columns.task ?? taskOf(columns, found);
  const sliced = slices.map(({ name, values }): SliceColumn => ({ name, ...coded(textsOf(values)) }));
  if (task === 'regression') {
    const said = scores[0]?.values ?? (prediction && numbersOf(prediction));
    if (said === undefined) throw noPredictions();
    return { task, labels: numbersOf(target), scores: [said], slices: sliced };
  }
  const classes = task === 'binary' ? binaryClasses(found, columns.positive) : found;
  return {
    task,
    classes,
    labels: coded(labels, classes).codes,
    scores: scoresByClass(task, classes, columns),
    ...(predicted !== undefined && { predictions: coded(predicted, classes).codes }),
    slices: sliced,
  };
}

/** Predictions that are never a label are written another way than labels are; of numbers, quantities are. */
function checkSameClasses(
  target: Values,
  labels: readonly (string | null)[],
  predicted: readonly (string | null)[],
): void {
  const theirs = classNames(predicted);
  if (target.kind === 'numbers' && theirs.every((name) => Number.isFinite(Number(name)))) return;
  const ours = classNames(labels);
  if (theirs.length > 0 && ours.length > 1 && !theirs.some((name) => ours.includes(name)))
    throw classesDiffer(ours, theirs);
}

/**
 * Two values are binary, texts multiclass. Numbers are classes when they are whole, few, and scores come by class or as
 * predicted classes; else they are quantities (regression).
 */
function taskOf({ target, scores, prediction }: PredictionColumns, found: readonly string[]): Task {
  if (found.length <= 2) return 'binary';
  if (target.kind !== 'numbers' || scores.length > 1) return 'multiclass';
  const whole = found.every((name) => Number.isInteger(Number(name)));
  return whole && found.length <= MOST_CLASS_NUMBERS && prediction !== undefined && scores.length === 0
    ? 'multiclass'
    : 'regression';
}

function binaryClasses(found: readonly string[], positive: string | undefined): readonly string[] {
  const names = found.length === 1 ? withOpposite(found[0]!) : found;
  const last = positive ?? names.at(-1);
  const rest = names.filter((name) => name !== last);
  if (last !== undefined && rest.length === 1) return [rest[0]!, last];
  throw notBinary(found, positive !== undefined && !found.includes(positive) ? positive : undefined);
}

/** Rows of one class only tell their other class when both have usual names. */
function withOpposite(name: string): readonly string[] {
  return (
    [
      ['0', '1'],
      ['false', 'true'],
      ['no', 'yes'],
    ].find((pair) => pair.includes(name)) ?? [name]
  );
}

function scoresByClass(task: Task, classes: readonly string[], { scores, prediction }: PredictionColumns): Numbers[] {
  if (scores.length === 0 && prediction === undefined) throw noPredictions();
  if (scores.length === 0) return [];
  const byClass = new Map(scores.map((score) => [score.class, score.values]));
  if (task === 'binary') return [byClass.get(classes[1]) ?? onlyScore(scores)];
  return classes.map((name) => {
    const values = byClass.get(name);
    if (values !== undefined) return values;
    throw noScoreOfClass(name, classes.length);
  });
}

function onlyScore(scores: readonly ScoreColumn[]): Numbers {
  const [first, ...more] = scores;
  if (first !== undefined && more.length === 0) return first.values;
  throw manyScores();
}

/** Distinct texts, in the order of numbers where all are numbers. */
function classNames(texts: readonly (string | null)[]): readonly string[] {
  const names = [...new Set(texts)].filter((text) => text !== null);
  const numeric = names.every((name) => name.trim() !== '' && !Number.isNaN(Number(name)));
  return numeric ? names.sort((a, b) => Number(a) - Number(b)) : names.sort();
}

function coded(texts: readonly (string | null)[], dictionary: readonly string[] = classNames(texts)) {
  const codeOf = new Map<string | null, number>(dictionary.map((name, code) => [name, code]));
  return { codes: Int32Array.from(texts, (text) => codeOf.get(text) ?? -1), dictionary };
}

function textsOf(column: Values): readonly (string | null)[] {
  if (column.kind === 'texts') return column.values;
  if (column.kind === 'codes') return Array.from(column.values, (code) => column.dictionary[code] ?? null);
  return Array.from(column.values, (value) => (Number.isNaN(value) ? null : String(value)));
}

/** Text that is no number is NaN, and refused with its row when it is evaluated. */
function numbersOf(column: Values): Numbers {
  if (column.kind === 'numbers') return column.values;
  return Float64Array.from(textsOf(column), (text) =>
    text === null || text.trim() === '' ? Number.NaN : Number(text),
  );
}
