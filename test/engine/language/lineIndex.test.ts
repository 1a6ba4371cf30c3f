import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { editBetween } from '../../../engine/src/language/edit.ts';
import { lineIndex } from '../../../engine/src/language/lineIndex.ts';

test('lines end as in LSP, and characters are UTF-16 units', () => {
  const index = lineIndex('a😀\r\nb\rc\n');
  assert.equal(index.lineCount, 4);
  assert.deepEqual(index.position(3), { line: 0, character: 3 });
  assert.deepEqual(index.position(7), { line: 2, character: 0 });
  assert.deepEqual(
    [0, 1, 2, 3].map((line) => index.line(line)),
    ['a😀', 'b', 'c', ''],
  );
  assert.equal(index.offset({ line: 0, character: 99 }), 3, 'beyond the line is its end');
  assert.equal(index.offset({ line: 99, character: 0 }), 9);
});

test('property: an offset becomes a position and comes back', () => {
  const texts = fc.array(fc.constantFrom('a', '😀', '\n', '\r\n', '\r')).map((parts) => parts.join(''));
  fc.assert(
    fc.property(texts, fc.nat(), (text, seed) => {
      const index = lineIndex(text);
      const offset = seed % (text.length + 1);
      const insideBreak = text[offset - 1] === '\r' && text[offset] === '\n';
      const back = index.offset(index.position(offset));
      assert.equal(back, insideBreak ? offset - 1 : offset);
    }),
  );
});

test('property: an index made from the one before an edit is that of the new text', () => {
  const texts = fc.array(fc.constantFrom('a', 'bc', '\n', '\r\n', '\r')).map((parts) => parts.join(''));
  fc.assert(
    fc.property(texts, texts, texts, texts, (start, from, to, end) => {
      const [before, after] = [start + from + end, start + to + end];
      const edit = editBetween(before, after);
      assert.equal(
        before.slice(0, edit.start) + after.slice(edit.start, edit.newEnd) + before.slice(edit.oldEnd),
        after,
      );
      const edited = lineIndex(after, { index: lineIndex(before), edit });
      const anew = lineIndex(after);
      assert.equal(edited.lineCount, anew.lineCount);
      for (let line = 0; line < anew.lineCount; line++) assert.equal(edited.line(line), anew.line(line));
    }),
  );
});

test('the edit between long texts is what is between their ends', () => {
  const [start, end] = ['x'.repeat(10_000), 'y'.repeat(9_000)];
  assert.deepEqual(editBetween(`${start}ab${end}`, `${start}c${end}`), {
    start: 10_000,
    oldEnd: 10_002,
    newEnd: 10_001,
  });
  assert.deepEqual(editBetween(start, `${start}x`), { start: 10_000, oldEnd: 10_000, newEnd: 10_001 });
});
