import { identifier } from '../../ports/sqlText.ts';
import { rowIdSql } from '../rowId.ts';
import { askedSql, type Chunk, keyColumn } from './askedRows.ts';
import { createdTime, eventTime, isEvent, PLACE, placedEvents } from './eventSql.ts';
import { equalKeys } from './keys.ts';
import type { PlannedField } from './planFields.ts';
import type { ViewRequest } from './viewRequest.ts';

/** Functions whose result no order of rows changes, not in its last digit either. */
const ORDER_FREE =
  /^(?:count|count_if|min|max|bool_and|bool_or|bit_and|bit_or|bit_xor|median|quantile_cont|quantile_disc|coalesce|nullif|abs|round|floor|ceil|least|greatest|hour|date_part|length|lower|upper|filter|case|when|and|or|not|in|cast|distinct|between)$/i;

/** Whether an aggregate may be computed by several threads: sums of floats, lists and first values depend on the order of rows. */
export function isOrderFree(sql: string): boolean {
  const bare = sql.replace(/'(?:[^']|'')*'|--[^\n]*|\/\*[\s\S]*?\*\//g, ' ');
  const calls = [...bare.matchAll(/([\p{L}_][\p{L}\p{N}_]*|")\s*\(/gu)].map((match) => match[1]!);
  return calls.every((name) => ORDER_FREE.test(name));
}

/**
 * SQL of any aggregates over one window, for each row of a chunk: rows and the events they see are paired by key and stretch of time
 * (as long as the window, so that an event lies in the row's stretch or the one before), then grouped by row.
 * `fields` have one window.
 */
export function pairsSql(request: ViewRequest, lane: number, chunk: Chunk, fields: readonly PlannedField[]): string {
  const { view, eventColumns, eventKey, place } = request;
  const length = fields[0]!.window!;
  const keys = Object.values(view.entity);
  const isFree = fields.every((field) => isOrderFree(field.sql));
  const created = createdTime(request);
  const time = `epoch_us(${eventTime(request)})`;
  const stretch = (moment: string) => `floor(${moment} / ${length}e0)::BIGINT`;
  const seen = [
    equalKeys(
      keys.map((_, i) => `a.${keyColumn(i)}`),
      keys.map((key) => `e.${identifier(key)}`),
    ),
    'a."modelyard stretch" = e."modelyard stretch"',
    'e."modelyard time" <= a."time"',
    `e."modelyard time" > a."time" - ${length}`,
    ...(created === undefined ? [] : [`epoch_us(e.${created}) - ${view.availableAfter} <= a."time"`]),
    ...(place === undefined ? [] : [`e.${PLACE} <> a."place"`]),
  ];
  const asked = askedSql(request, lane, chunk);
  const order = isFree
    ? ''
    : ` ORDER BY "modelyard row", "modelyard time"${created === undefined ? '' : `, e.${created}`}, ${rowIdSql(eventColumns, eventKey)}`;
  const values = fields.map((field, i) => `(\n${field.sql}\n) AS "field ${i}"`).join(', ');
  const items = fields.map(
    ({ sqlType }, i) =>
      `CAST(CASE WHEN a."row" IS NULL THEN NULL WHEN g."modelyard row" IS NULL THEN n."field ${i}" ELSE g."field ${i}" END AS ${sqlType}) AS ${identifier(request.lanes[lane]!.prefix + fields[i]!.name)}`,
  );
  return `WITH asked AS (${asked}),
    grouped AS (SELECT "modelyard row", ${values} FROM (
      SELECT a."row" AS "modelyard row", e.*
      FROM (SELECT *, unnest([${stretch('"time"')}, ${stretch('"time"')} - 1]) AS "modelyard stretch" FROM asked) a
      JOIN (SELECT *, ${time} AS "modelyard time", ${stretch(time)} AS "modelyard stretch"
            FROM ${placedEvents(request)} WHERE ${isEvent(request)}) e ON ${seen.join(' AND ')}${order}
    ) GROUP BY "modelyard row")
    SELECT ${items.join(', ')} FROM range(${chunk.to - chunk.from}) r(i)
    LEFT JOIN asked a ON a."row" = r.i LEFT JOIN grouped g ON g."modelyard row" = r.i
    CROSS JOIN (SELECT ${values} FROM ${request.relation} WHERE false) n ORDER BY r.i`;
}
