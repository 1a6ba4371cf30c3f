import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { type Node, type Path, parseTree } from '../../../engine/src/language/tree.ts';
import { type Where, whereAt } from '../../../server/src/features/completion/where.ts';

/** `part path` at `<|>`. */
function at(text: string): string {
  const { part, path } = where(text);
  return [part, path.join('.')].join(' ').trim();
}

function where(text: string): Where {
  const offset = text.indexOf('<|>');
  return whereAt(text.replace('<|>', ''), offset);
}

const PLACES: readonly (readonly [what: string, text: string, expected: string])[] = [
  ['an empty file', '<|>', 'key'],
  ['a half-typed first key', 'data<|>', 'key'],
  ['a key', 'dataset: a\nsou<|>rce: b\n', 'key'],
  ['a value', 'dataset: a<|>\n', 'value dataset'],
  ['an empty value', 'dataset: <|>\n', 'value dataset'],
  ['a value without a blank', 'dataset:<|>\n', 'value dataset'],
  ['a key without a colon between others', 'a: 1\nb<|>\nc: 2\n', 'key'],
  ['an empty line of a map', 'a:\n  b: 1\n  <|>\n', 'key a'],
  ['an empty line that is shallower', 'a:\n  b:\n    c: 1\n  <|>\n', 'key a'],
  ['an empty line at the left', 'a:\n  b:\n    c: 1\n<|>\nd: 1\n', 'key'],
  ['an empty line that is too deep', 'a:\n  b: 1\n     <|>\n', 'key a'],
  ['an empty line that is not deep enough', 'a:\n    b: 1\n  <|>\n', 'key a'],
  ['nothing below a key yet', 'a:\n  b:\n    <|>\nc: 1\n', 'start a.b'],
  ['above the first key of a map', 'a:\n  <|>\n  b: 1\n', 'key a'],
  ['above a first key that is deeper', 'a:\n  <|>\n    b: 1\n', 'key a'],
  ['a first item', 'a:\n  - <|>\n', 'start a.0'],
  ['a dash without a blank', 'a:\n  -<|>\n', 'start a.0'],
  ['a third item', 'a:\n  - x\n  - y\n  - <|>\n', 'start a.2'],
  ['items at the column of their key', 'a:\n- x\n- <|>\nb: 1\n', 'start a.1'],
  ['an item that lacks its dash', 'a:\n  - x\n  <|>\n', 'item a'],
  ['a key of an item', 'a:\n  - name: x\n    <|>\n', 'key a.0'],
  ['a half-typed key of an item', 'a:\n  - name: x\n    ro<|>\n  - rows: y\n', 'key a.0'],
  ['the first key of an item', 'a:\n  - na<|>me: x\n', 'key a.0'],
  ['a list in a list', 'a:\n  - - <|>\n', 'start a.0.0'],
  ['a map in braces', 'a: {b: 1, <|>}\n', 'key a'],
  ['empty braces', 'a: {<|>}\n', 'key a'],
  ['a value in braces', 'a: {b: <|>, c: 1}\n', 'value a.b'],
  ['a value in braces without a blank', 'a: {b:<|>}\n', 'value a.b'],
  ['braces that are not closed', 'a: {b: <|>\nc: 1\n', 'value a.b'],
  ['a second item in brackets', 'a: [x, <|>]\n', 'value a.1'],
  ['braces over several lines', 'a: {\n  b: 1,\n  <|>\n}\n', 'key a'],
  ['braces over several lines at the left', 'a: {b: 1,\n<|>\n}\n', 'key a'],
  ['braces in an item', 'a:\n  - {b: {c: 1, d: <|>}}\n', 'value a.0.b.d'],
  ['a map in braces that began above', 'a:\n  - {b: 1,\n     c: {<|>}}\n', 'key a.0.c'],
  ['a text in quotes', 'a: "x <|>y"\n', 'value a'],
  ['a text in quotes over lines', 'a: "x\n  y <|>\n  z"\n', 'value a'],
  ['an open quote', "a: 'x <|>\nb: 1\n", 'value a'],
  ['a text in quotes in braces', 'a: {b: "<|>"}\n', 'value a.b'],
  ['a block', 'a: |\n  one\n  t<|>wo\nb: 1\n', 'value a'],
  ['a block whose text looks like a map', 'a:\n  sql: >-\n    case: 1\n    - b: <|>\n', 'value a.sql'],
  ['a plain text that goes on', 'a: one\n  two <|>\n', 'value a'],
  ['a comment', 'a: 1 # mod<|>\n', 'comment a'],
  ['a comment alone', 'a:\n  # <|>\n  b: 1\n', 'comment a'],
  ['no comment in a block', 'a: |\n  # <|>\n', 'value a'],
  ['no comment in quotes', 'a: "x # <|>"\n', 'value a'],
  ['the head of a block', 'a: |<|>\n', 'none a'],
  ['in front of a line', 'a:\n <|> b: 1\n', 'none a'],
  ['a quoted key', '"a b":\n  <|>c: 1\n', 'key a b'],
  ['an expression in braces without quotes', 'a: {b: ${{ steps.<|>, c: 1}\n', 'value a.b'],
  ['behind a broken value', 'a: "x" y\nb:\n  c: [\nd:\n  e: <|>\n', 'value d.e'],
  ['lines of Windows', 'a:\r\n  b: 1\r\n  <|>\r\n', 'key a'],
  ['a byte order mark', '\ufeffa:\n  b: <|>\n', 'value a.b'],
  ['an anchor', 'a: &x <|>\n', 'value a'],
];

