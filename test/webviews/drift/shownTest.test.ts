import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestReport } from '../../../engine/src/monitoring/report/columnReport.ts';
import { shownBy, shownWords, testChoices } from '../../../webviews/drift/model/shownTest.ts';
import { numberColumn } from '../../kit/webviews/driftReports.ts';

function made(test: string, statistic: number | null, more: Partial<TestReport> = {}): TestReport {
  const drifted = statistic === null ? null : statistic >= 0.1;
  return { test, statistic, pValue: null, adjusted: null, threshold: 0.1, drifted, binned: false, ...more };
}

const COLUMNS = [
  numberColumn('fare', { verdict: 'drift', tests: [made('wasserstein', 0.5), made('psi', 0.02)] }),
  numberColumn('age', { tests: [made('wasserstein', 0.05), made('psi', 0.3)] }),
  numberColumn('deck', { kind: 'category', test: 'js', tests: [made('js', 0.01), made('psi', null)] }),
  numberColumn('id', { verdict: 'unknown', reason: 'An identifier', tests: [made('psi', 0.9)] }),
];

test('a test may be looked at that was made of some columns; one that says nothing was not', () => {
  assert.deepEqual(testChoices(COLUMNS), [
    { test: 'psi', name: 'PSI', columns: 2 },
    { test: 'wasserstein', name: 'Wasserstein', columns: 2 },
    { test: 'js', name: 'Jensen-Shannon', columns: 1 },
  ]);
});

test('columns are shown as the test says them, the furthest first; what was not judged stays so', () => {
  const shown = shownBy(COLUMNS, 'psi').map(({ column, verdict, statistic }) => [column, verdict, statistic]);
  assert.deepEqual(shown, [
    ['age', 'drift', 0.3],
    ['fare', 'none', 0.02],
    ['deck', 'unknown', null],
    ['id', 'unknown', 0.041],
  ]);
  assert.equal(shownBy(COLUMNS, 'psi')[2]?.reason, 'PSI was not made of it');
  assert.equal(shownBy(COLUMNS, 'psi')[3]?.reason, 'An identifier');
  assert.equal(
    shownWords(shownBy(COLUMNS, 'psi'), 'psi'),
    'PSI: 1 of 2 columns is beyond its limit; it was not made of 1 more',
  );
});

test('of a test that is judged by p, the adjusted one counts', () => {
  const ks = made('ks', 0.2, { pValue: 1e-4, adjusted: 0.2, threshold: 0.05, drifted: false });
  const [column] = shownBy([numberColumn('fare', { tests: [ks] })], 'ks');
  assert.deepEqual([column?.verdict, column?.pValue, column?.threshold], ['none', 0.2, 0.05]);
});
