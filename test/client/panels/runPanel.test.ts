import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RUN_KIND } from '../../../client/src/panels/runPanel.ts';
import { binaryPage, longNamesPage, RUN } from '../../kit/webviews/samplePages.ts';

test('what was kept of a panel is read again', () => {
  const subject = { root: 'file:///p', run: RUN, step: 'train' };
  assert.deepEqual(RUN_KIND.read({ ...subject, more: 1 }), subject);
  assert.deepEqual(RUN_KIND.read({ root: 'file:///p', run: RUN }), { root: 'file:///p', run: RUN });
  for (const kept of [undefined, null, 7, [], {}, { root: 'a' }, { root: 1, run: 'a' }])
    assert.equal(RUN_KIND.read(kept), undefined);
});

test('steps of a run share its panel', () => {
  const subject = { root: 'file:///p', run: RUN };
  assert.equal(RUN_KIND.keyOf({ ...subject, step: 'train' }), RUN_KIND.keyOf(subject));
  assert.notEqual(RUN_KIND.keyOf({ ...subject, root: 'file:///q' }), RUN_KIND.keyOf(subject));
});

test('the title names the experiment once it is known', () => {
  assert.equal(RUN_KIND.titleOf({ root: 'file:///p', run: RUN }), 'Run 9b1f');
  const title = (value: unknown) => RUN_KIND.titleFrom?.('runPage', { kind: 'told', value });
  assert.equal(title(binaryPage()), 'flight-delay 9b1f');
  assert.equal(title(longNamesPage())?.length, 45);
  assert.equal(RUN_KIND.titleFrom?.('runPage', { kind: 'refused', reason: 'a', message: 'b' }), undefined);
});

test('the page of a server’s run is not asked again for what changes here', () => {
  const told = (source: unknown) => ({ kind: 'told', value: { source } }) as const;
  const isAway = (value: unknown) => RUN_KIND.isAway?.('runPage', told(value));
  assert.deepEqual([isAway(null), isAway({ kind: 'mlruns' }), isAway({ kind: 'mlflow-server' })], [false, false, true]);
  assert.equal(RUN_KIND.isAway?.('series', told({ kind: 'mlflow-server' })), false);
});
