import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DRIFT_KIND } from '../../../client/src/panels/driftPanel.ts';
import { readMessage } from '../../../client/src/panels/readMessage.ts';

const ROOT = 'file:///p';
const FILES = { root: ROOT, reference: '/data/january.csv', current: '/data/may.csv' };

test('a subject that was kept is read; what is none is no panel', () => {
  const monitor = { root: ROOT, monitor: 'flight-delay' };
  assert.deepEqual(DRIFT_KIND.read(monitor), monitor);
  assert.deepEqual(DRIFT_KIND.read({ ...monitor, check: 'c1', more: 1 }), { ...monitor, check: 'c1' });
  assert.deepEqual(DRIFT_KIND.read(FILES), FILES);
  for (const wrong of [undefined, null, 'x', {}, { monitor: 'a' }, { root: ROOT, reference: '/a' }])
    assert.equal(DRIFT_KIND.read(wrong), undefined);
});

test('checks of a monitor share a panel, each pair of files has its own', () => {
  const key = (subject: Parameters<typeof DRIFT_KIND.keyOf>[0]) => DRIFT_KIND.keyOf(subject);
  assert.equal(key({ root: ROOT, monitor: 'a' }), key({ root: ROOT, monitor: 'a', check: 'c1' }));
  assert.notEqual(key(FILES), key({ ...FILES, reference: FILES.current, current: FILES.reference }));
});

test('a panel is titled by its monitor or its files, without their folders', () => {
  assert.equal(DRIFT_KIND.titleOf({ root: ROOT, monitor: 'flight-delay' }), 'Drift: flight-delay');
  assert.equal(DRIFT_KIND.titleOf(FILES), 'Drift: january.csv and may.csv');
});

test('the page may check and mute, and promote nothing', () => {
  const command = (name: string) => readMessage({ kind: 'command', command: name, argument: {} }, DRIFT_KIND);
  assert.equal(command('modelyard.checkMonitor')?.kind, 'command');
  assert.equal(command('compareFiles')?.kind, 'page');
  assert.equal(command('modelyard.promoteVersion'), undefined);
});