for (const [what, text, expected] of PLACES)
  test(`tells where the cursor stands: ${what}`, () => assert.equal(at(text), expected));

test('takes the side of a conflict that the cursor is on', () => {
  const conflict = (ours: string, theirs: string) =>
    `a:\n<<<<<<< HEAD\n  b:\n    c: 1\n${ours}=======\n  x:\n    y: 1\n${theirs}>>>>>>> other\n`;
  assert.equal(at(conflict('    <|>\n', '')), 'key a.b');
  assert.equal(at(conflict('', '    <|>\n')), 'key a.x');
  assert.equal(at(`${conflict('', '')}  <|>\n`), 'key a');
  assert.deepEqual(where(conflict('    <|>\n', '')).shape, { a: { b: { c: 1 } } });
});

test('tells what stands around, and nothing else', () => {
  const text = 'a: 1\nb:\n  c: x\n  d: {e: 1}\n  f:\n    - 1\n    - <|>\n    - three\n  g: "y"\nh: true\n';
  assert.deepEqual(where(text).shape, { a: 1, b: { c: 'x', d: {}, f: [1, null, 'three'], g: 'y' }, h: true });
});

test('knows the column where keys belong, and what to write before them', () => {
  assert.deepEqual(lead('a:\n    b: 1\n  <|>\n'), { column: 4, lead: '    ' });
  assert.deepEqual(lead('a:\n  b: 1\n     <|>\n'), { column: 2, lead: '  ' });
  assert.deepEqual(lead('a:\n  b:<|>\n'), { column: 2, lead: ' ' });
  assert.deepEqual(lead('a:\n  -<|>\n'), { column: 3, lead: ' ' });
});

function lead(text: string): Pick<Where, 'column' | 'lead'> {
  const { column, lead: before } = where(text);
  return { column, lead: before };
}

const EXAMPLES = fileURLToPath(new URL('../../../examples/flights/', import.meta.url));

test('agrees with the tree on every key and value of the examples', () => {
  for (const name of globSync('*.yaml', { cwd: EXAMPLES })) {
    const text = readFileSync(`${EXAMPLES}${name}`, 'utf8');
    const { root } = parseTree(text);
    if (root !== undefined) agree(root, [], text);
  }
});

function agree(node: Node, path: Path, text: string): void {
  if (node.kind === 'map')
    for (const { key, keyStart, value } of node.entries) {
      const found = whereAt(text, keyStart + 1);
      assert.deepEqual([found.part, ...found.path], ['key', ...path], key);
      agree(value, [...path, key], text);
    }
  if (node.kind === 'list') for (const [index, item] of node.items.entries()) agree(item, [...path, index], text);
  if (node.kind !== 'scalar' || node.end === node.start) return;
  const found = whereAt(text, node.contentStart + 1);
  assert.ok(found.part === 'value' || found.part === 'start');
  assert.deepEqual(found.path, path, node.text);
}

test('takes any text', () => {
  const piece = fc.constantFrom(
    '\n',
    '  ',
    '- ',
    'a: ',
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    '${{',
    '|',
    '#',
    '&x ',
    '\r\n',
    '\t',
    '<<<<<<< a\n',
    '=======\n',
    '>>>>>>> b\n',
    ',',
    'x',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), fc.nat(), (pieces, place) => {
      const text = pieces.join('');
      const offset = place % (text.length + 1);
      const { start, end } = whereAt(text, offset);
      assert.ok(start <= end && end <= text.length);
    }),
    { numRuns: 500 },
  );
});
