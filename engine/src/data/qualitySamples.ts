import type { Cell, DataSource, QueryOptions, Row } from '../ports/dataSource.ts';
import type { SampleRow } from './qualityResult.ts';
import type { Measured } from './qualityRules.ts';

export interface SampleOptions {
  /** `none` gives no rows, `masked` hides the sensitive columns, `full` shows all. */
  readonly show: 'none' | 'masked' | 'full';
  readonly sensitive: readonly string[] | 'all';
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
  return rows.map(({ 'number of row': row, ...values }) => ({
    row: Number(row),
    values: show === 'masked' ? masked(values, sensitive) : values,
  }));
}

function masked(values: Row, sensitive: SampleOptions['sensitive']): Row {
  const isHidden = (name: string) => sensitive === 'all' || sensitive.includes(name);
  const show = (name: string, value: Cell) => (isHidden(name) && value !== null ? MASK : value);
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, show(name, value)]));
}
