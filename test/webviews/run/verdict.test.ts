import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunPage } from '../../../engine/src/operations/runs/page/runPage.ts';
import { actionsOf } from '../../../webviews/run/model/actions.ts';
import { tabsOf } from '../../../webviews/run/model/tabs.ts';
import { plainText } from '../../../webviews/run/model/text.ts';
import { verdictOf } from '../../../webviews/run/model/verdict.ts';
import { RUN_STATES, type RunState } from '../../kit/webviews/runStates.ts';

const told = (name: RunState) => {
  const { tone, title, lines } = verdictOf(RUN_STATES[name]());
  return [tone, title, ...lines.map(plainText)];
};

test('better, worse and no different than production', () => {
  assert.deepEqual(told('binary'), [
    'better',
    'roc_auc 0.713, better than production by 0.008',
    'Measured on 373,764 rows of 8 to 30 Jun 2001. Four of five metrics are better than production v7; ' +
      'expected_cost is no different. Registered as flight-delay v8.',
  ]);
  assert.deepEqual(told('worse').slice(0, 2), ['worse', 'roc_auc 0.690, worse than production by 0.015']);
  assert.match(
    told('worse')[2]!,
    /Three of five metrics are better than production v7; roc_auc is worse; expected_cost is no different/,
  );
  assert.deepEqual(told('same').slice(0, 2), ['plain', 'roc_auc 0.706, no different from production beyond noise']);
});

test('without production there is nothing to be better than', () => {
  assert.deepEqual(told('noProduction'), [
    'plain',
    'roc_auc 0.713',
    'Measured on 373,764 rows of 8 to 30 Jun 2001. No version is in production to hold it against. ' +
      'Registered as flight-delay v8.',
  ]);
});

test('production measured on other rows is said', () => {
  assert.match(told('otherRows')[2]!, /It was measured on other rows\./);
  assert.equal(told('noVerdict')[1], 'roc_auc 0.715, production v7 has 0.705');
  assert.match(
    told('noVerdict')[2]!,
    /No verdict against production v7: intervals or a direction of better are missing\./,
  );
});

test('a run that was not evaluated says the next step', () => {
  assert.deepEqual(told('unevaluated'), [
    'plain',
    'Finished in 1 min 12 s, not evaluated',
    'Add a step model/evaluate to flight-delay.pipeline.yaml to know how good it is.',
  ]);
  assert.deepEqual(told('ownScript').slice(1), ['accuracy 0.912', 'Logged by fit, without an interval: no verdict.']);
});

test('a metric that is undefined says why', () => {
  assert.deepEqual(told('nan').slice(1), [
    'roc_auc NaN',
    'Measured on 373,764 rows of 8 to 30 Jun 2001. All rows are of one class. Registered as flight-delay v8.',
  ]);
});

test('many metrics are counted, not listed', () => {
  assert.match(told('manyMetrics')[2]!, /One of 50 metrics is better than production v7; 49 are no different\./);
});

test('a failure is its cause, then what to do', () => {
  assert.deepEqual(told('failed'), [
    'failed',
    'train stopped: the machine had 1.1 GB left, 2.4 GB were needed',
    '1,300,000 rows would fit.',
  ]);
  assert.deepEqual(told('failedWithoutStep'), ['failed', 'The project has no data', 'flights.parquet is missing']);
});

test('what was stopped says what is kept', () => {
  assert.deepEqual(told('cancelled'), ['stopped', 'Cancelled in train', 'Two of five steps are kept.']);
  assert.deepEqual(told('interrupted'), [
    'stopped',
    'Interrupted in train',
    'Its process ended before it did. Two of five steps are kept.',
  ]);
});

test('a live run says how far it is, until it is evaluated', () => {
  assert.deepEqual(told('live'), [
    'live',
    'train 63%, 27 s left',
    'Round 187.',
    'Two of five steps are done. The verdict comes with evaluate.',
  ]);
  assert.deepEqual(told('queued').slice(0, 2), ['live', 'Waits for its turn']);
  assert.equal(told('registering')[1], 'roc_auc 0.713, better than production by 0.008');
  assert.equal(told('registering').at(-1), 'register is running.');
});

test('no state leaves a gap in its words', () => {
  for (const name of Object.keys(RUN_STATES) as RunState[]) {
    const words = told(name).join(' ');
    assert.doesNotMatch(words, /undefined|null|NaN than| {2}|\.\./, name);
  }
});

test('of a run of another tool it is said what that tool wrote down, and that nothing is changed', () => {
  assert.deepEqual(told('ofMlflow'), [
    'plain',
    'accuracy 0.912',
    'Logged without an interval: no verdict. MLflow server https://mlflow.example.com keeps it; nothing of it is changed.',
  ]);
  assert.deepEqual(told('failedInMlflow'), [
    'failed',
    'Failed after 1 min 12 s',
    'It failed; the tool that ran it keeps no word of why.',
    'MLflow folder old/mlruns keeps it; nothing of it is changed.',
  ]);
  const at = (given: Partial<RunPage>) => verdictOf({ ...RUN_STATES.ofMlflow(), ...given }).title;
  assert.equal(at({ status: 'running', metrics: [] }), 'Running');
  assert.equal(at({ status: 'interrupted', seconds: null }), 'Interrupted, accuracy 0.912');
  assert.equal(at({ metrics: [] }), 'Finished in 1 min 12 s, no metric');
});

test('every run of the project can be compared', () => {
  for (const name of ['binary', 'failed', 'live'] as const)
    assert.ok(
      actionsOf(RUN_STATES[name]()).some(({ id }) => id === 'compare'),
      name,
    );
});

test('with a run of another tool nothing is done, and no log of it is offered', () => {
  const page = RUN_STATES.ofMlflow();
  assert.deepEqual(actionsOf({ ...page, status: 'running' }), []);
  assert.deepEqual(
    tabsOf(page).map(({ id }) => id),
    ['results', 'artifacts'],
  );
});
