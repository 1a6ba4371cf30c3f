import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BegunRuns } from '../../client/src/runs/begunRuns.ts';
import { endText, isTold } from '../../client/src/runs/endText.ts';
import { linksIn } from '../../client/src/runs/linksIn.ts';
import { fractionOf, statusLabel, statusText, statusTooltip } from '../../client/src/runs/liveText.ts';
import { outputBeside, versionItem, versionsInOrder } from '../../client/src/runs/predicting.ts';
import { progressText } from '../../engine/src/language/progressText.ts';
import type { LiveRun, MetricRow } from '../../engine/src/operations/runs/page/runPage.ts';
import type { VersionRow } from '../../server/src/views/models.ts';
import type { RunRow } from '../../server/src/views/runs.ts';

const LIVE: LiveRun = {
  run: '9b1f0c2a9b1f0c2a9b1f0c2a9b1f0c2a',
  pipeline: 'flight-delay',
  branch: 'main',
  startedAt: '2026-11-21T10:00:00.000Z',
  isQueued: false,
  step: 'train',
  fraction: 0.639,
  message: 'round 187',
  secondsLeft: 26.6,
  steps: { done: 2, all: 5 },
};
const WAITS: LiveRun = { ...LIVE, run: 'aa'.repeat(16), isQueued: true, step: null, fraction: null, secondsLeft: null };

test('the status bar says step, share and time left of the run that began first', () => {
  assert.equal(statusText([]), '');
  assert.equal(statusText([LIVE]), '$(sync~spin) flight-delay: train 63%, 27 s left');
  const later = { ...LIVE, pipeline: 'churn', startedAt: '2026-11-21T10:05:00.000Z' };
  assert.equal(statusText([WAITS, later, LIVE]), '$(sync~spin) 3 runs: flight-delay: train 63%, 27 s left');
  assert.equal(statusText([WAITS]), '$(history) flight-delay: waits for its turn');
});

test('what is not known of a run is not said', () => {
  assert.equal(progressText({ ...LIVE, secondsLeft: null }), 'train 63%');
  assert.equal(progressText({ ...LIVE, fraction: null, secondsLeft: null }), `train, ${LIVE.message}`);
  assert.equal(progressText({ ...LIVE, fraction: null, message: null, secondsLeft: null }), 'train');
  assert.equal(
    progressText({ ...LIVE, step: null, fraction: null, secondsLeft: null }),
    `${LIVE.steps.done} of ${LIVE.steps.all} steps`,
  );
  assert.equal(progressText({ ...LIVE, secondsLeft: 0.2 }), 'train 63%, 1 s left');
  assert.equal(progressText({ ...LIVE, secondsLeft: 3725 }), 'train 63%, 1 h 02 min left');
});

test('the tooltip lists the runs as Markdown, and names from specs stay names', () => {
  const odd = { ...LIVE, pipeline: '[a](b)', branch: 'wip_*x*' };
  const [first, second] = statusTooltip([odd, WAITS]).split('\n');
  assert.equal(first, '- \\[a\\]\\(b\\) `9b1f0c2a` train 63%, 27 s left, 2 of 5 steps done, on wip\\_\\*x\\*');
  assert.match(second ?? '', /^- flight\\-delay `aaaaaaaa` waits for its turn/);
  assert.equal(
    statusLabel([LIVE, WAITS]),
    '2 runs of Modelyard. flight-delay: train 63%, 27 s left. flight-delay: waits for its turn',
  );
});

test('the bar of a notification grows by steps and by the share of the one at work', () => {
  assert.equal(fractionOf({ ...LIVE, fraction: 0.5 }), 0.5);
  assert.equal(fractionOf({ ...LIVE, steps: { done: 0, all: 0 } }), 0);
  assert.equal(fractionOf({ ...LIVE, steps: { done: 5, all: 5 }, fraction: 1 }), 1);
});

const METRIC: MetricRow = {
  name: 'roc_auc',
  value: 0.71321,
  low: 0.7102,
  high: 0.7163,
  better: 'higher',
  against: null,
};
const ROW: RunRow = {
  id: LIVE.run,
  source: null,
  name: 'flight-delay',
  status: 'finished',
  startedAt: LIVE.startedAt,
  seconds: 48.6,
  branch: 'main',
  commit: null,
  dirty: false,
  metric: METRIC,
  models: [{ name: 'flight-delay', version: 8, aliases: [] }],
  failure: null,
  failedStep: null,
  live: null,
  tags: {},
};

