import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runLook, runTooltip } from '../../../client/src/views/rows/runItem.ts';
import type { RunPage } from '../../../engine/src/operations/runs/page/runPage.ts';
import type { RunRow } from '../../../server/src/views/runs.ts';
import { against, LONG, liveRun, metricRow, NOW, runRow } from './samples.ts';

const OPTIONS = { id: '9b1f', experiment: 'flight-delay', now: NOW };

function look(given: Partial<RunRow> = {}) {
  return runLook(runRow(given), OPTIONS);
}

test('a finished run shows its one figure first, then how it stands and what it became', () => {
  const { label, description } = look({
    metric: metricRow({ against: against(0.0081, 'better') }),
    models: [{ name: 'flight-delay', version: 8, aliases: [] }],
  });
  assert.deepEqual([label, description], ['9b1f', '0.713 ↑ 0.008, v8']);
});

test('a difference says by its sign how sure it is', () => {
  const cases = [
    [against(0.0081, 'better'), '0.713 ↑ 0.008'],
    [against(-0.0081, 'worse'), '0.713 ↓ 0.008'],
    [against(0.001, 'same'), '0.713 ≈ +0.001'],
    [against(-0.001, null), '0.713 −0.001'],
    [against(0.00001, 'same'), '0.713 ≈ +1.0e−5'],
    [{ ...against(0, 'same')!, difference: 'NaN' }, '0.713'],
    [null, '0.713'],
  ] as const;
  for (const [beside, expected] of cases)
    assert.equal(look({ metric: metricRow({ against: beside }) }).description, expected);
});

test('figures that are none are told as they are', () => {
  const value = (given: RunRow['metric']) => look({ metric: given }).description;
  const bare = { name: 'loss', better: null, against: null } as const;
  assert.equal(value({ ...bare, value: 'NaN' }), 'NaN');
  assert.equal(value({ ...bare, value: 'Infinity' }), '∞');
  assert.equal(value({ ...bare, value: '-Infinity' }), '−∞');
  assert.equal(value({ ...bare, value: -0.5 }), '−0.5');
  assert.equal(value(null), '48.6 s');
  assert.equal(look({ metric: null, seconds: null }).description, 'no metric');
});

test('a star is seen and heard', () => {
  const starred = look({ tags: { 'modelyard.starred': 'true' } });
  assert.match(starred.description ?? '', /, ★$/);
  assert.match(starred.aria, /, starred\. Started /);
  assert.doesNotMatch(look({ tags: { 'modelyard.starred': 'no' } }).description ?? '', /★/);
});

test('each state has its icon, its words and its menu', () => {
  const states = [
    [{}, 'pass', '0.713', 'run.finished'],
    [
      { status: 'failed', failure: '1 class only', failedStep: 'evaluate' },
      'error',
      'evaluate failed: 1 class only',
      'run.failed',
    ],
    [
      {
        status: 'failed',
        failure: 'The program of step `bad` ended with exit code 1. Its last words: 1 class only',
        failedStep: 'bad',
      },
      'error',
      'bad failed: 1 class only',
      'run.failed',
    ],
    [{ status: 'failed' }, 'error', 'failed after 48.6 s', 'run.failed'],
    [{ status: 'cancelled' }, 'circle-slash', 'cancelled after 48.6 s', 'run.cancelled'],
    [{ status: 'interrupted', seconds: null }, 'warning', 'interrupted', 'run.interrupted'],
    [{ status: 'running', live: liveRun() }, 'sync~spin', 'train 63%, 27 s left', 'run.running'],
    [{ status: 'running', live: liveRun({ isQueued: true }) }, 'clock', 'waits for its turn', 'run.queued'],
    [{ status: 'running' }, 'sync~spin', 'running', 'run.running'],
  ] as const;
  for (const [given, icon, description, context] of states) {
    const made = look(given);
    assert.deepEqual([made.icon?.id, made.description, made.context], [icon, description, context]);
    assert.match(made.aria, /^Run 9b1f of flight-delay: .+\. Started 21 Nov \d\d:00\.$/);
  }
});

test('a run at work tells what it knows of its step', () => {
  const text = (given: Parameters<typeof liveRun>[0]) => look({ status: 'running', live: liveRun(given) }).description;
  assert.equal(text({ secondsLeft: null }), 'train 63%');
  assert.equal(text({ fraction: null }), 'train, round 187, 27 s left');
  assert.equal(text({ fraction: null, message: null, secondsLeft: null }), 'train');
  assert.equal(text({ step: null }), '3 of 6 steps');
  assert.equal(text({ fraction: 0.99999 }), 'train 99%, 27 s left');
});

test('ears hear a sentence', () => {
  const { aria } = look({
    metric: metricRow({ against: against(0.0081, 'better') }),
    models: [{ name: 'flight-delay', version: 8, aliases: ['staging'] }],
  });
  assert.match(
    aria,
    /^Run 9b1f of flight-delay: finished, roc_auc 0\.713, better by 0\.008 than production, v7, registered as flight-delay version 8, staging\. /,
  );
});

test('the tooltip names metrics with intervals, commit, data, parameters and times, and no sign of a name is Markdown', () => {
  const page = {
    metrics: [metricRow(), metricRow({ name: '<b>|*', value: 2, low: 1, high: 3, better: 'lower' })],
    params: [
      { name: 'rounds', value: '300', was: '200', place: null },
      { name: 'seed', value: '7', was: null, place: null },
    ],
    data: [{ dataset: 'flights', version: 'a81c0000', context: null, rows: 3_000_000, isCurrent: false, place: null }],
  } as unknown as RunPage;
  const text = runTooltip(runRow({ tags: { note: 'wider\ntrees' }, dirty: true }), OPTIONS, page);
  for (const part of [
    'roc\\_auc ↑ | 0\\.713 \\[0\\.710, 0\\.716\\]',
    '\\<b\\>\\|\\* ↓',
    '| parameters | 2, 1 changed |',
    '| data | flights `a81c`, 3,000,000 rows, other data now |',
    '| commit | `7d02e1a` on main, with changes |',
    '21 Nov 2026, 10:00:00 UTC',
    '| note | wider trees |',
  ])
    assert.ok(text.includes(part), `${part}\nin\n${text}`);
});

test('long names and long failures stay in bounds', () => {
  const made = runLook(runRow({ status: 'failed', failure: `train failed: ${LONG}\n${LONG}`, branch: LONG }), {
    ...OPTIONS,
    experiment: LONG,
  });
  assert.ok(made.description!.length <= 120, made.description);
  assert.ok(made.description!.endsWith('…'));
  assert.ok(made.tooltip.length < 2000);
});

test('the tooltip of a run that was pulled says who pushed it', () => {
  assert.match(runTooltip(runRow({ origin: 'Ada *Lovelace*' }), OPTIONS), /pushed by \| Ada \\\*Lovelace/);
  assert.doesNotMatch(runTooltip(runRow({}), OPTIONS), /pushed by/);
});
