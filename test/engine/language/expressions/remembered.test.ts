import assert from 'node:assert/strict';
import { test } from 'node:test';
import { remembered } from '../../../../engine/src/language/expressions/remembered.ts';

test('what was made of a text is remembered until enough others came', () => {
  const made: string[] = [];
  const make = remembered(2, (text) => {
    made.push(text);
    return { text };
  });
  assert.equal(make('a'), make('a'));
  for (const text of ['b', 'c', 'a', 'd', 'a']) assert.deepEqual(make(text), { text });
  assert.deepEqual(made, ['a', 'b', 'c', 'd'], 'what is used stays');
  for (const text of ['e', 'f', 'g', 'h', 'a']) make(text);
  assert.equal(made.at(-1), 'a', 'what is not used goes');
});
