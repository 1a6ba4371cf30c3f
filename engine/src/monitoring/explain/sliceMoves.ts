import { identifier, literal } from '../../ports/sqlText.ts';
import type { SliceMove } from '../report/columnReport.ts';
import type { AroundRows, RowsInSql } from '../rowsInSql.ts';
import { movedCategory } from './movedCategory.ts';

export interface SliceMovesRequest {
  readonly reference: RowsInSql;
  readonly current: RowsInSql;
  /** The columns that moved. */
  readonly columns: readonly SlicedColumn[];
  /** Columns to cut the rows by, each on its own. */
  readonly by: readonly string[];
  /** Slices that are told of a column. */
  readonly most?: number;
}

export interface SlicedColumn {
  readonly column: string;
  readonly kind: 'number' | 'category';
}

const MOST = 5;
/** Slices of a column that are looked at: the largest. */
const SLICES = 200;
const LEAST_ROWS = 30;
/** A slice is told where it explains at least so much of a move, and so much more than its rows are of all. */
const LEAST_PART = 0.03;
const STANDS_OUT = 1.25;
/** And surely so: by so many of its standard errors. */
const SURE = 3;
/** A mean that moved by less of its standard deviation has not moved: then what slices explain says nothing. */
const LEAST_MOVE = 0.02;
const DIGITS = 12;

/**
 * Where columns moved, by column: the slices that explain most of the change of its mean or, of a category column, of the share of the
 * category that changed most. None where the mean did not move or no slice stands out.
 *
 * A slice of shares v, w and means m, n of the reference and the current rows explains (v + w) / 2 * (n - m) of the change, its rows
 * having moved, and (w - v) * ((m + n) / 2 - M) of it, there being more or fewer of them, M being the mean of both sides' means
 * (Kitagawa 1955, "Components of a difference between two rates"); over all slices this adds up to the change.
 */
export async function sliceMoves(
  around: AroundRows,
  { reference, current, columns, by, most = MOST }: SliceMovesRequest,
): Promise<ReadonlyMap<string, readonly SliceMove[]>> {
  const has = (name: string) => [reference, current].every((side) => side.columns.some((each) => each.name === name));
  const targets: Target[] = [];
  for (const { column, kind } of columns) {
    if (!has(column)) continue;
    const category = kind === 'category' ? await movedCategory(around, { reference, current, column }) : null;
    if (category !== undefined) targets.push({ column, category, type: typeOf(current, column) });
  }
  const found = new Map<string, SliceMove[]>(targets.map(({ column }) => [column, []]));
  for (const cut of targets.length === 0 ? [] : by.filter(has)) {
    const [before, now] = [
      await slicesOf(around, reference, cut, targets),
      await slicesOf(around, current, cut, targets),
    ];
    for (const [place, target] of targets.entries())
      if (target.column !== cut) found.get(target.column)!.push(...movesBy(cut, target, place, before, now));
  }
  for (const [column, moves] of found) found.set(column, largest(moves, most));
  return found;
}

interface Target {
  readonly column: string;
  readonly category: string | null;
  readonly type: string | undefined;
}

interface Slices {
  readonly all: Slice;
  readonly byValue: ReadonlyMap<string, Slice>;
}

interface Slice {
  readonly rows: number;
  /** Of each target: rows with a value, their mean and the mean of their squares. */
  readonly figures: readonly { readonly rows: number; readonly mean: number; readonly squares: number }[];
}

async function slicesOf(
  { source, signal }: AroundRows,
  rows: RowsInSql,
  by: string,
  targets: readonly Target[],
): Promise<Slices> {
  const values = targets.map((target, i) => `${valueSql(target)} AS x${i}`);
  const figures = targets.map((_, i) => `count(x${i}) AS n${i}, avg(x${i}) AS m${i}, avg(x${i} * x${i}) AS q${i}`);
  const sql = `SELECT k, grouping(k) AS whole, count(*) AS n, ${figures.join(', ')} FROM (
    SELECT coalesce(${identifier(by)}::VARCHAR, 'missing') AS k, ${values.join(', ')} FROM (\n${rows.sql}\n)
  ) GROUP BY GROUPING SETS ((k), ()) ORDER BY whole DESC, n DESC, k LIMIT ${SLICES + 1}`;
  const found = await source.rows(sql, rows.bindings ?? {}, { signal });
  const slices = found.map((row) => ({
    key: Number(row['whole']) === 1 ? undefined : String(row['k']),
    rows: Number(row['n']),
    figures: targets.map((_, i) => ({
      rows: Number(row[`n${i}`]),
      mean: rounded(row[`m${i}`]),
      squares: rounded(row[`q${i}`]),
    })),
  }));
  const all = slices.find(({ key }) => key === undefined) ?? { rows: 0, figures: targets.map(() => NOTHING) };
  return { all, byValue: new Map(slices.flatMap(({ key, ...slice }) => (key === undefined ? [] : [[key, slice]]))) };
}

const NOTHING = { rows: 0, mean: 0, squares: 0 };

function valueSql({ column, category, type }: Target): string {
  const name = identifier(column);
  if (category !== null)
    return `CASE WHEN ${name} IS NOT NULL THEN (${name}::VARCHAR = ${literal(category)})::DOUBLE END`;
  return type === 'float' ? `CASE WHEN isfinite(${name}) THEN ${name}::DOUBLE END` : `${name}::DOUBLE`;
}

function typeOf({ columns }: RowsInSql, name: string): string | undefined {
  return columns.find((column) => column.name === name)?.type;
}

/** Sums of floats come in any order, so that their last digits are chance. */
function rounded(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? Number(value.toPrecision(DIGITS)) : 0;
}

function movesBy(by: string, { category }: Target, place: number, before: Slices, now: Slices): readonly SliceMove[] {
  const [was, is] = [before.all.figures[place]!, now.all.figures[place]!];
  const change = is.mean - was.mean;
  const spread = Math.sqrt(Math.max(0, was.squares - was.mean ** 2));
  if (was.rows === 0 || is.rows === 0 || !(Math.abs(change) >= LEAST_MOVE * spread) || change === 0) return [];
  const middle = (was.mean + is.mean) / 2;
  return [...now.byValue].flatMap(([value, slice]) => {
    const [n, m] = [slice.figures[place]!, before.byValue.get(value)?.figures[place]];
    if (m === undefined || Math.min(m.rows, n.rows) < LEAST_ROWS) return [];
    const [v, w] = [m.rows / was.rows, n.rows / is.rows];
    const part = ((v + w) / 2) * (n.mean - m.mean) + (w - v) * ((m.mean + n.mean) / 2 - middle);
    const explains = part / change;
    const share = (v + w) / 2;
    const error = share * Math.hypot(errorOf(m), errorOf(n));
    if (explains < LEAST_PART || explains < STANDS_OUT * share) return [];
    if ((explains - share) * Math.abs(change) < SURE * error) return [];
    const rows = { reference: before.byValue.get(value)!.rows, current: slice.rows };
    return [{ by, value, rows, reference: m.mean, current: n.mean, category, explains }];
  });
}

/** Standard error of a mean. */
function errorOf({ rows, mean, squares }: Slice['figures'][number]): number {
  return Math.sqrt(Math.max(0, squares - mean ** 2) / rows);
}

function largest(moves: readonly SliceMove[], most: number): SliceMove[] {
  return moves
    .toSorted((a, b) => b.explains - a.explains || order(a.by, b.by) || order(a.value, b.value))
    .slice(0, most);
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
