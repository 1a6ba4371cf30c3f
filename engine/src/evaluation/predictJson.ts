import { Failure } from '../failure.ts';
import type { Signature, SignatureInput } from '../ports/learner.ts';
import type { ModelInput, ModelOutput, OpenModel } from '../ports/modelRuntime.ts';
import { answerColumns } from './predictTable.ts';

type JsonRow = Readonly<Record<string, unknown>>;

const ROWS_AT_ONCE = 4096;

/**
 * The model's answers for rows of JSON, one a line (or one array of them), each as a line with the row's own members.
 * A line that is no object, lacks an input or has one of the wrong type is a `Failure` that names it.
 * @param chunks pieces of text, cut anywhere
 */
export async function* predictJson(
  chunks: AsyncIterable<string>,
  model: OpenModel,
  signature: Signature,
): AsyncGenerator<string> {
  let waiting: JsonRow[] = [];
  let line = 0;
  for await (const row of jsonRows(chunks)) {
    line += 1;
    checkRow(row, line, signature);
    waiting.push(row);
    if (waiting.length < ROWS_AT_ONCE) continue;
    yield* predicted(waiting, model, signature);
    waiting = [];
  }
  if (waiting.length > 0) yield* predicted(waiting, model, signature);
}

async function* predicted(rows: readonly JsonRow[], model: OpenModel, signature: Signature): AsyncGenerator<string> {
  const feeds = Object.entries(signature.inputs).map(([name, type]): [string, ModelInput] => [
    name,
    inputOf(rows, name, type),
  ]);
  const outputs = await model.predict(Object.fromEntries(feeds), rows.length);
  const columns = answerColumns(signature);
  for (const [index, row] of rows.entries()) {
    const answers = columns.map(({ name, output, sqlType }) => [name, jsonAnswer(outputs[output], index, sqlType)]);
    yield JSON.stringify({ ...row, ...Object.fromEntries(answers) });
  }
}

function inputOf(rows: readonly JsonRow[], name: string, type: SignatureInput): ModelInput {
  if (type === 'string') return rows.map((row) => (row[name] === null ? '' : String(row[name])));
  return Float32Array.from(rows, (row) => (row[name] === null ? Number.NaN : Number(row[name])));
}

function jsonAnswer(output: ModelOutput | undefined, index: number, sqlType: string): unknown {
  const value = output?.[index];
  if (sqlType === 'BOOLEAN') return value === 1 || value === 'true';
  return typeof value === 'string' && sqlType !== 'VARCHAR' ? Number(value) : value;
}

function checkRow(row: JsonRow, line: number, signature: Signature): void {
  for (const [name, type] of Object.entries(signature.inputs)) {
    const value = row[name];
    if (value === undefined)
      throw new Failure('missing-input', `Row ${line} of the input lacks \`${name}\`, which the model reads.`, {
        next: `Give all of: ${Object.keys(signature.inputs).join(', ')}; null where a value is missing.`,
      });
    const isFine =
      value === null ||
      (type === 'string' ? typeof value !== 'object' : typeof value === 'number' || typeof value === 'boolean');
    if (!isFine)
      throw new Failure(
        'input-type',
        `In row ${line} of the input \`${name}\` is ${JSON.stringify(value)}, where a ${type === 'string' ? 'text' : 'number'} is expected.`,
        {
          next: 'Correct the value, or give null: the model knows missing values.',
        },
      );
  }
}

async function* jsonRows(chunks: AsyncIterable<string>): AsyncGenerator<JsonRow> {
  let rest = '';
  let isArray: boolean | undefined;
  let line = 0;
  for await (const chunk of chunks) {
    rest += chunk;
    isArray ??= rest.trimStart() === '' ? undefined : rest.trimStart().startsWith('[');
    if (isArray) continue;
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) {
      line += 1;
      if (text.trim() !== '') yield parseRow(text, line);
    }
  }
  if (rest.trim() === '') return;
  if (!isArray) {
    yield parseRow(rest, line + 1);
    return;
  }
  const all = parseJson(rest, 1);
  for (const [index, row] of (all as unknown[]).entries()) yield objectAt(row, index + 1);
}

function parseRow(text: string, line: number): JsonRow {
  return objectAt(parseJson(text, line), line);
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

function objectAt(value: unknown, line: number): JsonRow {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonRow;
  throw new Failure('not-a-row', `Row ${line} of the input is ${JSON.stringify(value)?.slice(0, 60)}, not an object.`, {
    next: 'Give one JSON object a line, such as {"distance": 400}.',
  });
}
