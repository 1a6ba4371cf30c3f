import type { Cell } from '../../ports/dataSource.ts';
import type { Range } from './profileEdges.ts';
import { scaled } from './profileMoments.ts';
import { double, type Measured, type Measures, measureAll, type ProfiledTable } from './profileSelect.ts';
import type { ColumnSummary } from './profileSummary.ts';

/** Pearson's r of each pair of columns, over the rows where both have a finite value; null where one does not vary there. */
export interface Correlations {
  readonly columns: readonly string[];
  /** By row and column, in the order of `columns`. */
  readonly values: readonly (readonly (number | null)[])[];
  /** Numbers beyond the most columns that are compared. */
  readonly leftOut: readonly string[];
}

/** Pairs grow with the square: 50 columns are 1,225 pairs. */
const MOST_COLUMNS = 50;
/** Squared spread, in parts of the range, below which only rounding is left. */
const TINY = 2 ** -50;

/** Values in [-0.5, 0.5] become integers of 31 bits, so that sums of products are exact and the same in any order. */
const UNIT = 2 ** 31;

function whole31(value: string): string {
  return `(${value} * ${double(UNIT)})::BIGINT`;
}

function numberOf(cell: Cell | undefined): number {
  return typeof cell === 'number' || typeof cell === 'string' ? Number(cell) : 0;
}

/** Number of rows, sums and sums of squares of scaled values. */
interface Sums {
  readonly n: number;
  readonly sum: number;
  readonly squares: number;
}

interface Pair {
  readonly a: Compared;
  readonly b: Compared;
}

type Compared = ColumnSummary & { readonly range: Range };

/** All pairs of the first 50 columns of numbers: their own sums in one pass, those of pairs in another. */
export async function correlate(table: ProfiledTable, columns: readonly ColumnSummary[]): Promise<Correlations> {
  const numbers = columns.filter((one): one is Compared => one.kind === 'number' && one.range !== undefined);
  const compared = numbers.slice(0, MOST_COLUMNS);
  const names = new Map(compared.map((column, at) => [column, `x${at}`]));
  const whole = new Set(compared.filter((column) => column.present - column.infinite === table.rows));
  const list = compared.map((column) => `${whole31(scaled(column.finite, column.range))} AS ${names.get(column)}`);
  const scaledTable = { ...table, relation: `(SELECT ${list.join(', ')} FROM ${table.relation})` };
  const name = (column: Compared) => names.get(column)!;
  const pairs = compared.flatMap((a, i) => compared.slice(i + 1).map((b): Pair => ({ a, b })));
  const own = await measureAll(scaledTable, compared, (column) => sumsSql('', name(column)));
  const joint = await measureAll(scaledTable, pairs, ({ a, b }) => ({
    products: `sum(${name(a)} * ${name(b)})`,
    ...(whole.has(b) ? {} : sumsSql('a', name(a), name(b))),
    ...(whole.has(a) ? {} : sumsSql('b', name(b), name(a))),
  }));
  const values = compared.map((a): (number | null)[] =>
    compared.map((b) => (a === b && a.range.low < a.range.high ? 1 : null)),
  );
  for (const pair of pairs) {
    const { a, b } = pair;
    const found = joint.of(pair);
    const left = whole.has(b) ? sumsOf(own.of(a), '') : sumsOf(found, 'a');
    const right = whole.has(a) ? sumsOf(own.of(b), '') : sumsOf(found, 'b');
    const value = pearson(left, right, numberOf(found['products']) / UNIT ** 2);
    const [i, j] = [compared.indexOf(a), compared.indexOf(b)];
    values[i]![j] = value;
    values[j]![i] = value;
  }
  return {
    columns: compared.map(({ name }) => name),
    values,
    leftOut: numbers.slice(MOST_COLUMNS).map(({ name }) => name),
  };
}

/** Over the rows where the other column has a value too. */
function sumsSql(prefix: string, name: string, other?: string): Measures {
  const value = other ? `(CASE WHEN ${other} IS NOT NULL THEN ${name} END)` : name;
  return {
    [`${prefix}n`]: `count(${value})`,
    [`${prefix}sum`]: `sum(${value})`,
    [`${prefix}squares`]: `sum(${value} * ${value})`,
  };
}

function sumsOf(found: Measured, prefix: string): Sums {
  return {
    n: Number(found[`${prefix}n`]),
    sum: numberOf(found[`${prefix}sum`]) / UNIT,
    squares: numberOf(found[`${prefix}squares`]) / UNIT ** 2,
  };
}

function pearson(a: Sums, b: Sums, products: number): number | null {
  const n = Math.min(a.n, b.n);
  const spread = ({ sum, squares }: Sums) => squares - (sum / n) * sum;
  if (n < 2 || !(spread(a) > n * TINY) || !(spread(b) > n * TINY)) return null;
  const r = (products - (a.sum / n) * b.sum) / Math.sqrt(spread(a) * spread(b));
  return Math.min(1, Math.max(-1, r));
}
