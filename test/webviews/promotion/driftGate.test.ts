import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GateRule } from '../../../engine/src/ports/gate.ts';
import { gateRows } from '../../../webviews/promotion/model/gateRows.ts';
import { atFirst, heard } from '../../../webviews/promotion/model/judging.ts';
import { judged } from '../../kit/webviews/promotionGates.ts';
import { mockPage } from '../../kit/webviews/promotionPages.ts';

const RULE: GateRule = { kind: 'drift', name: 'inputs as learned', share: 0.3 };
const CHECK = { kind: 'check', what: 'check 3f2a of flight-delay', monitor: 'flight-delay', check: '3f2a' } as const;

const rowOf = (...more: Parameters<typeof judged> extends [GateRule, ...infer R] ? R : never) => {
  const gate = judged(RULE, ...more);
  const judging = heard(atFirst(null), { kind: 'gate', gate });
  return gateRows(mockPage([gate]), judging).find(({ name }) => name === RULE.name);
};

test('a gate on drift shows its share against the limit, and leads to the report of the check', () => {
  const row = rowOf(
    { name: 'drift', value: 0.375, unit: 'share', max: 0.3 },
    { status: 'failed', code: 'inputs-drifted', reason: '3 of 8 inputs had drifted', evidence: [CHECK] },
  );
  assert.deepEqual([row?.figure.value, row?.figure.limit], ['38%', '≤ 30%']);
  const report = { kind: 'report', monitor: 'flight-delay', check: '3f2a' };
  assert.deepEqual(row?.evidence, [{ text: CHECK.what, does: report }]);
  assert.deepEqual(row?.action, { text: 'Open report', does: report });
});

test('one without a check says how to make one', () => {
  const next = 'Make one: `modelyard monitor run flight-delay --model flight-delay:8`.';
  const row = rowOf(undefined, {
    status: 'unknown',
    code: 'no-check',
    reason: 'No check is recorded',
    next,
    evidence: [],
  });
  assert.deepEqual([row?.status, row?.figure.value, row?.next, row?.action], ['unknown', 'not known', next, null]);
});
