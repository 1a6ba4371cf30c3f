import type { DataSource } from '../../../ports/dataSource.ts';
import { snakeCase } from './snakeNames.ts';
import { sqlName } from './sqlName.ts';
import type { ColumnFacts, TableFacts } from './tableFacts.ts';

/** A time that is spread over columns of whole numbers, such as `year`, `month` and `day`. */
export interface TimeParts {
  /** Name of a column that holds the time as one, unlike those of all others. */
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

/** Undefined where a part is missing, or the parts of some row make no day that there is. */
export async function findTimeParts(
  source: DataSource,
  relation: string,
  { columns, rows }: TableFacts,
  target: string,
  signal: AbortSignal,
): Promise<TimeParts | undefined> {
  const parts = PARTS.map((part) => columns.find((column) => column.name !== target && isPart(column, part)));
  const gap = parts.indexOf(undefined);
  const found = parts.slice(0, gap < 0 ? PARTS.length : gap).map((column) => column?.name ?? '');
  if (found.length < NEEDED) return undefined;
  const numbers = PARTS.map((_, index) => sqlNumber(found[index]));
  const sql = `make_timestamp(${[...numbers, '0'].join(', ')})`;
  const [checked = {}] = await source.rows(`SELECT count(TRY(${sql})) AS times FROM ${relation}`, {}, { signal });
  if (Number(checked['times']) < rows) return undefined;
  const taken = new Set(columns.map(({ name }) => name.toLowerCase()));
  const name = ['event_time', 'event_time_of_row'].find((one) => !taken.has(one));
  return name === undefined ? undefined : { name, sql, columns: found };
}

function sqlNumber(name: string | undefined): string {
  return name === undefined ? '0' : sqlName(name);
}

function isPart(column: ColumnFacts, { names, least, most }: (typeof PARTS)[number]): boolean {
  const { name, type, missing, low, high } = column;
  if (type !== 'integer' || missing > 0 || low === null || high === null) return false;
  return names.includes(snakeCase(name)) && low >= least && high <= most;
}
