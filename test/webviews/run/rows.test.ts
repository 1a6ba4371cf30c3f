import assert from 'node:assert/strict';
import { test } from 'node:test';
import { valueText } from '../../../engine/src/language/screenFigures.ts';
import { short, whenText } from '../../../webviews/run/model/crumb.ts';
import { artifactGroups, differenceGroups } from '../../../webviews/run/model/groups.ts';
import { foldedAfter, metricSentence, rowStrip } from '../../../webviews/run/model/metricRows.ts';
import { stepBars } from '../../../webviews/run/model/stepBars.ts';
import { listed } from '../../../webviews/run/model/text.ts';
import { days } from '../../../webviews/run/model/times.ts';
import { intervalText, shareText } from '../../../webviews/shared/figureTexts.ts';
import { leastRows, sliceCount, sliceView } from '../../../webviews/shared/sliceRows.ts';
import { RUN_STATES } from '../../kit/webviews/runStates.ts';
import { binaryPage, livePage } from '../../kit/webviews/samplePages.ts';

const BETTER = binaryPage();

test('a metric stands with its interval and its difference', () => {
  assert.deepEqual(BETTER.metrics.map(metricSentence), [
    'roc_auc 0.713, interval [0.710, 0.716], better by 0.008 against production v7',
    'pr_auc 0.401, interval [0.397, 0.405], better by 0.013 against production v7',
    'log_loss 0.421, interval [0.418, 0.424], better by 0.005 against production v7',
    'brier 0.139, interval [0.138, 0.140], better by 0.002 against production v7',
    'expected_cost 41, interval [40, 43], no difference beyond noise, 0 higher against production v7',
  ]);
  const { low, high } = rowStrip(BETTER.metrics[0]!)!;
  assert.ok(low < 0.7052 && high > 0.7162);
});

test('what is not finite is said and has no whisker', () => {
  assert.deepEqual(RUN_STATES.ownScript().metrics.map(valueText), ['0.912', 'NaN', '∞']);
  assert.equal(rowStrip(RUN_STATES.ownScript().metrics[1]!), undefined);
  assert.equal(intervalText(RUN_STATES.ownScript().metrics[0]!), undefined);
});

test('many metrics fold after those with conditions', () => {
  assert.equal(foldedAfter(BETTER.metrics), 5);
  assert.equal(foldedAfter(RUN_STATES.manyMetrics().metrics), 6);
});

test('shares have one decimal, and are never none or all where that is not so', () => {
  assert.deepEqual([0, 1, 0.75, 0.0001, 0.99996].map(shareText), ['0.0%', '100.0%', '75.0%', '0.01%', '99.996%']);
});

test('slices: worst first, searched, with a least number of rows', () => {
  const [origin] = BETTER.evaluation!.slices;
  const [main] = BETTER.metrics;
  const all = sliceView(origin!, main!, { search: '', minRows: 0, shown: 4 });
  assert.deepEqual(
    all.rows.slice(0, 2).map(({ name, value }) => [name, value]),
    [
      ['missing', '0.671'],
      ['LAS', '0.694'],
    ],
  );
  assert.equal(sliceCount(all, origin!, true), '4 of 229, worst first');
  const found = sliceView(origin!, main!, { search: ' la', minRows: 0, shown: 8 });
  assert.deepEqual(
    found.rows.map(({ name }) => name),
    ['LAS', 'LAX'],
  );
  assert.equal(sliceCount(found, origin!, true), '2 of 2 that match, of 229, worst first');
  assert.equal(sliceView(origin!, main!, { search: '', minRows: 20_000, shown: 8 }).rows.length, 2);
});

