import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kindText, valuesOf, wrongValue } from '../../client/src/runs/paramInput.ts';
import { runsOf, runsText } from '../../client/src/runs/runsOf.ts';
import type { RerunParam } from '../../server/src/views/runs.ts';

const PARAM: RerunParam = {
  name: 'rounds',
  type: 'integer',
  value: '4',
  min: 1,
  max: 99,
  choices: null,
  description: null,
};

test('a value that does not fit its param is told before the run starts', () => {
  const cases: readonly (readonly [Partial<RerunParam>, text: string, wrong: string | undefined])[] = [
    [{}, '40', undefined],
    [{}, '4.5', 'It is a whole number.'],
    [{}, '100', 'It is 1 to 99.'],
    [{}, '', 'It is a number.'],
    [{}, ' ', 'It is a number.'],
    [{ type: 'float', min: null }, '-1e-3', undefined],
    [{ type: 'float', min: null, max: 1 }, '2', 'It is at most 1.'],
    [{ type: 'float', max: null }, 'NaN', 'It is a number.'],
    [{ type: 'float', max: null }, '0', 'It is at least 1.'],
    [{ type: 'boolean', min: null, max: null }, 'yes', 'It is true or false.'],
    [{ type: 'string', min: null, max: null }, '', undefined],
    [{ type: 'string', choices: ['fast', 'exact'] }, 'slow', 'It is one of fast, exact.'],
  ];
  for (const [part, text, wrong] of cases) assert.equal(wrongValue({ ...PARAM, ...part }, text), wrong, text);
});

test('a param says what may be typed', () => {
  assert.equal(kindText(PARAM), 'integer, 1 to 99');
  assert.equal(kindText({ ...PARAM, min: null, max: null }), 'integer');
  assert.equal(kindText({ ...PARAM, choices: ['1', '2'] }), '1, 2');
  assert.deepEqual(valuesOf({ ...PARAM, type: 'boolean' }), ['true', 'false']);
  assert.equal(valuesOf(PARAM), undefined);
});

test('a command is about all runs that are selected, else about the one', () => {
  assert.deepEqual(runsOf({ run: 'a', runs: ['a', 'b'] }), ['a', 'b']);
  assert.deepEqual(runsOf({ run: 'a', runs: [] }), ['a']);
  assert.deepEqual(runsOf({}), []);
  assert.equal(runsText(['9b1f77']), 'run 9b1f');
  assert.equal(runsText(['a', 'b']), '2 runs');
});
