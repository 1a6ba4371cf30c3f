import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFinished, readGate, readJudged } from '../../../client/src/promotion/readTold.ts';
import { mockGates } from '../../kit/webviews/promotionGates.ts';
import { reportOf } from '../../kit/webviews/promotionPages.ts';

test('what the command line tells of gates is read as it is', () => {
  const report = reportOf(mockGates(), null);
  for (const gate of report.gates) assert.deepEqual(readGate({ ...gate }), gate);
  assert.deepEqual(readFinished({ ...report }), { allowed: false, champion: 7, policies: [], approvals: null });
  assert.deepEqual(readJudged(JSON.parse(JSON.stringify(report)))?.gates.length, report.gates.length);
});

test('what it does not tell is no gate, and a report that was kept in another form is none', () => {
  const [gate] = mockGates();
  for (const odd of [{}, { ...gate, status: 'fine' }, { ...gate, figures: null }, { ...gate, rule: 'size' }])
    assert.throws(() => readGate(odd), /did not say a gate/);
  assert.throws(() => readFinished({ allowed: 'yes' }), /did not say how gates ended/);
  for (const odd of [undefined, null, 7, [], {}, { ...reportOf([], null), gates: [{}] }, { at: 1, gates: [] }])
    assert.equal(readJudged(odd), undefined);
});
