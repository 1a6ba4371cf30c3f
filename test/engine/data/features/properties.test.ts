import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { FeaturesSpec } from '../../../../engine/src/language/specs.generated.ts';
import { literal } from '../../../../engine/src/ports/sqlText.ts';
import { openData } from '../openData.ts';
import { ask } from './pointInTime.ts';
import { type Answer, type Ask, type Event, featuresOf, type Rules } from './reference.ts';

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 8 });
const moment = fc.integer({ min: 0, max: 12 });

const event = fc.record({
  a: maybe(fc.constantFrom('p', 'q')),
  b: maybe(fc.integer({ min: 1, max: 2 })),
  at: maybe(moment),
  created: maybe(moment),
  x: maybe(fc.integer({ min: -3, max: 9 })),
  y: maybe(fc.constantFrom(0.1, -0.1, 0.7, 1e6, 1e-6, 3, 0)),
  s: maybe(fc.constantFrom('u', 'v', 'w')),
});
const events = fc.array(event, { maxLength: 40 }).map((list) => list.map((one, id): Event => ({ id, ...one })));
const asks = fc.array(fc.record({ a: event.map((one) => one.a), b: event.map((one) => one.b), time: maybe(moment) }), {
  minLength: 1,
  maxLength: 30,
});
const rules = fc.record({
  availableAfter: fc.constantFrom(0, 0, 1, 3),
  window: fc.constantFrom(1, 2, 5),
  ttl: fc.constantFrom(undefined, 2, 4),
  withCreated: fc.boolean(),
});

/** Enough for all rows, or for a few at a time. */
const memory = fc.constantFrom(2 ** 20, 2000);

function viewOf({ availableAfter, window, ttl, withCreated }: Rules): FeaturesSpec {
  const windowed = (sql: string, type: 'integer' | 'float' | 'string') => ({ sql, type, window: `${window}s` });
  return {
    features: 'history',
    dataset: 'events',
    entity: { first: 'a', second: 'b' },
    timestamp: 'at',
    ...(withCreated ? { created: 'created' } : {}),
    available_after: `${availableAfter}s`,
    fields: {
      s: { sql: 's', type: 'category' },
      x: { sql: 'x', type: 'integer', ...(ttl === undefined ? {} : { ttl: `${ttl}s` }) },
      n: windowed('count(*)', 'integer'),
      sum_x: windowed('sum(x)', 'integer'),
      mean_x: windowed('avg(x) filter (where x > 1)', 'float'),
      sum_y: windowed('sum(y)', 'float'),
      kinds: windowed('count(distinct s)', 'integer'),
      least: windowed('min(x)', 'integer'),
      texts: windowed("string_agg(s, ',')", 'string'),
    },
  };
}

test('features are those of a reading of the history row by row: ties, gaps, late rows, missing keys', async (t) => {
  const data = await openData(t);
  await fc.assert(
    fc.asyncProperty(events, asks, rules, memory, async (history, rows, rule, bytes) => {
      const answers = await ask(data, {
        view: viewOf(rule),
        events: await data.table(eventsSql(history)),
        key: ['id'],
        rows: asksSql(rows),
        joins: [{ on: { first: 'a', second: 'b' } }],
        memory: bytes,
      });
      assert.deepEqual(
        values(answers),
        rows.map((row) => featuresOf(history, row, rule)),
      );
    }),
    { numRuns: 20 },
  );
});

test('a row never sees itself, while others of its time do', async (t) => {
  const data = await openData(t);
  await fc.assert(
    fc.asyncProperty(events, rules, async (history, rule) => {
      fc.pre(history.length > 0);
      const rows = history.map(({ id, a, b, at }): Ask => ({ id, a, b, time: at }));
      const answers = await ask(data, {
        view: viewOf(rule),
        events: await data.table(eventsSql(history)),
        key: ['id'],
        rows: asksSql(rows),
        joins: [{ on: { first: 'a', second: 'b' } }],
        own: { place: 'place', dataset: 'events', timestamp: 'at' },
      });
      assert.deepEqual(
        values(answers),
        rows.map((row) => featuresOf(history, row, rule)),
      );
    }),
    { numRuns: 20 },
  );
});

function values(answers: Awaited<ReturnType<typeof ask>>): readonly Answer[] {
  return answers.map((row) => Object.values(row) as Answer);
}

const EVENT = 'id INTEGER, a VARCHAR, b INTEGER, at TIMESTAMP, created TIMESTAMP, x INTEGER, y DOUBLE, s VARCHAR';

function eventsSql(history: readonly Event[]): string {
  return tableSql(
    EVENT,
    history.map(({ id, a, b, at, created, x, y, s }) => [
      id,
      text(a),
      b,
      time(at),
      time(created),
      x,
      float(y),
      text(s),
    ]),
  );
}

function asksSql(rows: readonly Ask[]): string {
  return tableSql(
    'place INTEGER, a VARCHAR, b INTEGER, time TIMESTAMP',
    rows.map((row, i) => [i, text(row.a), row.b, time(row.time)]),
  );
}

function tableSql(columns: string, rows: readonly (readonly (number | string | null)[])[]): string {
  const described = columns.split(', ').map((column) => column.split(' ') as [string, string]);
  const item = ([name, type]: [string, string], i: number) => `col${i}::${type} AS ${name}`;
  const nothing = described.map(() => 'NULL').join(', ');
  const list = [...rows.map((row) => `(${row.map((value) => value ?? 'NULL').join(', ')})`), `(${nothing})`].join(', ');
  return `SELECT ${described.map(item).join(', ')} FROM (VALUES ${list}) LIMIT ${rows.length}`;
}

function text(value: string | null): string | null {
  return value === null ? null : literal(value);
}

function float(value: number | null): string | null {
  return value === null ? null : `${value}e0`.replace(/e(.*)e0$/, 'e$1');
}

function time(seconds: number | null): string | null {
  return seconds === null ? null : `timestamp '2001-01-01' + interval ${seconds} second`;
}
