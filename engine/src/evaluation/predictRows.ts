import { Cancelled } from '../failure.ts';
import type { Batch, DataSource, Values } from '../ports/dataSource.ts';
import type { Signature } from '../ports/learner.ts';
import type { ModelInput, ModelOutput, OpenModel } from '../ports/modelRuntime.ts';
import { checkInputs, inputItem } from './modelInputs.ts';
import { tableInput } from './settleModel.ts';

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
 * The model's answers for all rows, in their order and in constant memory. The inputs are checked against the signature first.
 */
export async function* predictRows(request: PredictRequest): AsyncGenerator<PredictedRows> {
  const { data, relation, model, signature, signal } = request;
  const inputs = Object.entries(signature.inputs);
  await checkInputs(request);
  const casts = inputs.map(([name, type], index) => `${inputItem(name, type)} as ${INPUT}${index}`);
  const items = [...request.keep, ...casts];
  const sql = `select ${items.length === 0 ? '1 as none' : items.join(', ')} from ${relation}`;
  const toInput = model.table === undefined ? modelInput : tableInput;
  for await (const batch of together(data.batches(sql, {}, { signal }), ROWS_AT_ONCE)) {
    if (signal?.aborted) throw new Cancelled();
    const feeds = inputs.map(([name], index): [string, ModelInput] => [name, toInput(batch.columns[INPUT + index])]);
    const outputs = await model.predict(Object.fromEntries(feeds), batch.rows);
    const kept = Object.entries(batch.columns).filter(([name]) => !name.startsWith(INPUT));
    yield { rows: batch.rows, kept: Object.fromEntries(kept), outputs };
  }
}

/** Null is NaN in a tensor of numbers and '' in one of texts, in training as in serving. */
export function modelInput(values: Values | undefined): ModelInput {
  if (values?.kind === 'numbers')
    return values.values instanceof Float32Array ? values.values : Float32Array.from(values.values);
  if (values?.kind === 'texts') return values.values.map((text) => text ?? '');
  throw new Error(`no tensor from ${values?.kind}`);
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
