import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { nearest } from '../../../engine/src/language/nearest.ts';

test('a slip of the pen finds the name that was meant', () => {
  assert.equal(nearest('dealy', ['date', 'delay', 'distance']), 'delay');
  assert.equal(nearest('Origin', ['origins', 'origin']), 'origin');
  assert.equal(nearest('carrier', ['date', 'delay']), undefined);
  assert.equal(nearest('ab', ['ba', 'abc']), 'ba');
});

test('it is the first of those with the fewest edits, at most a third of the letters', () => {
  const word = fc.stringMatching(/^[abcAB_]{0,9}$/);
  fc.assert(
    fc.property(word, fc.array(word, { maxLength: 8 }), (name, candidates) => {
      const limit = Math.max(1, Math.floor(name.length / 3));
      const edits = candidates.map((candidate) => distance(name.toLowerCase(), candidate.toLowerCase()));
      const least = Math.min(...edits, limit + 1);
      assert.equal(nearest(name, candidates), least > limit ? undefined : candidates[edits.indexOf(least)]);
    }),
    { numRuns: 2000, seed: 3 },
  );
});

/** Optimal string alignment by its recurrence. */
function distance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const rows = [...Array(a.length + 1)].map((_, i) =>
    [...Array(b.length + 1)].map((_, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  for (let i = 1; i <= a.length; i += 1)
    for (let j = 1; j <= b.length; j += 1) {
      const swapped =
        a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? rows[i - 2]![j - 2]! + 1 : Number.POSITIVE_INFINITY;
      const replaced = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      rows[i]![j] = Math.min(rows[i - 1]![j]! + 1, rows[i]![j - 1]! + 1, replaced, i > 1 && j > 1 ? swapped : replaced);
    }
  return rows[a.length]![b.length]!;
}
