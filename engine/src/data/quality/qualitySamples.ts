import type { Column } from '../../language/columnType.ts';
import type { Bindings, Cell, DataSource, QueryOptions, Row } from '../../ports/dataSource.ts';
import { identifier } from '../../ports/sqlText.ts';
import { rowIdSql } from '../rowId.ts';
import { type Counts, inParts } from './qualityCounts.ts';
import { type Measured, type Numbered, SAMPLES } from './qualityMeasured.ts';
import { MASK, type SampleRow } from './qualityResult.ts';

export interface SampleOptions {
  /** `none`: no rows. `masked`: all values are hidden where nobody has said which are sensitive. `full`: only those are. */
  readonly show: 'none' | 'masked' | 'full';
  /** Columns that are hidden whatever `show` says; absent where nobody has said which. */
  readonly sensitive?: readonly string[] | undefined;
}

const LONGEST_TEXT = 200;
/** Lists of row numbers of one statement; they take longer to plan than counts. */
const MOST_AT_ONCE = 50;

/** Whether the values of a column are hidden. Names differ in more than their case, as in DuckDB. */
export function hides({ show, sensitive }: SampleOptions): (column: string) => boolean {
  if (show === 'none') return () => true;
  if (sensitive === undefined) return () => show === 'masked';
  const hidden = new Set(sensitive.map((name) => name.toLowerCase()));
  return (column) => hidden.has(column.toLowerCase());
}

interface Sampling {
  readonly source: DataSource;
  readonly table: Numbered;
  readonly columns: readonly Column[];
  readonly key: readonly string[] | undefined;
  readonly samples: SampleOptions;
  readonly options: QueryOptions;
}

/** The first failing rows of each check: one pass finds their numbers for all, one reads the rows. */
export async function sampleChecks(
  sampling: Sampling,
  failing: readonly Measured[],
  counts: Counts,
): Promise<ReadonlyMap<Measured, readonly SampleRow[]>> {
  if (failing.length === 0 || sampling.samples.show === 'none') return new Map();
  const numbers = await firstRows(sampling, failing, counts);
  const rows = await rowsNumbered(sampling, [...new Set([...numbers.values()].flat())]);
  return new Map([...numbers].map(([check, list]) => [check, list.flatMap((number) => rows.get(number) ?? [])]));
}

export function numberedRows(table: string, columns: readonly Column[]): Numbered {
  const number = identifier(unused('number of row', columns));
  return { table, relation: `(SELECT *, row_number() OVER () AS ${number} FROM ${table})`, number };
}

function unused(name: string, columns: readonly Column[]): string {
  const taken = columns.some((column) => column.name.toLowerCase() === name);
  return taken ? unused(`${name} `, columns) : name;
}

async function firstRows(
  sampling: Sampling,
  failing: readonly Measured[],
  counts: Counts,
): Promise<Map<Measured, readonly number[]>> {
  const numbers = new Map<Measured, readonly number[]>();
  const together = failing.filter((check) => check.measure.by === 'rows');
  for (const part of inParts(together, MOST_AT_ONCE))
    for (const [check, list] of await firstOfPredicates(sampling, part)) numbers.set(check, list);
  for (const check of failing) if (check.measure.by === 'statement') numbers.set(check, counts.numbers(check));
  return numbers;
}

async function firstOfPredicates(
  { source, table, options }: Sampling,
  checks: readonly Measured[],
): Promise<readonly (readonly [Measured, readonly number[]])[]> {
  const lists = checks.map(({ measure }, index) => {
    const predicate = measure.by === 'rows' ? measure.failing : 'false';
    return `min(${table.number}, ${SAMPLES}) FILTER (${predicate}) AS ${identifier(`m${index}`)}`;
  });
  const bindings = Object.assign({}, ...checks.map((check) => check.bindings)) as Bindings;
  const [row] = await source.rows(`SELECT ${lists.join(', ')} FROM ${table.relation}`, bindings, options);
  return checks.map((check, index) => [check, ((row![`m${index}`] ?? []) as readonly Cell[]).map(Number)]);
}

async function rowsNumbered(
  { source, table, columns, key, samples, options }: Sampling,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, SampleRow>> {
  if (numbers.length === 0) return new Map();
  const isHidden = hides(samples);
  // A hash of hidden values, or a key that is hidden, would tell them to whoever guesses well.
  const named = (key ?? columns.map((column) => column.name)).every((name) => !isHidden(name));
  const isThere = (name: string) => columns.some((column) => column.name === name);
  const id = named && (key === undefined || key.every(isThere)) ? rowIdSql(columns, key) : 'NULL';
  const names = columns.map((column, index) => `${identifier(column.name)} AS ${identifier(`c${index}`)}`);
  const bindings = Object.fromEntries(numbers.map((one, index) => [`row${index}`, one]));
  const found = await source.rows(
    `SELECT ${table.number} AS number, ${id} AS id, ${names.join(', ')} FROM ${table.relation}
     WHERE ${table.number} IN (${Object.keys(bindings)
       .map((name) => `$${name}`)
       .join(', ')})`,
    bindings,
    options,
  );
  return new Map(found.map((row) => [Number(row['number']), sampleRow(row, columns, isHidden)]));
}

function sampleRow(row: Row, columns: readonly Column[], isHidden: (column: string) => boolean): SampleRow {
  const show = (name: string, value: Cell) => (isHidden(name) && value !== null ? MASK : shortened(value));
  const values = columns.map(({ name }, index) => [name, show(name, row[`c${index}`] ?? null)] as const);
  const id = row['id'];
  return {
    row: Number(row['number']),
    ...(typeof id === 'string' ? { id } : {}),
    values: Object.fromEntries(values),
  };
}

function shortened(value: Cell): Cell {
  if (typeof value !== 'string' || value.length <= LONGEST_TEXT) return value;
  return `${value.slice(0, LONGEST_TEXT).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
