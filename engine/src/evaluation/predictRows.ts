import { Cancelled, Failure } from '../failure.ts';
import type { Column } from '../language/columnType.ts';
import { nearest } from '../language/nearest.ts';
import type { Batch, DataSource, Values } from '../ports/dataSource.ts';
import type { Signature, SignatureInput } from '../ports/learner.ts';
import type { ModelInput, ModelOutput, OpenModel } from '../ports/modelRuntime.ts';
import { identifier } from '../ports/sqlText.ts';

export interface PredictRequest {
  readonly data: DataSource;
  /** What stands after FROM. */
  readonly relation: string;
  /** How the rows are called in messages: a file or a table. */
  readonly name: string;
  /** SELECT items that come along with each batch, such as `"origin"` or `cast(x as varchar) as label`. */
  readonly keep: readonly string[];
  readonly model: OpenModel;
  readonly signature: Signature;
  readonly signal?: AbortSignal | undefined;
}

export interface PredictedRows {
  readonly rows: number;
  /** Columns of `keep`, by their names. */
  readonly kept: Readonly<Record<string, Values>>;
  /** By output of the model. */
  readonly outputs: Readonly<Record<string, ModelOutput>>;
}

/** Rows for one call of the model: large enough that the call costs little, small enough to stay in the cache. */
const ROWS_AT_ONCE = 16_384;
const INPUT = 'modelyard_input_';

/**
 * The model's answers for all rows, in their order and in constant memory. The inputs are checked against the signature first:
 * a column that is missing or cannot be read as its type is a `Failure` that names it (and the first row that is wrong).
 */
export async function* predictRows(request: PredictRequest): AsyncGenerator<PredictedRows> {
  const { data, relation, model, signature, signal } = request;
  const inputs = Object.entries(signature.inputs);
  await checkInputs(request);
  const casts = inputs.map(
    ([name, type], index) =>
      `cast(${identifier(name)} as ${type === 'float' ? 'FLOAT' : 'VARCHAR'}) as ${INPUT}${index}`,
  );
  const sql = `select ${[...request.keep, ...casts].join(', ')} from ${relation}`;
  for await (const batch of together(data.batches(sql, {}, { signal }), ROWS_AT_ONCE)) {
    if (signal?.aborted) throw new Cancelled();
    const feeds = inputs.map(([name], index): [string, ModelInput] => [name, modelInput(batch.columns[INPUT + index])]);
    const outputs = await model.predict(Object.fromEntries(feeds), batch.rows);
    const kept = Object.entries(batch.columns).filter(([name]) => !name.startsWith(INPUT));
    yield { rows: batch.rows, kept: Object.fromEntries(kept), outputs };
  }
}

/** Null is NaN in a tensor of numbers and '' in one of texts, in training as in serving. */
function modelInput(values: Values | undefined): ModelInput {
  if (values?.kind === 'numbers')
    return values.values instanceof Float32Array ? values.values : Float32Array.from(values.values);
  if (values?.kind === 'texts') return values.values.map((text) => text ?? '');
  throw new Error(`no tensor from ${values?.kind}`);
}

async function checkInputs({ data, relation, name, signature }: PredictRequest): Promise<void> {
  const columns = new Map((await data.columns(`select * from ${relation}`)).map((column) => [column.name, column]));
  const names = [...columns.keys()];
  const missing = Object.keys(signature.inputs).filter((input) => !columns.has(input));
  if (missing.length > 0) {
    const near = nearest(missing[0] as string, names);
    throw new Failure(
      'missing-input',
      `${name} has no column ${missing.map((one) => `\`${one}\``).join(', ')}, which the model reads.`,
      {
        next: near
          ? `Did you mean \`${near}\`? Rename it.`
          : `It has: ${names.slice(0, 30).join(', ')}. Give all of the model’s inputs.`,
      },
    );
  }
  for (const [input, type] of Object.entries(signature.inputs))
    await checkInput({ data, relation, name }, columns.get(input) as Column, type);
}

const NUMBERS: ReadonlySet<string> = new Set(['boolean', 'integer', 'float', 'decimal']);

async function checkInput(
  { data, relation, name }: Pick<PredictRequest, 'data' | 'relation' | 'name'>,
  column: Column,
  type: SignatureInput,
): Promise<void> {
  if (column.sqlType === 'NULL' || column.sqlType === '"NULL"') return;
  if (type === 'float' && !NUMBERS.has(column.type)) {
    const ident = identifier(column.name);
    const isText = column.type === 'string' || column.type === 'category';
    const wrong = isText
      ? await data.rows(
          `select row, value from (select row_number() over () as row, ${ident} as value from ${relation})
           where value is not null and try_cast(value as FLOAT) is null order by row limit 1`,
        )
      : [{ row: 1, value: column.type }];
    if (wrong.length === 0) return;
    throw new Failure(
      'input-type',
      `In ${name}, column \`${column.name}\` should hold numbers for the model but row ${wrong[0]?.['row']} holds \`${wrong[0]?.['value']}\`.`,
      { next: 'Correct the value, or leave it empty: the model knows missing values.' },
    );
  }
}

/** Batches joined until each has at least `size` rows, but the last. */
export async function* together(batches: AsyncIterable<Batch>, size: number): AsyncGenerator<Batch> {
  let waiting: Batch[] = [];
  let rows = 0;
  for await (const batch of batches) {
    waiting.push(batch);
    rows += batch.rows;
    if (rows < size) continue;
    yield joined(waiting, rows);
    waiting = [];
    rows = 0;
  }
  if (rows > 0) yield joined(waiting, rows);
}

function joined(batches: readonly Batch[], rows: number): Batch {
  const [first] = batches;
  if (batches.length === 1 && first) return first;
  const names = Object.keys(first?.columns ?? {});
  return {
    rows,
    columns: Object.fromEntries(
      names.map((name) => [
        name,
        joinedValues(
          batches.map((batch) => batch.columns[name] as Values),
          rows,
        ),
      ]),
    ),
  };
}

function joinedValues(parts: readonly Values[], rows: number): Values {
  const [first] = parts;
  if (first?.kind === 'texts')
    return { kind: 'texts', values: parts.flatMap((part) => (part.kind === 'texts' ? part.values : [])) };
  if (first?.kind === 'codes') {
    const values = new Int32Array(rows);
    fill(
      parts.map((part) => (part.kind === 'codes' ? part.values : new Int32Array())),
      values,
    );
    return { kind: 'codes', values, dictionary: first.dictionary };
  }
  const narrow = first?.values instanceof Float32Array;
  const values = narrow ? new Float32Array(rows) : new Float64Array(rows);
  fill(
    parts.map((part) => (part.kind === 'numbers' ? part.values : [])),
    values,
  );
  return { kind: 'numbers', values };
}

function fill(parts: readonly ArrayLike<number>[], target: { set(part: ArrayLike<number>, at: number): void }): void {
  let at = 0;
  for (const part of parts) {
    target.set(part, at);
    at += part.length;
  }
}