test('the end of a run is told in one sentence', () => {
  assert.equal(endText(ROW, 'flight-delay'), 'flight-delay finished: roc_auc 0.713, v8');
  assert.equal(endText({ ...ROW, metric: null, models: [] }, 'flight-delay'), 'flight-delay finished');
  const { low: _, high: __, ...alone } = METRIC;
  assert.equal(endText({ ...ROW, metric: { ...alone, value: 'NaN' } }, 'a'), 'a finished: roc_auc NaN, v8');
  const failed = { ...ROW, status: 'failed', failure: 'train stopped: no rows' } as const;
  assert.equal(endText(failed, 'flight-delay'), 'flight-delay failed: train stopped: no rows');
  assert.equal(endText({ ...ROW, status: 'cancelled' }, 'flight-delay'), 'flight-delay was cancelled');
});

test('the setting decides which ends are told', () => {
  const told = (wanted: 'all' | 'failures' | 'none') =>
    (['finished', 'failed', 'interrupted', 'cancelled', 'running'] as const).filter((status) => isTold(status, wanted));
  assert.deepEqual(told('all'), ['finished', 'failed', 'interrupted']);
  assert.deepEqual(told('failures'), ['failed', 'interrupted']);
  assert.deepEqual(told('none'), []);
});

test('runs and model versions in lines of ours are links', () => {
  const found = (line: string) =>
    linksIn(line).map(({ start, length, target }) => [line.slice(start, start + length), target.kind]);
  assert.deepEqual(found('run 9b1f0c2a of flight-delay'), [['9b1f0c2a', 'run']]);
  assert.deepEqual(found('finished in 4.1 s, model flight-delay:3; `modelyard runs show 9b1f0c2a`'), [
    ['flight-delay:3', 'version'],
    ['9b1f0c2a', 'run'],
  ]);
  assert.deepEqual(found('flight-delay 9b1f0c2a waits for flight-delay aaaabbbb (1 before it)'), [
    ['9b1f0c2a', 'run'],
    ['aaaabbbb', 'run'],
  ]);
  assert.deepEqual(found('run 9b1f0c2a goes on; `modelyard attach 9b1f0c2a` follows it'), [
    ['9b1f0c2a', 'run'],
    ['9b1f0c2a', 'run'],
  ]);
  assert.deepEqual(found('flight-delay v8 is production'), [['flight-delay v8', 'version']]);
  for (const none of [
    'commit 7d02e1ab',
    'specs/a.pipeline.yaml:5:9 error',
    'at 10:15 http://localhost:8080/x',
    'C:\\a:1',
    'file.py:12',
    'train | loss 12345678',
  ])
    assert.deepEqual(found(none), [], none);
});

test('answers lie beside the rows', () => {
  assert.equal(outputBeside('/p/data/flights.csv'), '/p/data/flights-predictions.parquet');
  assert.equal(outputBeside('/p/data/flights.csv.gz'), '/p/data/flights-predictions.parquet');
  assert.equal(outputBeside('/p/data/May 2001.parquet'), '/p/data/May 2001-predictions.parquet');
});

test('the version in production comes first, then the newest, each with what tells it from others', () => {
  const version = (number: number, aliases: readonly string[]) =>
    ({ version: number, aliases, metric: METRIC, created: '2026-11-20T10:00:00Z', isHere: true }) as VersionRow;
  const model = {
    source: null,
    name: 'm',
    card: null,
    versions: [version(1, []), version(3, []), version(2, ['production'])],
  };
  assert.deepEqual(
    versionsInOrder(model).map(({ version }) => version),
    [2, 3, 1],
  );
  const now = Date.parse('2026-11-20T10:01:00Z');
  assert.deepEqual(versionItem(version(2, ['production']), now), {
    label: 'v2',
    description: 'production, roc_auc 0.713, 1 min 0 s ago',
  });
});

test('a window knows its runs by the ids that it gave out', () => {
  const begun = new BegunRuns();
  const stale = begun.newId(0);
  const ids = [begun.newId(60_000), begun.newId(60_010)];
  assert.ok(ids.every((id) => /^[0-9a-f]{32}$/.test(id) && begun.has(id)));
  const taken = [begun.take(60_100), begun.take(60_100), begun.take(60_100)];
  assert.deepEqual(taken, [...ids, undefined]);
  assert.ok(!begun.has(stale), 'a task that never started');
  begun.forget(ids[0]!);
  assert.ok(!begun.has(ids[0]!));
});
