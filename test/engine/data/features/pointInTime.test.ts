import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FeaturesSpec } from '../../../../engine/src/language/specs.generated.ts';
import { openData } from '../openData.ts';
import { ask } from './pointInTime.ts';

const WEATHER: FeaturesSpec = {
  features: 'weather',
  dataset: 'readings',
  entity: { station: 'station' },
  timestamp: 'at',
  fields: {
    degrees: { sql: 'degrees', type: 'float' },
    fresh: { sql: 'degrees', type: 'float', ttl: '2h' },
    readings: { sql: 'count(*)', type: 'integer', window: '2h' },
    mean: { sql: 'avg(degrees)', type: 'float', window: '2h' },
    warmest: { sql: 'max(degrees)', type: 'float', window: '2h' },
  },
};

const READINGS = `
  station,at,degrees
  A,2001-01-01 10:00:00,1.5
  A,2001-01-01 11:00:00,2.5
  A,2001-01-01 12:00:00,
  B,2001-01-01 11:30:00,7
  ,2001-01-01 11:00:00,99
  A,,98`;

function at(station: string | null, time: string | null): string {
  return `SELECT ${station === null ? 'NULL' : `'${station}'`}::VARCHAR AS station, ${time === null ? 'NULL' : `'2001-01-01 ${time}'`}::TIMESTAMP AS time`;
}

async function weather(t: Parameters<typeof openData>[0], rows: readonly string[], view: Partial<FeaturesSpec> = {}) {
  const data = await openData(t);
  const answer = await ask(data, {
    view: { ...WEATHER, ...view },
    events: data.csv(READINGS),
    rows: rows
      .map((row, i) => `SELECT ${i} AS i, * FROM (${row})`)
      .join(' UNION ALL ')
      .concat(' ORDER BY i'),
  });
  return answer.map((row) => Object.values(row));
}

test('at each moment: latest, latest within its time to live, count, mean and greatest of the window', async (t) => {
  const rows = await weather(t, [
    at('A', '09:59:59'),
    at('A', '10:00:00'),
    at('A', '11:59:59.999999'),
    at('A', '12:00:00'),
    at('A', '12:59:59.999999'),
    at('A', '13:00:00'),
    at('A', '14:00:00.000001'),
    at('B', '13:30:00.000001'),
    at('C', '12:00:00'),
  ]);
  assert.deepEqual(rows, [
    [null, null, 0, null, null],
    [1.5, 1.5, 1, 1.5, 1.5],
    [2.5, 2.5, 2, 2, 2.5],
    [null, null, 2, 2.5, 2.5],
    [null, null, 2, 2.5, 2.5],
    [null, null, 1, null, null],
    [null, null, 0, null, null],
    [7, null, 0, null, null],
    [null, null, 0, null, null],
  ]);
});

test('a row without key or time has no features, not even a count', async (t) => {
  const nothing = [null, null, null, null, null];
  assert.deepEqual(await weather(t, [at(null, '12:00:00'), at('A', null)]), [nothing, nothing]);
});

test('a window ends at the moment asked for, not at the last event before it', async (t) => {
  // The stale answer: each event with the mean of its own two hours, and the last such mean before 13:59, which is 2 and not 2.5.
  const [[, , readings, mean]] = (await weather(t, [at('A', '12:59:00')])) as [[number, number, number, number]];
  assert.deepEqual([readings, mean], [2, 2.5]);
  // No event in the window any more; stale, the count would stay at 2 for ever.
  assert.deepEqual((await weather(t, [at('A', '20:00:00')]))[0]?.slice(2), [0, null, null]);
});

test('events are seen only after what they take to be known', async (t) => {
  const rows = await weather(t, [at('A', '10:59:59'), at('A', '11:00:00'), at('A', '14:00:00')], {
    available_after: '1h',
    fields: {
      degrees: { sql: 'degrees', type: 'float' },
      readings: { sql: 'count(*)', type: 'integer', window: '2h' },
    },
  });
  assert.deepEqual(rows, [
    [null, 0],
    [1.5, 1],
    [null, 1],
  ]);
});

const CORRECTED = `
  station,at,degrees,loaded
  A,2001-01-01 10:00:00,1,2001-01-01 10:00:00
  A,2001-01-01 10:00:00,2,2001-01-01 12:00:00
  A,2001-01-01 09:00:00,3,2001-01-01 13:00:00
  A,2001-01-01 10:30:00,4,`;

test('a correction is seen once it was written, an old event written late changes nothing', async (t) => {
  const data = await openData(t);
  const rows = await ask(data, {
    view: { ...WEATHER, created: 'loaded', fields: { degrees: { sql: 'degrees', type: 'float' } } },
    events: data.csv(CORRECTED),
    rows: [at('A', '10:00:00'), at('A', '11:59:59'), at('A', '12:00:00'), at('A', '14:00:00')].join(' UNION ALL '),
  });
  assert.deepEqual(
    rows.map(({ degrees }) => degrees),
    [1, 1, 2, 2],
  );
});

