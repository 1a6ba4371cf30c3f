import { randomUUID } from 'node:crypto';
import { posix as path } from 'node:path';
import type { DataSource } from '../../ports/dataSource.ts';
import { identifier, listLiteral } from '../../ports/sqlText.ts';
import { rowIdSql } from '../rowId.ts';
import { KEY, keyColumn } from './askedRows.ts';
import type { Asks } from './asks.ts';
import { encodingOf } from './encoding.ts';
import type { PartPlan, StreamPlan, WindowPlan } from './eventStream.ts';
import { type FloatRange, floatRange } from './exactSums.ts';
import { equalKeys } from './keys.ts';
import type { Tie } from './latestValues.ts';
import type { PlannedField } from './planFields.ts';
import { partName } from './sums.ts';
import type { EventSource } from './viewRequest.ts';

export const PLACE = identifier('modelyard place');

/** Events with a place in the dataset where that matters. */
export function placedEvents({ relation, place }: EventSource): string {
  return place === undefined ? relation : `(SELECT *, row_number() OVER () - 1 AS ${PLACE} FROM ${relation})`;
}

export function eventTime({ view }: EventSource): string {
  return `${identifier(view.timestamp)}::TIMESTAMP`;
}

export function createdTime({ view }: EventSource): string | undefined {
  return view.created && `${identifier(view.created)}::TIMESTAMP`;
}

/** What makes a row an event: times that are known and not endless. */
export function isEvent(events: EventSource): string {
  const created = createdTime(events);
  return `isfinite(${eventTime(events)})${created === undefined ? '' : ` AND isfinite(${created})`}`;
}

/** Ranges of float values by part name; null where they cannot be summed exactly. */
export type Ranges = ReadonlyMap<string, FloatRange | null>;

/** Looks at the floats that are summed, in one statement. */
export async function floatRanges(
  source: DataSource,
  events: EventSource,
  signal: AbortSignal | undefined,
): Promise<Ranges> {
  const floats = events.fields.flatMap((field) =>
    field.way.kind === 'sums'
      ? field.way.of.parts.flatMap((part, i) => (part.float ? [{ name: partName(field.name, i), sql: part.sql! }] : []))
      : [],
  );
  if (floats.length === 0) return new Map();
  const items = floats.flatMap(({ sql }, i) => {
    const size = `abs(${sql}::DOUBLE)`;
    return [
      `coalesce(bool_and(isfinite(${size})), true) AS "finite ${i}"`,
      `max(${size}) AS "most ${i}"`,
      `min(${size}) FILTER (${size} > 0) AS "least ${i}"`,
    ];
  });
  const [row] = await source.rows(
    `SELECT ${items.join(', ')} FROM ${events.relation} WHERE ${isEvent(events)}`,
    {},
    { signal },
  );
  return new Map(
    floats.map(({ name }, i) => {
      if (row![`finite ${i}`] !== true) return [name, null];
      const most = Number(row![`most ${i}`] ?? 0);
      return [name, (most === 0 ? { lowest: 0, digits: 1 } : floatRange(Number(row![`least ${i}`]), most)) ?? null];
    }),
  );
}

