import { count } from '../../../language/figures.ts';
import type { DataSource } from '../../../ports/dataSource.ts';
import { identifier } from '../../../ports/sqlText.ts';
import { keyDoesNotHold, noSuchColumn } from './draftFailures.ts';
import { isId } from './personal.ts';
import type { ColumnFacts, TableFacts } from './tableFacts.ts';
import { isTime, type TimeGuess } from './time.ts';

export interface KeyGuess {
  readonly columns: readonly string[];
  readonly why: string;
}

export interface KeyRequest {
  readonly target: string;
  readonly time: TimeGuess | undefined;
  readonly asked: readonly string[];
  readonly signal: AbortSignal;
}

/** Columns that are tried together with the time, at most. */
const PARTNERS = 12;

/**
 * Columns that name one row: an id that differs in every row, else the time with one more column. Undefined where there is none.
 * @throws Failure `unknown-column`, `key-not-unique` of what the user named
 */
export async function guessKey(
  source: DataSource,
  relation: string,
  { rows, columns }: TableFacts,
  { target, time, asked, signal }: KeyRequest,
): Promise<KeyGuess | undefined> {
  if (asked.length > 0) return namedKey(source, relation, { rows, columns }, asked, signal);
  const others = columns.filter(({ name }) => name !== target);
  const single = others.filter((column) => isUnique(column, rows) && namesRows(column, rows));
  const [best] = [...single.filter(isId), ...single];
  if (best !== undefined) return { columns: [best.name], why: `it differs in every one of the ${count(rows)} rows` };
  if (time === undefined) return undefined;
  if (isUnique(time.column, rows)) return { columns: [time.column.name], why: 'no two rows have the same time' };
  const partners = others.filter((column) => column !== time.column && couldBePart(column, rows)).slice(0, PARTNERS);
  if (partners.length === 0) return undefined;
  const pairs = partners.map(({ name }) => [time.column.name, name]);
  const apart = await countApart(source, relation, pairs, signal);
  const found = pairs.find((_, index) => apart[index] === rows);
  return found && { columns: found, why: 'together they differ in every row, each of them does not' };
}

async function namedKey(
  source: DataSource,
  relation: string,
  { rows, columns }: TableFacts,
  asked: readonly string[],
  signal: AbortSignal,
): Promise<KeyGuess> {
  for (const name of asked) {
    const column = columns.find((one) => one.name === name);
    if (column === undefined)
      throw noSuchColumn(
        name,
        columns.map((one) => one.name),
        '--key',
      );
    if (column.missing > 0) throw keyDoesNotHold(asked, `\`${name}\` is missing in ${count(column.missing)} rows`);
  }
  const [apart = 0] = await countApart(source, relation, [asked], signal);
  if (apart < rows) throw keyDoesNotHold(asked, `${count(rows)} rows have ${count(apart)} different values`);
  return { columns: asked, why: 'as `--key` said' };
}

export function isUnique({ distinct, missing }: ColumnFacts, rows: number): boolean {
  return missing === 0 && distinct === rows;
}

/** Measured values may differ in every row by accident: a name, running numbers or texts of one shape do not. */
function namesRows(column: ColumnFacts, rows: number): boolean {
  const { type, low, high, longest } = column;
  if (type === 'integer') return isId(column) || (low !== null && high !== null && high - low + 1 === rows);
  return type === 'string' && (isId(column) || longest <= 40);
}

function couldBePart(column: ColumnFacts, rows: number): boolean {
  const { type, missing, distinct } = column;
  if (missing > 0 || distinct < 2 || isTime(column)) return false;
  return (
    type === 'string' ||
    type === 'category' ||
    (type === 'integer' && (isId(column) || distinct <= Math.max(31, rows / 100)))
  );
}

/** Different values of each combination. */
async function countApart(
  source: DataSource,
  relation: string,
  combinations: readonly (readonly string[])[],
  signal: AbortSignal,
): Promise<readonly number[]> {
  const items = combinations.map(
    (names, index) => `count(DISTINCT (${names.map(identifier).join(', ')})) AS apart${index}`,
  );
  const [row = {}] = await source.rows(`SELECT ${items.join(', ')} FROM ${relation}`, {}, { signal });
  return combinations.map((_, index) => Number(row[`apart${index}`]));
}