test('events that nothing else tells apart are ordered by row id, whatever their order in the file', async (t) => {
  const data = await openData(t);
  const lines = ['A,2001-01-01 10:00:00,1', 'A,2001-01-01 10:00:00,2', 'A,2001-01-01 10:00:00,3'];
  const answers = [];
  for (const order of [lines, lines.toReversed()]) {
    const rows = await ask(data, {
      view: { ...WEATHER, fields: { degrees: { sql: 'degrees', type: 'float' } } },
      events: data.csv(`station,at,degrees\n${order.join('\n')}`),
      rows: at('A', '12:00:00'),
    });
    answers.push(rows[0]?.['degrees']);
  }
  assert.equal(answers[0], answers[1]);
});

test('values of every type come through whole', async (t) => {
  const data = await openData(t);
  const sql = `SELECT 'A' AS station, timestamp '2001-01-01 10:00:00' AS "at", 9007199254740993 AS big, -9007199254740993 AS small,
    1234567890.123456789::DECIMAL(20,9) AS price, 0.1::FLOAT AS single, 0.1e0 AS double, true AS yes, 'ü"'',x' AS word,
    date '1969-12-31' AS day, timestamp '2400-01-01 00:00:00.000001' AS later, time '23:59:59.999999' AS hour`;
  const type = {
    big: 'integer',
    small: 'integer',
    price: 'decimal',
    single: 'float',
    double: 'float',
    yes: 'boolean',
    word: 'string',
    day: 'date',
    later: 'timestamp',
    hour: 'time',
  } as const;
  const fields = Object.fromEntries(Object.entries(type).map(([name, of]) => [name, { sql: name, type: of }]));
  const [row] = await ask(data, {
    view: { ...WEATHER, fields },
    events: await data.table(sql),
    rows: at('A', '11:00:00'),
  });
  const [expected] = await data.source.rows(`SELECT * EXCLUDE (station, "at") FROM (${sql})`);
  assert.deepEqual(row, expected);
});

test('sums of floats do not depend on the order of events, nor do lists; they are equal on one thread and on four', async (t) => {
  const fields = {
    total: { sql: 'sum(amount)', type: 'float', window: '10d' },
    ratio: { sql: 'sum(amount) filter (amount > 1) / nullif(count(*), 0)', type: 'float', window: '3d' },
    spread: { sql: 'stddev(amount)', type: 'float', window: '3d' },
    words: { sql: "string_agg(word, '')", type: 'string', window: '1d' },
    word: { sql: 'word', type: 'string' },
  } as const;
  const events = `SELECT (hash(i) % 50)::VARCHAR AS station, timestamp '2001-01-01' + interval (hash(i + 1) % 800) hour AS "at",
    (hash(i + 2) % 1000000) / 7e3 AS amount, chr((97 + hash(i + 3) % 26)::INTEGER) AS word FROM range(20000) r(i)`;
  const answers = [];
  for (const [threads, order] of [
    [1, 'i'],
    [4, 'hash(i + 9)'],
  ] as const) {
    const data = await openData(t, threads);
    const asked = { view: { ...WEATHER, fields }, events: await data.table(`${events} ORDER BY ${order}`) };
    const rows = `SELECT (hash(i) % 60)::VARCHAR AS station, timestamp '2001-01-01' + interval (hash(i + 5) % 900) hour AS time FROM range(3000) r(i)`;
    answers.push(await ask(data, { ...asked, rows }));
  }
  assert.deepEqual(answers[0], answers[1]);
});

test('many rows at once have the answers of few at a time', async (t) => {
  const data = await openData(t);
  const fields = {
    n: { sql: 'count(*)', type: 'integer', window: '20h' },
    total: { sql: 'sum(amount)', type: 'float', window: '3d' },
    amount: { sql: 'amount', type: 'float', ttl: '2d' },
    word: { sql: 'word', type: 'string' },
  } as const;
  const events = await data.table(`SELECT (hash(i) % 700)::VARCHAR AS station, (hash(i + 2) % 1000000) / 7e3 AS amount,
    timestamp '2001-01-01' + interval (hash(i + 1) % 900000) second AS "at", 'w' || i AS word FROM range(30000) r(i)`);
  const rows = `SELECT (hash(i) % 800)::VARCHAR AS station, timestamp '2001-01-01' + interval (hash(i + 5) % 900000) second AS time FROM range(40000) r(i)`;
  const asked = { view: { ...WEATHER, fields }, events };
  const many = await ask(data, { ...asked, rows });
  const few = [];
  for (const part of [`${rows} WHERE i < 20000`, `${rows} WHERE i >= 20000`])
    few.push(...(await ask(data, { ...asked, rows: part })));
  assert.deepEqual(many, few);
});
