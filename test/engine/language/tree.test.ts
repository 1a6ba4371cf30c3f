import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silencing } from '../../../engine/src/language/ignore.ts';
import { parseTree, type Tree } from '../../../engine/src/language/tree.ts';

function codes(text: string): string[] {
  return parseTree(text).problems.map(({ code }) => code);
}

function textAt(
  tree: Tree,
  range: { start: { line: number; character: number }; end: { line: number; character: number } },
) {
  return tree.text.slice(tree.lines.offset(range.start), tree.lines.offset(range.end));
}

/** The text of the range of the first problem, and the value that is left. */
function broken(text: string) {
  const tree = parseTree(text);
  return { at: textAt(tree, tree.problems[0]!.range), value: tree.value, count: tree.problems.length };
}

test('a clean file gives its value and no problem', () => {
  const tree = parseTree(
    'dataset: flights\ncolumns:\n  on: {type: date, nullable: no}\nn: [1, 0x10, -2.5, null, ~, true]\n',
  );
  assert.deepEqual(tree.problems, []);
  assert.equal(tree.firstKey, 'dataset');
  assert.deepEqual(tree.value, {
    dataset: 'flights',
    columns: { on: { type: 'date', nullable: 'no' } },
    n: [1, 16, -2.5, null, null, true],
  });
});

test('empty files, comments and blanks have no value', () => {
  for (const text of ['', '\n\n', '# only\n', '---\n', '\uFEFF', '\uFEFF# x']) {
    const tree = parseTree(text);
    assert.equal(tree.root, undefined);
    assert.equal(tree.value, null);
    assert.deepEqual(tree.problems, []);
  }
});

test('a byte order mark and Windows line ends change nothing', () => {
  const tree = parseTree('\uFEFFa: 1\r\nb: |\r\n  x\r\n  y\r\n');
  assert.deepEqual(tree.value, { a: 1, b: 'x\ny\n' });
  assert.equal(textAt(tree, tree.range(['a'], 'key')), 'a');
});

test('ranges are those of the key, the value and both', () => {
  const tree = parseTree('a:\n  b: [x, {c: "y z"}]\nd:\n');
  assert.equal(textAt(tree, tree.range(['a', 'b'], 'key')), 'b');
  assert.equal(textAt(tree, tree.range(['a', 'b', 1, 'c'])), '"y z"');
  assert.equal(textAt(tree, tree.range(['a', 'b', 1, 'c'], 'item')), 'c: "y z"');
  assert.equal(textAt(tree, tree.range(['a', 'b', 0], 'key')), 'x');
  assert.equal(textAt(tree, tree.range(['d'])), 'd', 'an empty value stands at its key');
  assert.equal(textAt(tree, tree.range(['a', 'missing', 'deeper'])), 'a', 'what is absent stands at what holds it');
});

test('what stands at an offset', () => {
  const text = 'a:\n  b: [x, yy]\n  \nd: \n';
  const tree = parseTree(text);
  const at = (needle: string, shift = 0) => tree.pathAt(text.indexOf(needle) + shift);
  assert.deepEqual(at('a'), { path: ['a'], part: 'key' });
  assert.deepEqual(at('yy', 1), { path: ['a', 'b', 1], part: 'value' });
  assert.deepEqual(at('  \n', 2), { path: ['a'], part: 'inside' });
  assert.deepEqual(at('d: ', 3), { path: ['d'], part: 'value' });
});

test('aliases are put in, and places inside them are where the text is', () => {
  const tree = parseTree('a: &x {b: 1}\nc: *x\nd: *x\n');
  assert.deepEqual(tree.value, { a: { b: 1 }, c: { b: 1 }, d: { b: 1 } });
  assert.equal(textAt(tree, tree.range(['c'])), '*x');
  assert.deepEqual(tree.range(['c', 'b']), tree.range(['a', 'b']));
});

