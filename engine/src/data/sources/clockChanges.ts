import { count } from '../../language/figures.ts';
import type { DataSource, TableFiles } from '../../ports/dataSource.ts';
import type { Memo } from '../../ports/memo.ts';
import { identifier } from '../../ports/sqlText.ts';
import { readingOf } from './source.ts';

/** Rows of a column whose time the zone's clocks never showed, or showed twice. */
export interface ClockChange {
  readonly column: string;
  readonly skipped: number;
  readonly repeated: number;
}

/**
 * Local times that a change of clocks makes doubtful, by column; columns without any are left out. Zones move their clocks at whole
 * minutes, so that rows are looked at by the minute. Remembered by version.
 */
export async function clockChanges(
  source: DataSource,
  table: TableFiles,
  known: { readonly version: string; readonly memo: Memo; readonly signal?: AbortSignal | undefined },
): Promise<readonly ClockChange[]> {
  const { timezone } = table;
  if (timezone === undefined) return [];
  const key = `${known.version} ${readingOf(table)}`;
  const before = await known.memo.get('clock-changes', key);
  if (before !== undefined) return before as readonly ClockChange[];
  const relation = await source.relation({ ...table, timesAsWritten: true });
  const columns = await source.columns(`SELECT * FROM ${relation}`);
  const found: ClockChange[] = [];
  for (const { name, sqlType } of columns) {
    if (!/^TIMESTAMP(?:_S|_MS|_NS)?$/.test(sqlType)) continue;
    const [row] = await source.rows(doubtful(relation, name), { zone: timezone }, { signal: known.signal });
    const change = { column: name, skipped: Number(row?.['skipped']), repeated: Number(row?.['repeated']) };
    if (change.skipped + change.repeated > 0) found.push(change);
  }
  await known.memo.set('clock-changes', key, found);
  return found;
}

/**
 * A local time that comes back as another one was skipped. One is repeated where the clocks were ahead by `d` a day before, and `d`
 * before its instant they showed the same.
 */
function doubtful(relation: string, column: string): string {
  const item = `${identifier(column)}::TIMESTAMP`;
  const local = (instant: string) => `timezone($zone, ${instant})`;
  const offset = (instant: string) => `(epoch_us(${local(instant)}) - epoch_us(${instant}))`;
  return `
    WITH minutes AS (
      SELECT date_trunc('minute', ${item}) AS t, count(*) AS n FROM ${relation} WHERE isfinite(${item}) GROUP BY 1
    ), instants AS (
      SELECT t, n, timezone($zone, t) AS u FROM minutes
    ), moved AS (
      SELECT t, n, u, ${local('u')} <> t AS skipped, ${offset('(u - INTERVAL 25 HOURS)')} - ${offset('u')} AS d FROM instants
    )
    SELECT coalesce(sum(n) FILTER (skipped), 0)::BIGINT AS skipped,
      coalesce(sum(n) FILTER (NOT skipped AND d > 0 AND ${local('u - to_microseconds(d)')} = t), 0)::BIGINT AS repeated
    FROM moved`;
}

/** What a run says of them. */
export function clockNotice({ column, skipped, repeated }: ClockChange, timezone: string): string {
  const skip = `clocks in ${timezone} skip (read as if they had not been set forward yet): ${count(skipped)}`;
  const repeat = `clocks in ${timezone} show twice (read as the second): ${count(repeated)}`;
  const parts = [...(skipped > 0 ? [skip] : []), ...(repeated > 0 ? [repeat] : [])];
  return `Times in \`${column}\` that ${parts.join('; that ')}`;
}
