import type { Column } from '../language/columnType.ts';
import type { DataSource, SinkColumn, TableFormat, Values } from '../ports/dataSource.ts';
import type { Signature, SignatureOutput } from '../ports/learner.ts';
import type { ModelOutput, OpenModel } from '../ports/modelRuntime.ts';
import { identifier } from '../ports/sqlText.ts';
import { predictRows } from './predictRows.ts';
import { settledSignature } from './settleModel.ts';
import { writeRows } from './writeRows.ts';

export interface PredictTableRequest {
  readonly data: DataSource;
  /** What stands after FROM, and how it is called in messages. */
  readonly relation: string;
  readonly name: string;
  readonly model: OpenModel;
  readonly signature: Signature;
  readonly file: string;
  readonly format: TableFormat;
  /** Of the table nothing is written: only the answers, in its order. */
  readonly answersOnly?: true;
  readonly signal?: AbortSignal | undefined;
  progress?(rows: number): void;
}

/** Types whose values pass through a 64-bit float or a text as they are; the others travel as text. */
const EXACT: ReadonlySet<string> = new Set([
  'BOOLEAN',
  'TINYINT',
  'SMALLINT',
  'INTEGER',
  'UTINYINT',
  'USMALLINT',
  'UINTEGER',
  'FLOAT',
  'DOUBLE',
  'DATE',
  'TIMESTAMP',
  'VARCHAR',
]);

/** Writes all columns of a table (unless `answersOnly`) and the model's answers beside them, in constant memory and in the table's order. */
export async function predictTable(
  request: PredictTableRequest,
): Promise<{ readonly rows: number; readonly columns: readonly SinkColumn[] }> {
  const { data, relation } = request;
  const signature = await settledSignature(request);
  const answers = answerColumns(signature);
  const there = request.answersOnly ? [] : await data.columns(`select * from ${relation}`);
  const columns = there.filter(({ name }) => !answers.some((answer) => answer.name === name));
  const sinkColumns = [...columns.map(keptColumn), ...answers.map(({ name, sqlType }) => ({ name, sqlType }))];
  const sink = await data.sink(request.file, sinkColumns, request.format);
  const rows = await writeRows(predictRows({ ...request, signature, keep: columns.map(keptItem) }), {
    sink,
    progress: (written) => request.progress?.(written),
    columnsOf: (part) => [
      ...columns.map((_, index) => part.kept[`kept_${index}`] as Values),
      ...answers.map((answer) => answerValues(part.outputs[answer.output], answer)),
    ],
  });
  return { rows, columns: sinkColumns };
}

/** A column of the model's answers; the label is called `predicted_TARGET`, since the truth may stand beside it. */
export interface AnswerColumn {
  readonly name: string;
  /** Output of the graph. */
  readonly output: string;
  readonly sqlType: string;
}

/** SQL type of a label in tables. */
export const LABEL_TYPES: Readonly<Record<SignatureOutput['label'], string>> = {
  boolean: 'BOOLEAN',
  integer: 'BIGINT',
  string: 'VARCHAR',
  float: 'DOUBLE',
};

const PROBABILITY_TYPES = { float: 'FLOAT', double: 'DOUBLE' } as const;

/** What a model's answer is called that names no target. */
const UNNAMED = 'prediction';

function labelColumn(output: string): string {
  return output === UNNAMED ? UNNAMED : `predicted_${output}`;
}

/** Label and probabilities of every output, by the names the graph gives them. */
export function answerColumns(signature: Signature): readonly AnswerColumn[] {
  return Object.entries(signature.outputs).flatMap(([name, output]): AnswerColumn[] => {
    const label = { name: labelColumn(name), output: name, sqlType: LABEL_TYPES[output.label] };
    const { probability } = output;
    if (probability === undefined) return [label];
    const suffixes = output.task === 'binary' ? [''] : (output.classes ?? []).map((one) => `_${one}`);
    return [
      label,
      ...suffixes.map((suffix) => {
        const column = `${name}_probability${suffix}`;
        return { name: column, output: column, sqlType: PROBABILITY_TYPES[probability] };
      }),
    ];
  });
}

export function answerValues(output: ModelOutput | undefined, { name, sqlType }: AnswerColumn): Values {
  if (output === undefined) throw new Error(`the model gave no ${name}`);
  if (output instanceof Float32Array || output instanceof Float64Array) return { kind: 'numbers', values: output };
  if (sqlType === 'VARCHAR') return { kind: 'texts', values: output };
  return {
    kind: 'numbers',
    values: Float64Array.from(output, (text) => (text === 'true' ? 1 : text === 'false' ? 0 : Number(text))),
  };
}

function keptColumn({ name, sqlType }: Column): SinkColumn {
  return EXACT.has(sqlType) ? { name, sqlType } : { name, sqlType, asText: true };
}

function keptItem({ name, sqlType }: Column, index: number): string {
  const column = identifier(name);
  return `${EXACT.has(sqlType) ? column : `cast(${column} as VARCHAR)`} as kept_${index}`;
}
