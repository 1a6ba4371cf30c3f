import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { KINDS } from '../../../engine/src/language/kinds.ts';
import { type Json, parseTree } from '../../../engine/src/language/tree.ts';
import { validateSpec } from '../../../engine/src/language/validate.ts';

/** Reads a text as every kind of spec; whatever it is, the answer is plain and every range lies in the text. */
function read(text: string): void {
  const tree = parseTree(text);
  JSON.stringify(tree.value);
  const problems = [...tree.problems, ...KINDS.flatMap((kind) => validateSpec(kind, tree))];
  for (const { range, message } of problems) {
    assert.ok(message.length > 0);
    assert.ok(range.start.line >= 0 && range.end.line < tree.lines.lineCount, 'the range is in the text');
    assert.ok(tree.lines.offset(range.start) <= tree.lines.offset(range.end));
  }
  for (let offset = 0; offset <= text.length; offset += Math.max(1, text.length >> 4)) tree.pathAt(offset);
  const middle = text.length >> 1;
  const next = `${text.slice(0, middle)}x${text.slice(middle)}`;
  assert.deepEqual(parseTree(next, tree).value, parseTree(next).value);
}

const PIECES = [
  ...[
    'a',
    'b: ',
    '- ',
    '? ',
    ': ',
    '[',
    ']',
    '{',
    '}',
    ',',
    '"',
    "'",
    '\\',
    '|\n',
    '>-\n',
    '#',
    ' ',
    '  ',
    '\n',
    '\r\n',
    '\r',
    '\t',
  ],
  ...[
    '&a ',
    '*a',
    '<<: ',
    '!!js ',
    '!',
    '%YAML 1.1\n',
    '---\n',
    '...\n',
    '${{',
    '}}',
    ' x }}',
    '\0',
    '\u001f',
    '\u0002',
    '\uFEFF',
    '\uD800',
  ],
  ...[
    '<<<<<<< a\n',
    '=======\n',
    '>>>>>>> b\n',
    'steps:\n',
    ' uses: x\n',
    'dataset: a\n',
    '__proto__: ',
    '~',
    '.nan',
    '0o7',
    '1e9',
  ],
];

test('property: any text is read, never with an exception', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }), (pieces) => read(pieces.join(''))),
    { numRuns: 800 },
  );
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), read), { numRuns: 300 });
});

const LONG = 50_000;

for (const piece of [
  '[',
  '{',
  ']',
  '[]',
  '- ',
  '? ',
  ': ',
  'a: ',
  '&a ',
  '!a ',
  '*a ',
  ',',
  '"',
  "'",
  '\n',
  '\0',
  '%a\n',
  '---\n',
  'a\n',
  ' ',
  '\t',
  '|\n',
  '<<<<<<< a\n',
  '${{',
  "'a' : ",
]) {
  test(`${LONG} characters of ${JSON.stringify(piece)} are read`, () => read(piece.repeat(LONG / piece.length)));
}

test('more characters than a spec may have are said, and not read', () => {
  const text = 'a: 1\n'.repeat(1_048_580 / 5);
  for (const tree of [parseTree(text), parseTree(text, parseTree(text.slice(0, 100)))]) {
    assert.deepEqual(
      tree.problems.map(({ code, severity }) => [code, severity]),
      [['file-too-large', 'information']],
    );
    assert.deepEqual([tree.isUnread, tree.value], [true, { a: 1 }]);
    assert.deepEqual(validateSpec('pipeline', tree), []);
  }
});

test('more pieces than a spec may have are said, and not read', () => {
  for (const text of ['a: 1\n'.repeat(150_000), '\n'.repeat(600_000)]) {
    const { problems, isUnread } = parseTree(text);
    assert.deepEqual([problems.map(({ code }) => code), isUnread], [['file-too-large'], true]);
  }
});

test('of many mistakes the first are told', () => {
  const tree = parseTree(`dataset: a\nchecks:\n${'  - rows: a in (1 # 2)\n    rows: 1\n'.repeat(5_000)}`);
  assert.ok(tree.problems.length <= 100 && validateSpec('dataset', tree).length <= 900);
});

test('10,000 aliases are read, each as what it names, also when one line changes', () => {
  const lines = Array.from({ length: 10_000 }, (_, i) => `s${i}: *p\n`);
  const text = `p: &p {a: 1}\n${lines.join('')}`;
  const tree = parseTree(text);
  const next = text.replace('s5000: *p', 's5000: {b: *p}');
  for (const after of [parseTree(next), parseTree(next, tree)]) {
    assert.deepEqual(after.problems, []);
    assert.deepEqual((after.value as Record<string, Json>)['s5000'], { b: { a: 1 } });
    assert.equal((after.value as Record<string, Json>)['s9999'], (after.value as Record<string, Json>)['p']);
  }
});

test('many keys and deep blocks are read', () => {
  read(Array.from({ length: 20_000 }, (_, i) => `k${i}: 1`).join('\n'));
  read(Array.from({ length: 500 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'));
});
