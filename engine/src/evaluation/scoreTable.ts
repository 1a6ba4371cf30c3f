import { Failure } from '../failure.ts';
import type { Column } from '../language/columnType.ts';
import type { DataSource, SinkColumn, Values } from '../ports/dataSource.ts';
import type { Signature, SignatureOutput } from '../ports/learner.ts';
import type { ModelOutput, OpenModel } from '../ports/modelRuntime.ts';
import { identifier } from '../ports/sqlText.ts';
import { columnCollector, numberCollector } from './collect.ts';
import { predictRows } from './predictRows.ts';
import { LABEL_TYPES } from './predictTable.ts';
import type { Scored, SliceColumn } from './scored.ts';
import { scoreLabels } from './scoreLabels.ts';
import { settledSignature } from './settleModel.ts';
import { writeRows } from './writeRows.ts';

export interface ScoreRequest {
  readonly data: DataSource;
  /** What stands after FROM, and how it is called in messages. */
  readonly relation: string;
  readonly name: string;
  readonly model: OpenModel;
  readonly signature: Signature;
  /** Column of the truth. */
  readonly target: string;
  /** Column that tells rows apart; their number counts from 1 without it. */
  readonly rowId?: string | undefined;
  readonly slices: readonly string[];
  /** Other columns that stand in the file of scores. */
  readonly extras: readonly SinkColumn[];
  /** Binary: from which probability on a row is predicted positive. */
  readonly threshold: number;
  /** The file of scores, Parquet. */
  readonly file: string;
  readonly signal?: AbortSignal;
  progress?(rows: number): void;
}

export interface ScoredTable {
  readonly scored: Scored;
  readonly output: SignatureOutput;
  readonly rows: number;
  readonly columns: readonly SinkColumn[];
}

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

/** With the type of the column of the truth. */
export type ScoringRequest = ScoreRequest & { readonly truth: Column['type'] };

async function truthColumn({ data, relation, target }: ScoreRequest): Promise<Column['type']> {
  const columns = await data.columns(`select * from ${relation}`);
  return columns.find((column) => column.name === target)?.type ?? 'string';
}

/** SELECT items of what stands in the file of scores beside the answers. */
export function keepItems(request: ScoringRequest, output: SignatureOutput): string[] {
  return [
    `${truthSql(request, output)} as label`,
    ...(request.rowId === undefined ? [] : [`cast(${identifier(request.rowId)} as VARCHAR) as row_id`]),
    ...request.extras.map((column, index) => `${identifier(column.name)} as extra_${index}`),
    ...request.slices.map((column, index) => `cast(${identifier(column)} as VARCHAR) as slice_${index}`),
  ];
}

/** A truth of another type than the label's is the same value in the label's type; what is none is null. */
function truthSql({ target, truth }: ScoringRequest, { task, label }: SignatureOutput): string {
  const column = identifier(target);
  if (task === 'regression' && label === 'float') return `cast(${column} as DOUBLE)`;
  if (label === 'boolean' && truth !== 'boolean') return `cast(try_cast(${column} as BOOLEAN) as VARCHAR)`;
  if (label !== 'integer' || truth === 'integer') return `cast(${column} as VARCHAR)`;
  const number = `try_cast(${column} as DOUBLE)`;
  const whole = `try_cast(${number} as BIGINT)`;
  return `case when ${number} = ${whole} then cast(${whole} as VARCHAR) end`;
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

/** Labels as the file of scores has them: texts of the classes in the label’s own type. */
export function typed(values: Values, output: SignatureOutput): Values {
  if (values.kind === 'numbers' || output.label === 'string') return values;
  const texts =
    values.kind === 'texts' ? values.values : Array.from(values.values, (code) => values.dictionary[code] ?? null);
  const number = (text: string | null) =>
    text === null ? Number.NaN : text === 'true' ? 1 : text === 'false' ? 0 : Number(text);
  return { kind: 'numbers', values: Float64Array.from(texts, number) };
}

function numbersOf(output: ModelOutput | undefined): Float64Array {
  if (output instanceof Float64Array) return output;
  if (output instanceof Float32Array) return Float64Array.from(output);
  throw new Failure('model-output', 'The model gives no numbers where its signature promises scores.', {
    next: 'Export it with one value of a float tensor for each row.',
  });
}

export function rowNumbers(before: number, rows: number): Values {
  return { kind: 'texts', values: Array.from({ length: rows }, (_, index) => String(before + index + 1)) };
}
