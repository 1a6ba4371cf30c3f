import type { Column } from '../../../language/columnType.ts';
import type { DataSource } from '../../../ports/dataSource.ts';
import { identifier } from '../../../ports/sqlText.ts';

/** What guesses about a column rest on. */
export interface ColumnFacts extends Column {
  /** Rows without a value. */
  readonly missing: number;
  /** Different values; an estimate where they are no texts and neither few nor nearly as many as rows. */
  readonly distinct: number;
  /** Of numbers, booleans left out; null where none is finite. */
  readonly low: number | null;
  readonly high: number | null;
  /** No number has a fraction. */
  readonly whole: boolean;
  /** Of texts: characters of the longest. */
  readonly longest: number;
  /** Of times: the first and the last, ISO 8601. */
  readonly first: string | null;
  readonly last: string | null;
}

export interface TableFacts {
  readonly rows: number;
  readonly columns: readonly ColumnFacts[];
}

/** Columns that one statement looks at. */
const AT_ONCE = 50;
/** Up to so many values, estimates are replaced by counts. */
const COUNTED = 2000;

/** Counts what is in a table; `relation` is SQL that stands after FROM. */
export async function tableFacts(source: DataSource, relation: string, signal: AbortSignal): Promise<TableFacts> {
  const columns = await source.columns(`SELECT * FROM ${relation}`);
  const [counted] = await source.rows(`SELECT count(*) AS n FROM ${relation}`, {}, { signal });
  const rows = Number(counted?.['n']);
  const facts: ColumnFacts[] = [];
  for (let from = 0; from < columns.length; from += AT_ONCE)
    facts.push(...(await look(source, { relation, rows, columns: columns.slice(from, from + AT_ONCE), signal })));
  return { rows, columns: facts };
}

interface Look {
  readonly relation: string;
  readonly rows: number;
  readonly columns: readonly Column[];
  readonly signal: AbortSignal;
}

async function look(source: DataSource, { relation, rows, columns, signal }: Look): Promise<readonly ColumnFacts[]> {
  const items = columns.flatMap((column, index) => itemsOf(column).map(([name, sql]) => `${sql} AS ${name}${index}`));
  const [found = {}] = await source.rows(`SELECT ${items.join(', ')} FROM ${relation}`, {}, { signal });
  const facts = columns.map((column, index): ColumnFacts => {
    const number = (name: string) =>
      typeof found[`${name}${index}`] === 'number' ? Number(found[`${name}${index}`]) : null;
    const text = (name: string) => (found[`${name}${index}`] == null ? null : String(found[`${name}${index}`]));
    return {
      ...column,
      missing: rows - (number('present') ?? 0),
      distinct: number('apart') ?? 0,
      low: number('low'),
      high: number('high'),
      whole: found[`whole${index}`] === true,
      longest: number('longest') ?? 0,
      first: text('first'),
      last: text('last'),
    };
  });
  return countDistinct(source, facts, { relation, rows, columns, signal });
}

function itemsOf({ name, type }: Column): readonly (readonly [name: string, sql: string])[] {
  const value = identifier(name);
  const common = [
    ['present', type === 'float' ? `count(${value}) FILTER (NOT isnan(${value}))` : `count(${value})`],
    ['apart', `approx_count_distinct(${value})`],
  ] as const;
  if (type === 'integer' || type === 'float' || type === 'decimal') {
    const finite = `${value}::DOUBLE`;
    return [
      ...common,
      ['low', `min(${finite}) FILTER (isfinite(${finite}))`],
      ['high', `max(${finite}) FILTER (isfinite(${finite}))`],
      ['whole', `coalesce(bool_and(${finite} = floor(${finite})) FILTER (isfinite(${finite})), false)`],
    ];
  }
  if (type === 'timestamp' || type === 'date')
    return [...common, ['first', `min(${value}::TIMESTAMP)`], ['last', `max(${value}::TIMESTAMP)`]];
  return type === 'string' || type === 'category' ? [...common, ['longest', `max(length(${value}::VARCHAR))`]] : common;
}

/** The estimate is off by up to a third: texts, few values, and values that may differ in every row are counted. */
async function countDistinct(
  source: DataSource,
  facts: readonly ColumnFacts[],
  { relation, rows, signal }: Look,
): Promise<readonly ColumnFacts[]> {
  const asked = facts.filter(
    ({ distinct, type }) =>
      type === 'string' || ((distinct <= COUNTED || distinct >= rows * 0.5) && type !== 'list' && type !== 'struct'),
  );
  if (asked.length === 0) return facts;
  const items = asked.map(({ name }, index) => `count(DISTINCT ${identifier(name)}) AS apart${index}`);
  const [found = {}] = await source.rows(`SELECT ${items.join(', ')} FROM ${relation}`, {}, { signal });
  const counted = new Map(asked.map(({ name }, index) => [name, Number(found[`apart${index}`])]));
  return facts.map((column) => ({ ...column, distinct: counted.get(column.name) ?? column.distinct }));
}
