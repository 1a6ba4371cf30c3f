import assert from 'node:assert/strict';
import test from 'node:test';
import { driftedSentences } from '../../../../engine/src/monitoring/report/driftedWords.ts';
import { monitorHeadline, monitorSummary, type Told } from '../../../../engine/src/monitoring/report/monitorWords.ts';
import { check, numberColumn } from '../../../kit/webviews/driftReports.ts';

const SUMMED = {
  drifted: 0,
  tested: 9,
  unknown: 0,
  share: 0,
  limit: 0.3,
  test: 'auto',
  rule: '',
  verdict: 'none',
} as const;

const PREDICTED = numberColumn('late_probability', {
  role: 'output',
  verdict: 'drift',
  changed: 'Mean fell from 0.203 to 0.162',
});
const PREDICTION_CHECK = check('prediction_drift', {
  kind: 'prediction_drift',
  status: 'failed',
  said: 'Mean fell from 0.203 to 0.162',
});
const INPUT = numberColumn('late_share_24h', { verdict: 'drift', changed: 'Mean fell from 0.210 to 0.133' });

function told(more: Partial<Told>): Told {
  return { drift: SUMMED, columns: [], checks: [], rows: 1000, why: null, ...more };
}

test('what the headline says of predictions is not said again', () => {
  const asked = told({ columns: [INPUT, PREDICTED], checks: [PREDICTION_CHECK] });
  assert.equal(monitorHeadline(asked), 'Predictions drifted: Mean fell from 0.203 to 0.162.');
  assert.deepEqual(monitorSummary(asked), ['`late_share_24h`: Mean fell from 0.210 to 0.133.']);
});

test('where the headline is of the inputs, predictions are told however many inputs there are', () => {
  const columns = [...['a', 'b', 'c', 'd'].map((column) => ({ ...INPUT, column })), PREDICTED];
  const drift = { ...SUMMED, drifted: 4, share: 0.44, verdict: 'drift' } as const;
  const summary = monitorSummary(told({ drift, columns, checks: [PREDICTION_CHECK] }));
  assert.deepEqual(summary.slice(3), ['1 more changed: `d`.', '`late_probability`: Mean fell from 0.203 to 0.162.']);
});

test('a failed check that is the headline is not said again', () => {
  const checks = [
    check('performance', {
      kind: 'performance',
      status: 'failed',
      said: 'roc_auc is 0.61 over 900 labelled rows; at least 0.65.',
    }),
  ];
  assert.match(monitorHeadline(told({ checks })), /roc_auc is 0\.61/);
  assert.deepEqual(monitorSummary(told({ checks })), []);
});

test('of many columns that moved some are told, more are named and the rest is counted', () => {
  const columns = Array.from({ length: 30 }, (_, i) => ({ ...INPUT, column: `c${i}` }));
  assert.equal(driftedSentences(columns).at(-1), '27 more changed: `c3`, `c4`, `c5`, `c6`, `c7` and 22 others.');
  assert.equal(driftedSentences(columns.slice(0, 5)).at(-1), '2 more changed: `c3` and `c4`.');
  assert.equal(driftedSentences(columns.slice(0, 9)).at(-1), '6 more changed: `c3`, `c4`, `c5`, `c6`, `c7` and `c8`.');
});

test('what takes rows of the reference is told as not known where only a baseline is stored', () => {
  const moved = monitorSummary(told({ columns: [INPUT], stored: { slices: [] } }));
  assert.match(
    moved.at(-1)!,
    /^In which slices a column moved, .* only a baseline is stored\. Name rows under `reference`/,
  );
  const asked = monitorSummary(told({ stored: { slices: ['region', 'hour'] } }));
  assert.match(asked.at(-1)!, /^In which slices by `region`, `hour` a column moved/);
  assert.deepEqual(monitorSummary(told({ stored: { slices: [] } })), []);
  assert.deepEqual(monitorSummary(told({ why: 'no rows', stored: { slices: ['region'] } })), []);
});
