import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineDiff, linesOf, unifiedDiff } from '../../../engine/src/language/lineDiff.ts';
import { applyPatch } from '../../../engine/src/tracking/patch/applyPatch.ts';
import { parsePatch } from '../../../engine/src/tracking/patch/parsePatch.ts';

/** The same numbers every time. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

test('a difference holds both texts, and as few changed lines as there can be', () => {
  const next = random(7);
  const lines = (count: number) => Array.from({ length: count }, () => 'abc'[Math.floor(next() * 3)]!);
  for (let round = 0; round < 300; round += 1) {
    const [before, after] = [lines(Math.floor(next() * 9)), lines(Math.floor(next() * 9))];
    const told = lineDiff(before, after);
    const side = (left: 'added' | 'removed') => told.filter(({ kind }) => kind !== left).map(({ text }) => text);
    assert.deepEqual(side('added'), before);
    assert.deepEqual(side('removed'), after);
    const same = told.filter(({ kind }) => kind === 'same').length;
    assert.equal(same, longestCommon(before, after), `${before.join('')} ${after.join('')}`);
  }
});

test('what it writes can be applied, whatever ends the texts', () => {
  const next = random(11);
  for (let round = 0; round < 200; round += 1) {
    const text = () => {
      const lines = Array.from({ length: Math.floor(next() * 30) }, () => 'abcde'[Math.floor(next() * 5)]!);
      return lines.join('\n') + (next() < 0.5 ? '\n' : '');
    };
    const [before, after] = [text(), text()];
    const unified = unifiedDiff(before, after);
    const [file] = parsePatch(`diff --git a/x b/x\n--- a/x\n+++ b/x\n${unified.text}`);
    assert.equal(applyPatch(before, file!), after, JSON.stringify([before, after, unified.text]));
  }
});

test('hunks name lines as diff does', () => {
  const before = linesOf('1\n2\n3\n4\n5\n6\n7\n8\n9\n');
  const after = before.with(1, 'two\n').toSpliced(8, 1);
  assert.deepEqual(unifiedDiff(before.join(''), after.join('')), {
    added: 1,
    removed: 2,
    text: '@@ -1,9 +1,8 @@\n 1\n-2\n+two\n 3\n 4\n 5\n 6\n 7\n 8\n-9\n',
  });
  assert.equal(unifiedDiff('', 'a').text, '@@ -0,0 +1,1 @@\n+a\n\\ No newline at end of file\n');
  assert.deepEqual(unifiedDiff('a\n', 'a\n'), { added: 0, removed: 0, text: '' });
});

test('texts with nothing in common are told whole', () => {
  const many = (start: number) => Array.from({ length: 4000 }, (_, line) => `${start + line}`);
  const told = lineDiff(many(0), many(10_000));
  assert.equal(told.length, 8000);
  assert.equal(told[0]!.kind, 'removed');
});

function longestCommon(a: readonly string[], b: readonly string[]): number {
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = 1; i <= a.length; i += 1)
    for (let j = 1; j <= b.length; j += 1)
      table[i]![j] = a[i - 1] === b[j - 1] ? table[i - 1]![j - 1]! + 1 : Math.max(table[i - 1]![j]!, table[i]![j - 1]!);
  return table[a.length]![b.length]!;
}