test('many slices begin with those that have rows enough to tell something', () => {
  const slices = (count: number, rows: (i: number) => number) => ({
    column: 'origin',
    total: count,
    values: Array.from({ length: count }, (_, i) => ({ value: `a${i}`, rows: rows(i), metrics: {} })),
  });
  assert.equal(
    leastRows(
      slices(200, (i) => i * 10),
      373_764,
    ),
    200,
  );
  assert.equal(
    leastRows(
      slices(20, (i) => i),
      373_764,
    ),
    0,
  );
  // All of them are small.
  assert.equal(
    leastRows(
      slices(200, () => 5),
      373_764,
    ),
    0,
  );
});

test('a slice with too few rows says so', () => {
  const [tails] = RUN_STATES.manySlices().evaluation!.slices;
  const { rows } = sliceView(tails!, BETTER.metrics[0]!, { search: 'few', minRows: 0, shown: 8 });
  assert.deepEqual([rows[0]!.value, rows[0]!.reason], ['-', 'fewer than 200 rows']);
});

test('steps share one bar of time', () => {
  const bars = stepBars(BETTER, Date.parse('2026-11-21T00:00:00Z'));
  assert.deepEqual(
    bars.map(({ text }) => text),
    ['cached', 'cached', '48.6 s', '21.4 s', '0.9 s'],
  );
  assert.ok(Math.abs(bars[2]!.length - 48.6 / 71.9) < 1e-9);
  const live = stepBars(livePage(), Date.parse(livePage().startedAt) + 46_700);
  assert.deepEqual(
    live.map(({ text }) => text),
    ['cached', 'cached', '63%', 'waiting', 'waiting'],
  );
  assert.ok(Math.abs(live[2]!.length - 46 / 46.7) < 1e-9);
  assert.equal(live[2]!.done, 0.63);
});

test('a step that a clock that was set back made end before it began has no length, and hides no other', () => {
  const steps = BETTER.steps.map((step, index) => (index === 3 ? { ...step, began: -3600, seconds: -3500 } : step));
  const bars = stepBars({ ...BETTER, steps }, Date.parse('2026-11-21T00:00:00Z'));
  assert.deepEqual([bars[3]!.start, bars[3]!.length, bars[3]!.text], [0, 0, '0 s']);
  assert.ok(bars.every(({ start, length }) => start >= 0 && start + length <= 1));
});

test('the crumb says when and how long', () => {
  const now = Date.parse('2026-11-20T08:58:43Z');
  assert.equal(whenText(BETTER, { now, timeZone: 'UTC' }), 'finished 20 Nov 2026, 08:59, in 1 min 12 s');
  assert.equal(whenText(livePage(), { now, timeZone: 'UTC' }), 'running since 20 Nov 2026, 08:58, for 43 s');
  assert.equal(whenText(RUN_STATES.failed(), { now, timeZone: 'UTC' }), 'failed 20 Nov 2026, 08:58, after 21 s');
  assert.equal(short('sha256:9b1f4c07'), '9b1f');
});

test('days and names are told in few words', () => {
  assert.equal(days('2001-06-08T00:00:00Z', '2001-06-30T23:00:00Z'), '8 to 30 Jun 2001');
  assert.equal(days('2000-12-30T00:00:00Z', '2001-01-02T00:00:00Z'), '30 Dec 2000 to 2 Jan 2001');
  assert.equal(listed(['a']), 'a');
  assert.equal(listed(['a', 'b', 'c']), 'a, b and c');
  assert.equal(listed(['a', 'b', 'c', 'd', 'e']), 'a, b and 3 others');
});

test('artifacts stand by step, differences by kind', () => {
  assert.deepEqual(
    artifactGroups(BETTER.artifacts, '').map(({ name, members }) => [name, members.length]),
    [
      ['', 2],
      ['evaluation', 1],
    ],
  );
  assert.deepEqual(
    artifactGroups(BETTER.artifacts, 'ONNX')[0]!.members.map(({ path }) => path),
    ['model.onnx'],
  );
  assert.deepEqual(
    differenceGroups(BETTER.against!.differences).map(({ name, members }) => [name, members.length]),
    [
      ['Parameters', 1],
      ['Features', 1],
      ['Data', 1],
      ['Environment', 1],
    ],
  );
});
