import { Failure } from '../failure.ts';
import type { Column } from '../language/columnType.ts';
import type { DataSource, Values } from '../ports/dataSource.ts';
import type { Signature, SignatureInput } from '../ports/learner.ts';
import type { ModelInput, OpenModel, TableModel } from '../ports/modelRuntime.ts';
import { checkInputs, inputItem } from './modelInputs.ts';

export interface SettleRequest {
  readonly data: DataSource;
  /** What stands after FROM, and how it is called in messages. */
  readonly relation: string;
  readonly name: string;
  readonly model: OpenModel;
  readonly signature: Signature;
  /** Column of the truth, which a model that takes any columns is not given. */
  readonly target?: string;
}

/** Rows from which the outputs of a model are learned that does not say them. */
const FIRST_ROWS = 100;

/**
 * What goes in and comes out when a model predicts this very table: a model that takes tables may read any columns, and may have to
 * answer before its outputs are known.
 */
export async function settledSignature(request: SettleRequest): Promise<Signature> {
  const { data, relation, model, signature, target } = request;
  const { table } = model;
  if (table === undefined) return signature;
  const columns = await data.columns(`select * from ${relation}`);
  const inputs = inputsOf(table, columns, target);
  table.takes(inputs);
  if (table.outputs !== undefined) return { inputs, outputs: table.outputs };
  await checkInputs({ ...request, signature: { inputs, outputs: {} } });
  return { inputs, outputs: await learned(table, inputs, request) };
}

function inputsOf(
  { inputs }: TableModel,
  columns: readonly Column[],
  target: string | undefined,
): Readonly<Record<string, SignatureInput>> {
  const there = new Map(columns.map((column) => [column.name, typeOf(column)]));
  if (inputs === undefined) return Object.fromEntries([...there].filter(([name]) => name !== target));
  return Object.fromEntries(
    Object.entries(inputs).flatMap(([name, { type, required }]): [string, SignatureInput][] =>
      required || there.has(name) ? [[name, type ?? there.get(name) ?? 'double']] : [],
    ),
  );
}

/** How a column enters a model that says nothing of its types. */
function typeOf({ type, sqlType }: Column): SignatureInput {
  if (type === 'boolean') return 'boolean';
  if (type === 'integer') return /^U?BIGINT$|^U?HUGEINT$|^UINTEGER$/.test(sqlType) ? 'long' : 'integer';
  if (type === 'float') return sqlType === 'FLOAT' ? 'float' : 'double';
  if (type === 'decimal') return 'double';
  return type === 'date' || type === 'timestamp' ? 'datetime' : 'string';
}

async function learned(
  table: TableModel,
  inputs: Signature['inputs'],
  { data, relation, name }: SettleRequest,
): Promise<Signature['outputs']> {
  const items = Object.entries(inputs).map(([input, type], at) => `${inputItem(input, type)} as input_${at}`);
  const sql = `select ${items.length === 0 ? '1 as none' : items.join(', ')} from ${relation} limit ${FIRST_ROWS}`;
  const parts: Record<string, Values>[] = [];
  let rows = 0;
  for await (const batch of data.batches(sql)) {
    parts.push(batch.columns);
    rows += batch.rows;
  }
  const [first] = parts;
  if (first === undefined || rows === 0)
    throw new Failure('no-rows', `${name} has no rows, and only its answers tell what the model gives.`, {
      next: 'Give it rows, or log the model with a signature.',
    });
  const feeds = Object.keys(inputs).map((input, at): [string, ModelInput] => [input, tableInput(first[`input_${at}`])]);
  return table.learn(Object.fromEntries(feeds), rows);
}

/** Null stays null, NaN in numbers. */
export function tableInput(values: Values | undefined): ModelInput {
  if (values?.kind === 'numbers' || values?.kind === 'texts') return values.values;
  throw new Error(`no column from ${values?.kind}`);
}
