import { BIRTH } from './birth.ts';
import { noSuchColumn, noTime } from './draftFailures.ts';
import { snakeCase } from './snakeNames.ts';
import type { ColumnFacts, TableFacts } from './tableFacts.ts';
import type { TimeParts } from './timeParts.ts';

/** The column that says when the event of a row happened. */
export interface TimeGuess {
  readonly column: ColumnFacts;
  readonly why: string;
}

/** Different times from which on rows can be cut in the order of time. */
const ENOUGH = 10;
/** Share of the rows that may be without a time. */
const FEW_MISSING = 0.01;

/**
 * The likely time of the rows; undefined where no column holds one.
 * @throws Failure `unknown-column`, `no-time` of what the user named
 */
export function guessTime(
  { columns, rows }: TableFacts,
  target: string,
  asked: string | undefined,
): TimeGuess | undefined {
  if (asked !== undefined) return { column: named(columns, asked), why: 'as `--time` said' };
  const [best, second] = columns
    .filter(
      (column) =>
        isTime(column) && column.name !== target && !column.name.includes('${{') && !BIRTH.test(snakeCase(column.name)),
    )
    .filter(({ distinct, missing }) => distinct >= ENOUGH && missing <= rows * FEW_MISSING)
    .map((column) => ({ column, rank: rankOf(column) }))
    .sort((a, b) => a.rank - b.rank);
  if (best === undefined) return undefined;
  const { first, last, name } = best.column;
  const span = `it holds times from ${day(first)} to ${day(last)}`;
  return {
    column: best.column,
    why:
      second === undefined
        ? span
        : `${span}; \`${second.column.name}\` holds times too, but \`${name}\` sounds more like the event`,
  };
}

/** The column that was made of several. */
export function madeTime({ columns }: TableFacts, { name, columns: parts }: TimeParts): TimeGuess {
  const column = columns.find((one) => one.name === name);
  if (column === undefined) throw new Error(`no column ${name} was made`);
  const said = parts.map((part) => `\`${part}\``).join(', ');
  const how = parts.length === 1 ? `${said} says it as text` : `${said} together say it`;
  return { column, why: `${how}, from ${day(column.first)} to ${day(column.last)}` };
}

function named(columns: readonly ColumnFacts[], asked: string): ColumnFacts {
  const column = columns.find(({ name }) => name === asked);
  if (column === undefined)
    throw noSuchColumn(
      asked,
      columns.map(({ name }) => name),
      '--time',
    );
  if (!isTime(column)) throw noTime(asked, column.sqlType);
  return column;
}

export function isTime({ type }: ColumnFacts): boolean {
  return type === 'timestamp' || type === 'date';
}

/** What the event is called comes before when it was written down, and that before when something ended or was paid. */
const NAMES = [
  /event|occurred|happened|observed|measured/,
  /^(?:timestamp|datetime|date|time|ts|day|dteday)$/,
  /start|begin|order|pickup|departure|visit|admission/,
  /timestamp|datetime|date|time|day/,
];
const LATER = /creat|updat|insert|load|modif|end|clos|deliver|paid|due|expir|cancel|discharge|arriv|dropoff|finish/;

function rankOf(column: ColumnFacts): number {
  const name = snakeCase(column.name);
  const place = NAMES.findIndex((pattern) => pattern.test(name));
  return (place < 0 ? NAMES.length : place) + (LATER.test(name) ? 10 : 0);
}

/** The day of an ISO time. */
export function day(time: string | null): string {
  return (time ?? '').slice(0, 10);
}