/** The stream of the events that these asks may see: all of them, or with a table of `ties` only those, with their row ids. */
export function eventPlan(
  events: EventSource,
  { asks, codes, ties }: { asks: Asks; codes: string; ties?: string },
): StreamPlan {
  const { view, fields, place } = events;
  const keys = Object.values(view.entity);
  const latest = fields.filter((field) => field.way.kind === 'latest');
  const encoded = latest.map((field) => ({
    ...encodingOf(field.sqlType),
    sql: `CAST((\n${field.sql}\n) AS ${field.sqlType})`,
  }));
  const values = encoded.flatMap(({ encode, sql }) => encode(sql));
  const created = createdTime(events);
  const time = `epoch_us(${eventTime(events)})::DOUBLE`;
  const createdAt = created && `epoch_us(${created})::DOUBLE`;
  const items = [
    `c.${KEY} AS "key"`,
    `${time} AS "time"`,
    ...(createdAt ? [`${createdAt} AS "created"`] : []),
    ...(place === undefined ? [] : [`${PLACE}::DOUBLE AS "place"`]),
    ...(ties === undefined
      ? fields.flatMap((field) => partColumns(field))
      : [`${rowIdSql(events.eventColumns, events.eventKey)} AS "id"`]),
    ...values.map((sql, i) => `${sql} AS "value ${i}"`),
  ];
  const joined = equalKeys(
    keys.map((key) => `e.${identifier(key)}`),
    keys.map((_, i) => `c.${keyColumn(i)}`),
  );
  const tied =
    ties &&
    `JOIN ${ties} t ON t.${KEY} = c.${KEY} AND t."modelyard time" = ${time}${createdAt ? ` AND t."modelyard created" = ${createdAt}` : ''}`;
  return {
    sql: `SELECT ${items.join(', ')} FROM ${placedEvents(events)} e JOIN ${codes} c ON ${joined} ${tied ?? ''}
      WHERE ${isEvent(events)}${timeBounds(events, asks)}`,
    bindings: {},
    availableAfter: view.availableAfter,
    values: encoded.flatMap(({ texts }) => texts),
  };
}

/** SQL of the columns of a field's parts. */
function partColumns({ name, way }: PlannedField): readonly string[] {
  if (way.kind !== 'sums') return [];
  return way.of.parts.flatMap((part, i) => {
    if (part.sql === undefined) return [];
    const value = part.kind === 'count' ? `(${part.sql} IS NOT NULL)::INTEGER` : `${part.sql}::DOUBLE`;
    return [`${value} AS ${identifier(partName(name, i))}`];
  });
}

/** Fields of one window together. */
export function windowPlans(fields: readonly PlannedField[], ranges: Ranges): readonly WindowPlan[] {
  const summed = fields.filter((field) => field.way.kind === 'sums');
  return [...Map.groupBy(summed, (field) => field.window!)].map(([length, group]) => ({
    length,
    parts: group.flatMap(({ name, way }) =>
      way.kind === 'sums'
        ? way.of.parts.map((part, i): PartPlan => {
            const column = partName(name, i);
            return {
              ...part,
              name: column,
              column: part.sql === undefined ? undefined : column,
              range: ranges.get(column) ?? undefined,
            };
          })
        : [],
    ),
  }));
}

/** Events that no ask can see need not be read. */
function timeBounds(events: EventSource, { times }: Asks): string {
  let [first, last] = [Infinity, -Infinity];
  for (const time of times) {
    if (time < first) first = time;
    if (time > last) last = time;
  }
  if (times.length === 0) return ' AND false';
  const time = eventTime(events);
  const reach = Math.max(
    ...events.fields.map(({ way, window, ttl }) => (way.kind === 'latest' ? (ttl ?? Infinity) : window!)),
  );
  const from = first - reach;
  const bounds = isMoment(last) ? ` AND ${time} <= make_timestamp(${last})` : '';
  return isMoment(from) ? `${bounds} AND ${time} >= make_timestamp(${from})` : bounds;
}

/** Whether a double holds these microseconds exactly. */
function isMoment(time: number): boolean {
  return Number.isSafeInteger(time);
}

/** A table of events that only their row ids can order. Whoever makes it drops it. */
export async function tieTable(
  source: DataSource,
  ties: readonly Tie[],
  folder: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  const file = path.join(folder, `ties-${randomUUID()}.parquet`);
  const column = (pick: (tie: Tie) => number) => ({ kind: 'numbers', values: Float64Array.from(ties, pick) }) as const;
  const names = ['modelyard key', 'modelyard time', 'modelyard created'];
  const sink = await source.sink(
    file,
    names.map((name) => ({ name, sqlType: 'DOUBLE' })),
    'parquet',
  );
  await sink.append([column((tie) => tie.key), column((tie) => tie.time), column((tie) => tie.created)], ties.length);
  await sink.close();
  const table = identifier(`ties ${randomUUID()}`);
  await source.execute(
    `CREATE TABLE ${table} AS SELECT DISTINCT * FROM read_parquet(${listLiteral([file])})`,
    {},
    { signal },
  );
  return table;
}
