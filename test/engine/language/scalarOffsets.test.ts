import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Document } from 'yaml';
import { parseTree } from '../../../engine/src/language/tree.ts';

/** For each visible character of the scalar under `a` the character of the file it is mapped to. */
function mapped(text: string): string {
  const tree = parseTree(text);
  const scalar = tree.scalar(['a'])!;
  return [...scalar.text].map((char, i) => (char.trim() === '' ? ' ' : tree.text[scalar.offsetOf(i)])).join('');
}

test('a plain scalar is where it stands', () => {
  assert.equal(mapped('a: count(*) > 1 # no\n'), 'count(*) > 1');
  assert.equal(mapped('a: one\n  two\n\n  three\n'), 'one two three');
  assert.equal(mapped('a: 42\n'), '42');
});

test('quotes and escapes are seen through', () => {
  assert.equal(mapped("a: 'it''s\n  so'\n"), "it's so");
  const tree = parseTree('a: "\\tx\\u0041\\U0001F600\\\n   y\\"z"\n');
  const scalar = tree.scalar(['a'])!;
  assert.equal(scalar.text, '\txA😀y"z');
  const at = (char: string) => tree.text.slice(scalar.offsetOf(scalar.text.indexOf(char))).slice(0, 2);
  assert.deepEqual(['\t', 'x', 'A', '😀', 'y', '"', 'z'].map(at), ['\\t', 'x\\', '\\u', '\\U', 'y\\', '\\"', 'z"']);
});

test('block scalars are mapped past their indentation, with Windows line ends too', () => {
  for (const end of ['\n', '\r\n']) {
    const literal = ['a: |  # why', '  select x', '', '    from t', '  where y', 'b: 1', ''].join(end);
    assert.equal(mapped(literal), 'select x    from t where y ');
    const folded = ['a: >-', '', '  one', '  two', '', '    three', '  four', ''].join(end);
    assert.equal(mapped(folded), ' one two    three four');
  }
});

test('the range of a part of SQL is its range in the file', () => {
  const tree = parseTree('a: |\n  select\n    wrong_column\n  from t\n');
  const scalar = tree.scalar(['a'])!;
  const start = scalar.text.indexOf('wrong_column');
  assert.deepEqual(scalar.range(start, start + 12), {
    start: { line: 2, character: 4 },
    end: { line: 2, character: 16 },
  });
  assert.deepEqual(scalar.range(0, scalar.text.length).end, { line: 3, character: 8 });
});

const WORDS = fc.array(
  fc.constantFrom('a', "'", '"', '\\', '#', ':', 'ü', '😀', ' ', '  ', '\n', '\t', 'bc', '%', '`', '>'),
  { maxLength: 30 },
);
const STYLES = fc.constantFrom('QUOTE_DOUBLE', 'QUOTE_SINGLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED', 'PLAIN');

test('property: whatever the style, each visible character is mapped to itself', () => {
  fc.assert(
    fc.property(WORDS, STYLES, fc.integer({ min: 20, max: 80 }), (words, type, lineWidth) => {
      const document = new Document({ a: { b: words.join('') }, c: 1 });
      const node = document.getIn(['a', 'b'], true) as { type?: string };
      node.type = type;
      const tree = parseTree(document.toString({ lineWidth }));
      const scalar = tree.scalar(['a', 'b']);
      fc.pre(scalar !== undefined);
      const { text } = scalar;
      let before = -1;
      for (let i = 0; i < text.length; i++) {
        const offset = scalar.offsetOf(i);
        assert.ok(offset >= before, 'offsets never go back');
        before = offset;
        const char = text[i]!;
        if (char.trim() === '' || tree.text[offset] === '\\') continue;
        assert.equal(tree.text[offset], char);
      }
      assert.ok(scalar.offsetOf(text.length) >= before);
    }),
    { numRuns: 500, examples: [[['  ', '  ', '  ', '\n', 'a'], 'BLOCK_FOLDED', 20]] },
  );
});
