import { Failure } from '../failure.ts';
import { isRecord } from '../language/isRecord.ts';
import type { Signature, SignatureInput } from '../ports/learner.ts';
import type { ModelInput, ModelOutput, OpenModel } from '../ports/modelRuntime.ts';
import { answerColumns } from './predictTable.ts';

/** A row with the text it came as, which is given back digit for digit. */
interface JsonRow {
  readonly text: string;
  readonly values: Readonly<Record<string, unknown>>;
}

const ROWS_AT_ONCE = 4096;

/**
 * The model's answers for rows of JSON, one a line (or one array of them), each as a line with the row's own members.
 * What has come is answered before more is waited for. A line that is no object, lacks an input or has one of the wrong type is a
 * `Failure` that names it.
 * @param chunks pieces of text, cut anywhere
 */
export async function* predictJson(
  chunks: AsyncIterable<string>,
  model: OpenModel,
  signature: Signature,
): AsyncGenerator<string> {
  let before = 0;
  let settled: Signature | undefined;
  for await (const rows of jsonRows(chunks)) {
    settled ??= await settledByRows(rows, model, signature);
    for (const [index, row] of rows.entries()) checkRow(row, before + index + 1, settled);
    for (let start = 0; start < rows.length; start += ROWS_AT_ONCE)
      yield* predicted(rows.slice(start, start + ROWS_AT_ONCE), model, settled);
    before += rows.length;
  }
}

async function* predicted(rows: readonly JsonRow[], model: OpenModel, signature: Signature): AsyncGenerator<string> {
  const feeds = Object.entries(signature.inputs).map(([name, type]): [string, ModelInput] => [
    name,
    inputOf(rows, name, type, model),
  ]);
  const outputs = await model.predict(Object.fromEntries(feeds), rows.length);
  const columns = answerColumns(signature);
  for (const [index, { text }] of rows.entries()) {
    const answers = columns.map(({ name, output, sqlType }) => [name, jsonAnswer(outputs[output], index, sqlType)]);
    yield `${text.slice(0, text.lastIndexOf('}'))},${JSON.stringify(Object.fromEntries(answers)).slice(1)}`;
  }
}

function inputOf(rows: readonly JsonRow[], name: string, type: SignatureInput, { table }: OpenModel): ModelInput {
  const values = rows.map((row) => row.values[name] ?? null);
  if (type === 'string') return values.map((value) => (value === null ? (table ? null : '') : String(value)));
  const number = (value: unknown) =>
    value === null ? Number.NaN : type === 'datetime' ? microseconds(value) : Number(value);
  return table && type !== 'float' ? Float64Array.from(values, number) : Float32Array.from(values, number);
}

function microseconds(value: unknown): number {
  return typeof value === 'number' ? Number.NaN : Date.parse(String(value)) * 1000;
}

/** As `settledSignature`, from rows of JSON: the first says which columns there are, where the model does not. */
async function settledByRows(rows: readonly JsonRow[], model: OpenModel, signature: Signature): Promise<Signature> {
  const { table } = model;
  if (table === undefined) return signature;
  const seen = (name: string) =>
    rows.map(({ values }) => values[name]).find((value) => value !== null && value !== undefined);
  const names = table.inputs ?? Object.fromEntries(Object.keys(rows[0]?.values ?? {}).map((name) => [name, undefined]));
  const inputs = Object.fromEntries(
    Object.entries(names).flatMap(([name, input]): [string, SignatureInput][] => {
      const isThere = Object.hasOwn(rows[0]?.values ?? {}, name);
      return input?.required === false && !isThere
        ? []
        : [[name, input?.type ?? JSON_TYPES[typeof seen(name)] ?? 'string']];
    }),
  );
  table.takes(inputs);
  if (table.outputs !== undefined) return { inputs, outputs: table.outputs };
  for (const [index, row] of rows.entries()) checkRow(row, index + 1, { inputs, outputs: {} });
  const feeds = Object.entries(inputs).map(([name, type]) => [name, inputOf(rows, name, type, model)] as const);
  return { inputs, outputs: await table.learn(Object.fromEntries(feeds), rows.length) };
}

const JSON_TYPES: Readonly<Record<string, SignatureInput>> = { number: 'double', boolean: 'boolean', string: 'string' };

function jsonAnswer(output: ModelOutput | undefined, index: number, sqlType: string): unknown {
  const value = output?.[index];
  if (value === null || (typeof value === 'number' && Number.isNaN(value))) return null;
  if (sqlType === 'BOOLEAN') return value === 1 || value === 'true';
  return typeof value === 'string' && sqlType !== 'VARCHAR' ? Number(value) : value;
}

function checkRow({ values }: JsonRow, row: number, signature: Signature): void {
  for (const [name, type] of Object.entries(signature.inputs)) {
    const value = values[name];
    if (value === undefined)
      throw new Failure('missing-input', `Row ${row} of the input lacks \`${name}\`, which the model reads.`, {
        next: `Give all of: ${Object.keys(signature.inputs).join(', ')}; null where a value is missing.`,
      });
    if (value === null || fits(value, type)) continue;
    const expected = EXPECTED[type] ?? 'number';
    throw new Failure(
      'input-type',
      `In row ${row} of the input \`${name}\` is ${JSON.stringify(value)}, where a ${expected} is expected.`,
      { next: 'Correct the value, or give null: the model knows missing values.' },
    );
  }
}

const EXPECTED: Readonly<Partial<Record<SignatureInput, string>>> = {
  string: 'text',
  integer: 'whole number',
  long: 'whole number',
  datetime: 'time such as 2026-01-31T12:00:00Z',
};

function fits(value: unknown, type: SignatureInput): boolean {
  if (type === 'string') return ['string', 'number', 'boolean'].includes(typeof value);
  if (type === 'datetime') return typeof value === 'string' && !Number.isNaN(Date.parse(value));
  if (type === 'integer' || type === 'long') return typeof value === 'boolean' || Number.isInteger(value);
  return typeof value === 'number' || typeof value === 'boolean';
}

/** Rows as they come: those of each piece of text together. */
async function* jsonRows(chunks: AsyncIterable<string>): AsyncGenerator<readonly JsonRow[]> {
  let rest = '';
  let line = 0;
  let isArray: boolean | undefined;
  for await (const chunk of chunks) {
    rest += chunk;
    isArray ??= rest.trimStart() === '' ? undefined : rest.trimStart().startsWith('[');
    if (isArray) continue;
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    const rows = lines.flatMap((text, index) => (text.trim() === '' ? [] : [rowOf(text, line + index + 1)]));
    line += lines.length;
    if (rows.length > 0) yield rows;
  }
  if (rest.trim() === '') return;
  if (!isArray) yield [rowOf(rest, line + 1)];
  else yield (parseJson(rest, 1) as unknown[]).map((value, index) => objectAt(JSON.stringify(value), value, index + 1));
}

function rowOf(text: string, line: number): JsonRow {
  return objectAt(text.trim(), parseJson(text, line), line);
}

function parseJson(text: string, line: number): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Failure('not-json', `Line ${line} of the input is not JSON: ${(cause as Error).message}.`, {
      next: 'Give one JSON object a line, such as {"distance": 400}.',
      cause,
    });
  }
}

function objectAt(text: string, value: unknown, line: number): JsonRow {
  if (isRecord(value)) return { text, values: value as JsonRow['values'] };
  throw new Failure('not-a-row', `Row ${line} of the input is ${text.slice(0, 60)}, not an object.`, {
    next: 'Give one JSON object a line, such as {"distance": 400}.',
  });
}