test('aliases that multiply are refused before they fill the memory', () => {
  const levels = Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]`);
  const tree = parseTree(`a0: &a0 [x]\n${levels.join('\n')}\n`);
  assert.deepEqual(
    tree.problems.map(({ code }) => code),
    ['alias-blow-up'],
  );
  assert.ok(JSON.stringify(tree.value).length < 1_000_000);
});

test('aliases without an anchor, or inside it, are problems', () => {
  assert.deepEqual(codes('a: *x\nb: &x 1\n'), ['yaml-syntax']);
  assert.deepEqual(codes('a: &x [*x]\n'), ['yaml-syntax']);
});

test('a duplicate key is one problem, shown at the second; the first counts', () => {
  const tree = parseTree('a: 1\nb: {c: 1, c: 2}\na: 2\n');
  assert.deepEqual(
    tree.problems.map(({ code, range }) => [code, range.start.line]),
    [
      ['duplicate-key', 1],
      ['duplicate-key', 2],
    ],
  );
  assert.equal(tree.problems[1]?.related?.[0]?.range.start.line, 0);
  assert.deepEqual(tree.value, { a: 1, b: { c: 1 } });
});

test('a key named __proto__ is a key like any other', () => {
  const tree = parseTree('__proto__: {x: 1}\nconstructor: 2\n');
  assert.deepEqual(Object.keys(tree.value as object), ['__proto__', 'constructor']);
  assert.equal(Object.getPrototypeOf(tree.value), Object.prototype);
  assert.deepEqual(tree.node(['__proto__', 'x'])?.kind, 'scalar');
});

test('what YAML 1.2 core does not have is refused', () => {
  assert.deepEqual(codes('a: &x {b: 1}\nc:\n  <<: *x\n'), ['yaml-syntax']);
  assert.deepEqual(codes('a: !!js/function "x"\n'), ['yaml-syntax']);
  assert.deepEqual(codes('a: !own x\n'), ['yaml-syntax']);
  assert.deepEqual(codes('a: !!str 1\n'), []);
  assert.deepEqual(codes('? [a, b]\n: 1\n'), ['yaml-syntax']);
  assert.deepEqual(codes('a: 1\n---\nb: 2\n---\nc: 3\n'), ['yaml-syntax']);
});

test('numbers that a number cannot keep are refused and stay text', () => {
  const tree = parseTree('a: 12345678901234567890\nb: .inf\nc: 1e999\nd: 9007199254740991\n');
  assert.deepEqual(
    tree.problems.map(({ code, range }) => [code, range.start.line]),
    [
      ['out-of-range', 0],
      ['out-of-range', 1],
      ['out-of-range', 2],
    ],
  );
  assert.deepEqual(tree.value, { a: '12345678901234567890', b: '.inf', c: '1e999', d: 9007199254740991 });
});

test('broken YAML is one problem where the mistake is', () => {
  assert.deepEqual(broken('a: "x\nb: 1\n'), { at: '"', value: { a: 'x b: 1' }, count: 1 });
  assert.deepEqual(broken('a: [1, 2\nb: 3\n').at, '[');
  assert.deepEqual(broken('a: {b: 1\nc: 3\n').count, 1);
  assert.deepEqual(broken('\ta: 1\n').at, '\t');
  assert.equal(broken('a: b: c\n').count, 1);
  assert.equal(broken('a: 1\n  b: 2\nc: ]\n').count, 1);
});

test('an expression without quotes inside braces is said so, with the quotes as fix', () => {
  const tree = parseTree('uses: data/split\nwith: {by: "time", data: ${{ steps.a.data }}, test: 15%}\n');
  assert.equal(tree.problems.length, 1);
  assert.equal(textAt(tree, tree.problems[0]!.range), '${{ steps.a.data }}');
  assert.equal(tree.problems[0]?.data?.replacement, '"${{ steps.a.data }}"');
  assert.deepEqual(codes('with: {data: "${{ steps.a.data }}"}\nif: ${{ a.b > 1 }}\n'), []);
});

test('a merge conflict is one problem, and our side is read', () => {
  const tree = parseTree('a: 1\n<<<<<<< HEAD\nb: 2\n||||||| base\nb: 0\n=======\nb: 3\n>>>>>>> other\nc: 4\n');
  assert.deepEqual(
    tree.problems.map(({ code, range }) => [code, range.start.line]),
    [['yaml-syntax', 1]],
  );
  assert.deepEqual(tree.value, { a: 1, b: 2, c: 4 });
  assert.equal(tree.range(['c']).start.line, 8);
});

test('comments are found outside of texts only', () => {
  const tree = parseTree('a: "# no" # yes\nb: |\n  # no\n# alone\nc: x#no\n');
  assert.deepEqual(tree.comments, [
    { text: 'yes', line: 0, alone: false },
    { text: 'alone', line: 3, alone: true },
  ]);
});

test('a comment silences the codes that it names on its line or the next', () => {
  const tree = parseTree('a: 1 # modelyard-ignore one, two\n# modelyard-ignore three\nb: 2\nc: 3\n');
  const ignored = silencing(tree);
  assert.ok(ignored('one', 0) && ignored('two', 0) && ignored('three', 2));
  assert.ok(!ignored('three', 3) && !ignored('one', 1) && !ignored('other', 0));
});

test('what YAML does not allow is told in our words', () => {
  const said = (text: string) => parseTree(text).problems[0]?.message;
  assert.equal(said('a: 1\ncol'), 'A colon is missing after this key');
  assert.equal(said('a: {b: 1 c: 2}'), 'A comma is missing before this, or the text before it is not quoted');
  assert.equal(said('a: ["b" "c"]'), 'A comma is missing between two entries');
  assert.equal(said('a: [{b: 1} {c: 2}]'), 'A comma is missing before this');
  assert.equal(said('a: {"b":1, "c" 2}'), 'A comma or a colon is missing between two entries');
  assert.equal(said('a: "b"#c'), 'A space is missing before the comment');
});
