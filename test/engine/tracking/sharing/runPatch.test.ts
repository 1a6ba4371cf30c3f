import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  applied,
  changesBetween,
  patched,
  type RunPatch,
  readPatch,
  stateHash,
  stateOf,
  writePatch,
} from '../../../../engine/src/tracking/sharing/runPatch.ts';

const ID = '0123456789abcdef0123456789abcdef';

const patch = (at: number, set: Readonly<Record<string, string | null>>): RunPatch => ({
  at,
  by: 'Ada',
  set: new Map(Object.entries(set)),
});

test('of each key the last patch counts, in whatever order they came', () => {
  const patches: readonly (readonly [string, RunPatch])[] = [
    ['a', patch(1, { [`${ID} tag:x`]: '1', [`${ID} tag:y`]: '1' })],
    ['b', patch(3, { [`${ID} tag:x`]: null })],
    ['c', patch(2, { [`${ID} tag:x`]: '2', [`${ID} deleted`]: 'yes' })],
    ['d', patch(3, { [`${ID} tag:y`]: '3' })],
  ];
  const first = stateOf([{ id: ID, name: 'tidal', tags: {} }]);
  const wanted = { [`${ID} name`]: 'tidal', [`${ID} tag:y`]: '3', [`${ID} deleted`]: 'yes' };
  fc.assert(
    fc.property(fc.shuffledSubarray([...patches], { minLength: 4 }), (shuffled) => {
      const after = patched(first, new Map(shuffled));
      assert.deepEqual(Object.fromEntries([...after].sort()), Object.fromEntries(Object.entries(wanted).sort()));
    }),
  );
});

test('the difference of two states leads from one to the other', () => {
  const states = fc
    .dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('1', '2'))
    .map((one) => new Map(Object.entries(one)));
  fc.assert(
    fc.property(states, states, (from, to) => {
      assert.equal(stateHash(applied(from, changesBetween(from, to))), stateHash(to));
    }),
  );
});

test('a patch comes back as it was; what is none has no effect', () => {
  const one = patch(5, { [`${ID} tag:a b`]: 'ä', [`${ID} name`]: 'x' });
  assert.deepEqual(readPatch(writePatch(one)), one);
  for (const bad of [
    '',
    '{}',
    'null',
    '{"run_patch":2,"at":1,"by":"x","set":{}}',
    '{"run_patch":1,"at":1,"by":"x","set":{"x":"y"}}',
  ])
    assert.equal(readPatch(bad), undefined);
});

test('what says something of one clone alone is not shared', () => {
  const tags = { 'modelyard.origin': 'Ada', 'modelyard.queued': '3', note: 'x' };
  assert.deepEqual([...stateOf([{ id: ID, name: 'n', tags }]).keys()], [`${ID} name`, `${ID} tag:note`]);
});
