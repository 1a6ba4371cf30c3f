import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cutText, keyProblem } from '../../../engine/src/tracking/limits.ts';

test('keys are letters, digits and single slashes between them', () => {
  for (const key of ['a', 'system/cpu', 'mlflow.note.content', 'val loss', 'a-b:c_d', 'größe', '.a', 'x'.repeat(250)])
    assert.equal(keyProblem(key), undefined, key);
  for (const key of ['', '..', '../x', 'a//b', '/a', 'a/', 'a/../b', './a', '.'])
    assert.equal(keyProblem(key)?.kind, 'path', key);
  for (const key of ['a$', 'a\nb', 'a"', 'a\\b', 'a\u0000'])
    assert.deepEqual(keyProblem(key), { kind: 'characters' }, key);
  assert.deepEqual(keyProblem('x'.repeat(251)), { kind: 'length' });
  assert.deepEqual(keyProblem('a/../b'), { kind: 'path', resolved: 'b' });
});

test('a text is cut between characters', () => {
  assert.equal(cutText('abc', 3), 'abc');
  assert.equal(cutText('abcd', 3), 'abc');
  assert.equal(cutText('ab😀', 3), 'ab');
  assert.equal(cutText('a😀b', 3), 'a😀');
});
