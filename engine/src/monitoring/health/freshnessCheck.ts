import { duration } from '../../language/figures.ts';
import { identifier } from '../../ports/sqlText.ts';
import type { ReportCheck } from '../report/monitorReport.ts';
import { judged } from './healthCheck.ts';
import type { AroundHealth, HealthRows } from './healthSpec.ts';

/** Clocks of two machines may differ by so many milliseconds. */
const CLOCKS_DIFFER = 5 * 60_000;

/** The age of the newest row, in seconds. */
export async function freshnessCheck(
  { source, signal, at }: AroundHealth,
  { current, all, timestamp }: HealthRows['data'],
  limit: number,
): Promise<ReportCheck> {
  const common = { id: 'freshness', kind: 'freshness', title: 'Freshness', unit: 's', max: limit / 1000 } as const;
  const rows = all ?? current;
  if (timestamp === null) return judged({ ...common, said: 'The data names no `timestamp`' });
  if (rows === null) return judged({ ...common, said: 'The rows cannot be read' });
  if (!rows.columns.some(({ name }) => name === timestamp))
    return judged({ ...common, said: `The rows have no \`${timestamp}\`` });
  const time = `TRY_CAST(${identifier(timestamp)} AS TIMESTAMP)`;
  const sql = `SELECT epoch_ms(max(CASE WHEN isfinite(${time}) THEN ${time} END)) AS newest, count(*) AS n FROM (\n${rows.sql}\n)`;
  const [row] = await source.rows(sql, rows.bindings ?? {}, { signal });
  const newest = row?.['newest'] ?? null;
  if (newest === null) return judged({ ...common, rows: Number(row?.['n'] ?? 0), said: 'No row has a time' });
  const age = at - Number(newest);
  const said = `The newest row is of ${new Date(Number(newest)).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  if (age < -CLOCKS_DIFFER)
    return judged({ ...common, said: `${said}, ${duration(-age / 1000)} after the moment of this check` });
  const value = Math.max(0, age) / 1000;
  return judged({
    ...common,
    value,
    said: `${said}, ${duration(value)} before the check; at most ${duration(limit / 1000)}`,
  });
}
