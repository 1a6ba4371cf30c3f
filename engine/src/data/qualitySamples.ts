import type { Cell, DataSource, QueryOptions, Row } from '../ports/dataSource.ts';
import type { SampleRow } from './qualityResult.ts';
import type { Measured } from './qualityRules.ts';

export interface SampleOptions {
  /** `none` gives no rows, `masked` hides the sensitive columns, `full` shows all. */
  readonly show: 'none' | 'masked' | 'full';
  readonly sensitive: readonly string[];
}

const SAMPLES = 5;
const MASK = '***';

/** The first rows that fail, with their number from 1. */
export async function sampleRows(
  source: DataSource,
  relation: string,
  failing: NonNullable<Measured['failing']>,
  { show, sensitive }: SampleOptions,
  options: QueryOptions,
): Promise<readonly SampleRow[]> {
  const sql = `SELECT * FROM (SELECT *, row_number() OVER () AS "number of row" FROM ${relation})
    ${failing.windowed ? 'QUALIFY' : 'WHERE'} ${failing.sql} ORDER BY "number of row" LIMIT ${SAMPLES}`;
  const rows = await source.rows(sql, failing.bindings, options);
  const hidden = new Set(show === 'masked' ? sensitive : []);
  return rows.map(({ 'number of row': row, ...values }) => ({ row: Number(row), values: masked(values, hidden) }));
}

function masked(values: Row, hidden: ReadonlySet<string>): Row {
  const show = (name: string, value: Cell) => (hidden.has(name) && value !== null ? MASK : value);
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, show(name, value)]));
}
