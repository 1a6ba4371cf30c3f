import { Failure } from '../failure.ts';
import type { Column } from '../language/columnType.ts';
import type { SinkColumn, Values } from '../ports/dataSource.ts';
import type { Signature, SignatureOutput } from '../ports/learner.ts';
import type { ModelOutput } from '../ports/modelRuntime.ts';
import { columnCollector, numberCollector } from './collect.ts';
import { predictRows } from './predictRows.ts';
import { LABEL_TYPES } from './predictTable.ts';
import type { SliceColumn } from './scored.ts';
import { scoreLabels } from './scoreLabels.ts';
import { keepItems, rowNumbers, type ScoredTable, type ScoreRequest, typed } from './scoring.ts';
import { settledSignature } from './settleModel.ts';
import { writeRows } from './writeRows.ts';

/**
 * The model's answers beside the truth: arrays to measure, and a file with a row each of
 * `row_id, label, prediction, score` (multiclass: also `score_CLASS`) and the columns asked for.
 */
export async function scoreTable(given: ScoreRequest): Promise<ScoredTable> {
  const request = { ...given, signature: await settledSignature(given), truth: await truthColumn(given) };
  const { signature, target } = request;
  const [name, output] = outputOf(signature, target);
  if (output.label !== 'float' && output.probability === undefined) return scoreLabels(request, [name, output]);
  const columns = sinkColumns(request, output);
  const sink = await request.data.sink(request.file, columns, 'parquet');
  const labels = output.task === 'regression' ? numberCollector() : columnCollector(output.classes ?? []);
  const scores = probabilityNames(name, output).map(() => numberCollector());
  const slices = request.slices.map(() => columnCollector());
  const rows = await writeRows(predictRows({ ...request, keep: keepItems(request, output) }), {
    sink,
    progress: (written) => request.progress?.(written),
    columnsOf(part, before) {
      const truth = part.kept['label'] as Values;
      labels.add(truth);
      const answers = probabilityNames(name, output).map((one) => numbersOf(part.outputs[one]));
      for (const [index, values] of answers.entries()) scores[index]?.add({ kind: 'numbers', values });
      const sliced = request.slices.map((_, index) => part.kept[`slice_${index}`] as Values);
      for (const [index, values] of sliced.entries()) slices[index]?.add(values);
      const ids = part.kept['row_id'] ?? rowNumbers(before, part.rows);
      const extras = request.extras.map((_, index) => part.kept[`extra_${index}`] as Values);
      const said = predictions(answers, output, request.threshold);
      return [ids, typed(truth, output), typed(said.labels, output), ...said.scores, ...extras, ...sliced];
    },
  });
  return {
    rows,
    output,
    columns,
    scored: {
      task: output.task,
      ...(output.classes ? { classes: output.classes } : {}),
      labels: labels.values() as Int32Array | Float64Array,
      scores: scores.map((collector) => collector.values()),
      slices: request.slices.map((column, index): SliceColumn => {
        const { codes, dictionary } = (slices[index] as ReturnType<typeof columnCollector>).result();
        return { name: column, codes, dictionary };
      }),
    },
  };
}

function outputOf(signature: Signature, target: string): [string, SignatureOutput] {
  const entries = Object.entries(signature.outputs);
  const found = entries.find(([name]) => name === target) ?? (entries.length === 1 ? entries[0] : undefined);
  if (found) return found;
  throw new Failure('unknown-output', `The model has no output \`${target}\`.`, {
    next: `It has: ${entries.map(([name]) => name).join(', ')}.`,
  });
}

/** Names of the model’s outputs that are scores, in the order of `Scored.scores`. */
function probabilityNames(name: string, output: SignatureOutput): readonly string[] {
  if (output.task === 'regression') return [name];
  if (output.task === 'binary') return [`${name}_probability`];
  return (output.classes ?? []).map((label) => `${name}_probability_${label}`);
}

async function truthColumn({ data, relation, target }: ScoreRequest): Promise<Column['type']> {
  const columns = await data.columns(`select * from ${relation}`);
  return columns.find((column) => column.name === target)?.type ?? 'string';
}

function sinkColumns(request: ScoreRequest, output: SignatureOutput): readonly SinkColumn[] {
  const sqlType = output.task === 'regression' ? 'DOUBLE' : LABEL_TYPES[output.label];
  const classes = output.task === 'multiclass' ? (output.classes ?? []) : [];
  return [
    { name: 'row_id', sqlType: 'VARCHAR' },
    { name: 'label', sqlType },
    { name: 'prediction', sqlType },
    { name: 'score', sqlType: 'DOUBLE' },
    ...classes.map((label) => ({ name: `score_${label}`, sqlType: 'DOUBLE' })),
    ...request.extras,
    ...request.slices.map((name) => ({ name, sqlType: 'VARCHAR' })),
  ];
}

/** The predicted label and its score; multiclass: also each class’s. */
function predictions(
  answers: readonly Float64Array[],
  output: SignatureOutput,
  threshold: number,
): { labels: Values; scores: readonly Values[] } {
  const numbers = (values: Float64Array): Values => ({ kind: 'numbers', values });
  const [first = new Float64Array()] = answers;
  if (output.task === 'regression') return { labels: numbers(first), scores: [numbers(first)] };
  const dictionary = output.classes ?? [];
  const codes = new Int32Array(first.length);
  if (output.task === 'binary') {
    for (let row = 0; row < codes.length; row += 1) codes[row] = (first[row] ?? 0) >= threshold ? 1 : 0;
    return { labels: { kind: 'codes', values: codes, dictionary }, scores: [numbers(first)] };
  }
  const best = Float64Array.from(first);
  for (const [code, values] of answers.entries())
    for (let row = 0; row < codes.length; row += 1) {
      const value = values[row] ?? 0;
      if (value <= (best[row] ?? 0)) continue;
      best[row] = value;
      codes[row] = code;
    }
  return { labels: { kind: 'codes', values: codes, dictionary }, scores: [numbers(best), ...answers.map(numbers)] };
}

function numbersOf(output: ModelOutput | undefined): Float64Array {
  if (output instanceof Float64Array) return output;
  if (output instanceof Float32Array) return Float64Array.from(output);
  throw new Failure('model-output', 'The model gives no numbers where its signature promises scores.', {
    next: 'Export it with one value of a float tensor for each row.',
  });
}
