import { Failure } from '../../failure.ts';
import type { Bindings, Cell, DataSource, QueryOptions } from '../../ports/dataSource.ts';
import { identifier } from '../../ports/sqlText.ts';
import type { Measured, Numbered } from './qualityMeasured.ts';

export interface Counts {
  readonly rows: number;
  /** Rows that fail, or what the aggregate gave. */
  value(check: Measured): Cell;
  /** Of a check with a statement of its own: numbers of failing rows. */
  numbers(check: Measured): readonly number[];
  /** What DuckDB said where a check could not be computed over these rows. */
  refusal(check: Measured): string | undefined;
}

/** Aggregates of one statement: planning it takes as long as the square of their number. */
const MOST_AT_ONCE = 100;

/** One pass over the data for all checks that need no statement of their own. */
export async function countChecks(
  source: DataSource,
  table: Numbered,
  checks: readonly Measured[],
  options: QueryOptions,
): Promise<Counts> {
  const numbers = new Map<Measured, readonly number[]>();
  const values = new Map<Measured, Cell>();
  const refusals = new Map<Measured, string>();
  const counting: Counting = { source, relation: table.table, options, values, refusals };
  const together = checks.filter((check) => check.measure.by !== 'statement');
  const [first = [], ...others] = inParts(together, MOST_AT_ONCE);
  const rows = await countTogether(counting, first);
  for (const part of others) await countTogether(counting, part);
  for (const check of checks) {
    if (check.measure.by !== 'statement') continue;
    try {
      const [row] = await source.rows(check.measure.statement(table), check.bindings, options);
      values.set(check, row!['failing'] ?? 0);
      numbers.set(check, ((row!['numbers'] ?? []) as readonly Cell[]).map(Number));
    } catch (error) {
      refusals.set(check, asRefusal(error).message);
    }
  }
  return {
    rows,
    value: (check) => values.get(check) ?? null,
    numbers: (check) => numbers.get(check) ?? [],
    refusal: (check) => refusals.get(check),
  };
}

export function inParts<T>(list: readonly T[], most: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / most) }, (_, part) => list.slice(part * most, (part + 1) * most));
}

interface Counting {
  readonly source: DataSource;
  readonly relation: string;
  readonly options: QueryOptions;
  readonly values: Map<Measured, Cell>;
  readonly refusals: Map<Measured, string>;
}

/** Where the statement fails, its halves are tried, down to the checks that cannot be computed. Gives the number of rows. */
async function countTogether(counting: Counting, checks: readonly Measured[]): Promise<number> {
  try {
    return await countAll(counting, checks);
  } catch (error) {
    const { message } = asRefusal(error);
    if (checks.length === 0) throw error;
    if (checks.length === 1) counting.refusals.set(checks[0]!, message);
    else
      for (const half of [checks.slice(0, checks.length >> 1), checks.slice(checks.length >> 1)])
        await countTogether(counting, half);
    return countAll(counting, []);
  }
}

async function countAll({ source, relation, options, values }: Counting, checks: readonly Measured[]): Promise<number> {
  const measures = checks.map((check, index) => `, ${aggregateOf(check)} AS ${identifier(`m${index}`)}`);
  const bindings = Object.assign({}, ...checks.map((check) => check.bindings)) as Bindings;
  const [row] = await source.rows(`SELECT count(*) AS n${measures.join('')} FROM ${relation}`, bindings, options);
  for (const [index, check] of checks.entries()) values.set(check, row![`m${index}`] ?? null);
  return Number(row!['n']);
}

function aggregateOf({ measure }: Measured): string {
  if (measure.by === 'rows') return `count(*) FILTER (${measure.failing})`;
  if (measure.by === 'value') return measure.value;
  throw new Error('a check with a statement of its own');
}

/** What the values of the data made impossible; anything else is no answer about a check. */
export function asRefusal(error: unknown): Failure {
  if (error instanceof Failure && error.reason === 'query-failed') return error;
  throw error;
}
