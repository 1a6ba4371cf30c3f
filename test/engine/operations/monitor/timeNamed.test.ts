import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure } from '../../../../engine/src/failure.ts';
import { sideName } from '../../../../engine/src/operations/monitor/check/sideName.ts';
import { timeNamed } from '../../../../engine/src/operations/monitor/timeNamed.ts';

const TIMES: readonly [text: string, iso: string][] = [
  ['2026-11-20', '2026-11-20T00:00:00.000Z'],
  ['2026-11-20T09:30', '2026-11-20T09:30:00.000Z'],
  ['2026-11-20 09:30:15', '2026-11-20T09:30:15.000Z'],
  ['2026-11-20T09:30:15.250Z', '2026-11-20T09:30:15.250Z'],
  ['2026-11-20T09:30+02:00', '2026-11-20T07:30:00.000Z'],
];
for (const [text, iso] of TIMES)
  test(`${text} is ${iso}`, () => assert.equal(new Date(timeNamed('--at', text)).toISOString(), iso));

for (const text of ['', 'now', '2026', '2026-02-30', '2026-13-01', '2026-11-20T25:00', '20.11.2026', '2026-11-20T'])
  test(`${text || 'nothing'} is no time`, () => {
    assert.throws(
      () => timeNamed('--at', text),
      (error) => error instanceof Failure && /is no time/.test(error.message),
    );
  });

const NAMES: readonly [from: string | null, to: string | null, name: string][] = [
  ['2001-01-01T00:01:00Z', '2001-01-31T23:57:00Z', 'rows, 1 Jan to 31 Jan 2001'],
  ['2000-12-30T00:00:00Z', '2001-01-02T00:00:00Z', 'rows, 30 Dec 2000 to 2 Jan 2001'],
  ['2001-01-02T05:00:00Z', '2001-01-02T07:00:00Z', 'rows, 2 Jan 2001'],
  [null, null, 'rows'],
];
for (const [from, to, name] of NAMES)
  test(`rows from ${from} to ${to} are ${name}`, () =>
    assert.equal(sideName('rows', { from, to }, { from: null, to: null }), name));

test('where there are no rows, their window names them', () => {
  const window = { from: Date.UTC(2001, 0, 1), to: Date.UTC(2001, 1, 1) };
  assert.equal(sideName('rows', { from: null, to: null }, window), 'rows, 1 Jan to 31 Jan 2001');
});
