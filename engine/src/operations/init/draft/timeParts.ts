import type { DataSource } from '../../../ports/dataSource.ts';
import { isBirth } from './birth.ts';
import { snakeCase } from './snakeNames.ts';
import { sqlName } from './sqlName.ts';
import type { ColumnFacts, TableFacts } from './tableFacts.ts';

/** A time that is spread over columns of whole numbers, such as `year`, `month` and `day`, or written as text. */
export interface TimeParts {
  /** Name of a column that holds it as a time, unlike those of all others. */
  readonly name: string;
  readonly sql: string;
  readonly columns: readonly string[];
}

const PARTS = [
  { names: ['year', 'yr'], least: 1800, most: 2200 },
  { names: ['month', 'mnth', 'mon'], least: 1, most: 12 },
  { names: ['day', 'day_of_month', 'mday'], least: 1, most: 31 },
  { names: ['hour', 'hr'], least: 0, most: 23 },
  { names: ['minute', 'min'], least: 0, most: 59 },
];
/** Without year, month and day there is no time. */
const NEEDED = 3;

/** Undefined where a part is missing, or some row has no day that there is. */
export async function findTimeParts(
  source: DataSource,
  relation: string,
  facts: TableFacts,
  target: string,
  signal: AbortSignal,
): Promise<TimeParts | undefined> {
  const taken = new Set(facts.columns.map((column) => column.name.toLowerCase()));
  const name = ['event_time', 'event_time_of_row'].find((one) => !taken.has(one));
  const found = ofNumbers(facts, target);
  for (const { columns, sql } of found === undefined ? ofTexts(facts, target) : [found]) {
    const [checked = {}] = await source.rows(`SELECT count(TRY(${sql})) AS times FROM ${relation}`, {}, { signal });
    if (Number(checked['times']) === facts.rows && name !== undefined) return { name, sql, columns };
  }
  return undefined;
}

function ofNumbers({ columns }: TableFacts, target: string): Omit<TimeParts, 'name'> | undefined {
  const parts = PARTS.map((part) => columns.find((column) => column.name !== target && isPart(column, part)));
  const gap = parts.indexOf(undefined);
  const found = parts.slice(0, gap < 0 ? PARTS.length : gap).map((column) => column?.name ?? '');
  if (found.length < NEEDED) return undefined;
  const numbers = PARTS.map((_, index) => sqlNumber(found[index]));
  const sql = `make_timestamp(${[...numbers, '0'].join(', ')})`;
  return { sql, columns: found };
}

/** Texts of the length of a date or a time, by columns whose names sound like one. */
function ofTexts({ columns, rows }: TableFacts, target: string): readonly Omit<TimeParts, 'name'>[] {
  return columns
    .filter((column) => {
      const { name, type, missing, longest, distinct } = column;
      const isLike = type === 'string' && name !== target && !name.includes('${{') && TIME_NAME.test(snakeCase(name));
      return (
        isLike && !isBirth(column) && missing === 0 && longest >= 10 && longest <= 35 && distinct >= Math.min(10, rows)
      );
    })
    .map(({ name }) => ({ columns: [name], sql: `${sqlName(name)}::TIMESTAMP` }));
}

const TIME_NAME = /(?:^|_)(?:date|time|timestamp|datetime|day|when|ts|at)(?:_|$)/;

function sqlNumber(name: string | undefined): string {
  return name === undefined ? '0' : sqlName(name);
}

function isPart(column: ColumnFacts, { names, least, most }: (typeof PARTS)[number]): boolean {
  const { name, type, missing, low, high } = column;
  if (type !== 'integer' || missing > 0 || low === null || high === null) return false;
  return names.includes(snakeCase(name)) && low >= least && high <= most;
}
