import { answersOf } from '../../learning/ensemble.ts';
import type { Table } from '../../learning/table.ts';
import {
  BASELINE_SCHEMA,
  type Baseline,
  type ColumnBaseline,
  describeCategories,
  describeNumbers,
} from '../../math/baseline.ts';
import type { Input } from './inputs.ts';
import type { Labels } from './loadTable.ts';
import type { Target } from './target.ts';

/** Above this many classes only the predicted label is described, not every probability. */
const MOST_DESCRIBED = 100;

/** The inputs of the training rows, while the table holds them. */
export function describeInputs(table: Table, inputs: readonly Input[]): Readonly<Record<string, ColumnBaseline>> {
  return Object.fromEntries(
    inputs.map(({ column, baseline }, i) => {
      const described = baseline ?? describeNumbers(table.values('train', i) as Float32Array);
      freeArrays();
      return [column.name, described];
    }),
  );
}

/** Sorting leaves arrays as large as the column behind; the collector would let several columns' pile up. */
function freeArrays(): void {
  globalThis.gc?.();
}

/** Label of the training rows, and what the model answers for the rows that were scored. */
export function describeTraining(
  inputs: Readonly<Record<string, ColumnBaseline>>,
  { labels }: Labels,
  target: Target,
  scores: readonly Float64Array[],
): Baseline {
  return {
    schema: BASELINE_SCHEMA,
    rows: labels.length,
    inputs,
    outputs: describeOutputs(target, answersOf(target.task, scores)),
    label: {
      [target.name]:
        labels instanceof Float64Array ? describeNumbers(labels) : describeCategories(labels, target.classes),
    },
  };
}

function describeOutputs(
  { name, task, classes }: Target,
  answers: readonly Float64Array[],
): Record<string, ColumnBaseline> {
  const numbers = (values: Float64Array) => describeNumbers(Float32Array.from(values));
  const [first] = answers as readonly [Float64Array];
  if (task === 'regression') return { [name]: numbers(first) };
  if (task === 'binary') {
    const predicted = Uint8Array.from(first, (p) => (p > 0.5 ? 1 : 0));
    return { [name]: describeCategories(predicted, classes), [`${name}_probability`]: numbers(first) };
  }
  const predicted = Uint32Array.from(first, (_, row) => mostProbable(answers, row));
  const probabilities = classes.length > MOST_DESCRIBED ? [] : answers;
  return {
    [name]: describeCategories(predicted, classes),
    ...Object.fromEntries(probabilities.map((values, k) => [`${name}_probability_${classes[k]}`, numbers(values)])),
  };
}

function mostProbable(answers: readonly Float64Array[], row: number): number {
  let best = 0;
  for (let k = 1; k < answers.length; k++) if (answers[k]![row]! > answers[best]![row]!) best = k;
  return best;
}
