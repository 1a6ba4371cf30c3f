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
