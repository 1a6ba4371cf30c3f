import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ColumnReport } from '../../../../engine/src/monitoring/report/columnReport.ts';
import { withSince } from '../../../../engine/src/monitoring/report/sinceWhen.ts';
import type { ColumnPoint } from '../../../../engine/src/ports/monitorStore.ts';

const DAY = 86_400_000;
const ROWS: readonly [history: string, since: number | null, checks: number][] = [
  ['', 10, 1],
  ['d', 9, 2],
  ['ddd', 7, 4],
  ['dnd', 9, 2],
  ['n', 10, 1],
  // A check that could not tell breaks no row, and is not counted.
  ['du?d', 6, 3],
  ['??', 10, 1],
];

for (const [history, day, checks] of ROWS)
  test(`after ${history || 'nothing'} a column has drifted since day ${day}, ${checks} checks`, () => {
    const earlier = [...history].map((letter, index) => ({ due: (9 - index) * DAY, columns: columnsOf(letter) }));
    const [told, other] = withSince([column('a', 'drift'), column('b', 'none')], 10 * DAY, earlier);
    assert.deepEqual(told?.since, { due: new Date(day! * DAY).toISOString(), checks });
    assert.equal(other?.since, null);
  });

function columnsOf(letter: string): Readonly<Record<string, ColumnPoint>> {
  if (letter === '?') return {};
  const verdict = letter === 'd' ? 'drift' : letter === 'n' ? 'none' : 'unknown';
  return { a: { test: 'wasserstein', statistic: 0.2, threshold: 0.1, verdict, mean: null } };
}

function column(name: string, verdict: ColumnReport['verdict']): ColumnReport {
  return { column: name, verdict, since: null } as ColumnReport;
}
