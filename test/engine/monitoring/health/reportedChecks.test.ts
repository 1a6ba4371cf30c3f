import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anomalyCheck } from '../../../../engine/src/monitoring/health/anomalyCheck.ts';
import { unitsCheck } from '../../../../engine/src/monitoring/health/unitsCheck.ts';

const UNUSUAL = { share: 0.034, expected: 0.0099, looked: 50_000, columns: [], rows: [] };

test('the share of unusual rows, and what it was told from', () => {
  const found = anomalyCheck(UNUSUAL, 400_000, 0.03);
  assert.deepEqual([found.status, found.value, found.max, found.rows], ['failed', 0.034, 0.03, 400_000]);
  assert.equal(
    found.said,
    '3.4% of 50,000 rows, spread evenly over 400,000, look like nothing in the reference, of its own rows 1%',
  );
  const whole = anomalyCheck({ ...UNUSUAL, looked: 900 }, 900, 0.05);
  assert.deepEqual(
    [whole.status, whole.said],
    ['passed', '3.4% of 900 rows look like nothing in the reference, of its own rows 1%'],
  );
  assert.equal(anomalyCheck(null, 10, 0.05).status, 'unknown');
});

test('inputs in another unit, and no other change', () => {
  const column = (name: string, artefact: 'unit' | 'calendar' | null) =>
    ({ column: name, role: 'input', kind: 'number', artefact, changed: 'kilometres for miles' }) as const;
  const found = unitsCheck([column('a', 'unit'), column('b', 'calendar'), column('c', null), column('d', 'unit')]);
  assert.deepEqual([found.status, found.value, found.about], ['failed', 2, ['a', 'd']]);
  assert.equal(found.said, '`a`: kilometres for miles; so of `d`');
  assert.equal(unitsCheck([column('b', 'calendar')]).status, 'passed');
  assert.equal(unitsCheck([]).status, 'unknown');
});
