import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Range } from 'vscode-languageserver';
import { parseTree } from '../../engine/src/language/tree.ts';
import { applyEdits } from '../../server/src/features/edits/edit.ts';
import { formatLines } from '../../server/src/features/formatting/formatLines.ts';
import { format, formatOnType } from '../../server/src/features/formatting.ts';
import { editor } from '../kit/editor.ts';

const OPTIONS = { tabSize: 2, insertSpaces: true };

function formatted(text: string, unit = 2): string {
  const tree = parseTree(text);
  return tree.problems.length > 0 ? text : applyEdits(text, formatLines(tree, unit));
}

function shapes(before: string, after: string): void {
  const wanted = after.replace(/^\n/, '');
  assert.equal(formatted(before.replace(/^\n/, '')), wanted);
  assert.equal(formatted(wanted), wanted);
}

test('levels are two blanks, and lists stand below their key', () =>
  shapes(
    `
dataset: a
columns:
      tenure:
          type:    integer
      churned: {type: boolean}
key:
- a
-   b
checks:
-   name: x
    rows: |
          a > 1

            and b
-
    expect: y
`,
    `
dataset: a
columns:
  tenure:
    type: integer
  churned: {type: boolean}
key:
  - a
  - b
checks:
  - name: x
    rows: |
      a > 1

        and b
  -
    expect: y
`,
  ));

test('braces hold what the first ones hold, commas and colons are followed by a blank', () => {
  shapes('a: {  b: 1, c: [ 2 ] }\nd: {e: 1,}\nf: { }\n', 'a: { b: 1, c: [2] }\nd: { e: 1, }\nf: {}\n');
  shapes(
    `
a: {b: 1,c :  2 , "d":3, e: [ 1,2 ,3 ], f: { } }
b: [ {x: 1} , a b,  'c, d' ]
c :   1
`,
    `
a: {b: 1, c: 2, "d": 3, e: [1, 2, 3], f: {}}
b: [{x: 1}, a b, 'c, d']
c: 1
`,
  );
});

test('comments stay beside what they are about', () =>
  shapes(
    `
# top
a:   # behind
    # of b
    b: 1    # one
    # after b
# of c
c:
- 1
# of 2
- 2
  # deep
# end
`,
    `
# top
a:   # behind
  # of b
  b: 1    # one
  # after b
# of c
c:
  - 1
  # of 2
  - 2
  # deep
# end
`,
  ));

test('one empty line stays, blanks at the end of lines go, and the file ends with one line break', () =>
  shapes('\n\n\na: 1  \n\n \n\nb: "x  \n\n\n   y"   \nc: 2\n\n\n', 'a: 1\n\nb: "x  \n\n\n  y"\nc: 2\n'));

test('block scalars keep every byte of their content', () => {
  for (const text of [
    'a: |+\n  x\n\n\nb: 1\n',
    'a:\n - |\n   x  \n    y\n',
    'a: |2\n    x\n   y\n',
    'a: >-\n     x\n\n\n     y\n\n\nb: 1\n',
    'a: |\n   x',
    'a: |+\n   x\n\n\n',
    'a: |\n\n\nb: 1\n',
  ])
    assertSame(text, formatted(text));
});

test('a line break of Windows stays one', () => {
  assert.equal(formatted('a:\r\n    b:  1  \r\n\r\n\r\n\r\nc: 2'), 'a:\r\n  b: 1\r\n\r\nc: 2\r\n');
});

test('nothing is done where the YAML is broken', () => {
  for (const text of [
    'a: [1\nb:   2\n',
    'a:   1\na:   2\n',
    '---\na:   1\n',
    '<<<<<<< x\na:   1\n=======\n>>>>>>> y\n',
  ])
    assert.equal(formatted(text), text);
});

test('edits are as small as what changes', () => {
  const edits = formatLines(parseTree('a: 1\nb:   2\nc: 3\n'), 2);
  assert.deepEqual(edits, [{ start: 6, end: 10, text: ': ' }]);
});

test('a range lays out the entries that it touches, in their column', () => {
  const open = editor(`
#- a.dataset.yaml
dataset:   a
columns:
    tenure:   {type:   integer}
    churned:
          type:   boolean
    plan:   {}
`);
  const range: Range = { start: { line: 4, character: 8 }, end: { line: 5, character: 0 } };
  const { file } = open.document('a.dataset.yaml');
  const edits = format(open.document('a.dataset.yaml'), OPTIONS, range).map((edit) => ({
    start: file.tree.lines.offset(edit.range.start),
    end: file.tree.lines.offset(edit.range.end),
    text: edit.newText,
  }));
  assert.equal(
    applyEdits(file.text, edits),
    'dataset:   a\ncolumns:\n    tenure:   {type:   integer}\n    churned:\n      type: boolean\n    plan:   {}\n',
  );
});

function typed(text: string): string {
  const open = editor(`#- a.dataset.yaml\ndataset: a\n${text}`);
  const spot = open.spot();
  const { lines } = spot.file.tree;
  const edits = formatOnType(spot, OPTIONS).map(({ range, newText }) => ({
    start: lines.offset(range.start),
    end: lines.offset(range.end),
    text: newText,
  }));
  return applyEdits(spot.file.text, edits).split('\n')[lines.position(spot.offset).line]!;
}

test('a new line goes on where the one above leaves off', () => {
  assert.equal(typed('columns:\n<|>'), '  ');
  assert.equal(typed('columns:   # c\n<|>'), '  ');
  assert.equal(typed('checks:\n  - name: x\n<|>'), '    ');
  assert.equal(typed('checks:\n  - rows:\n<|>'), '      ');
  assert.equal(typed('key:\n  - a\n<|>'), '  - ');
  assert.equal(typed('checks:\n  - rows: |\n<|>'), '      ');
  assert.equal(typed('checks:\n  - rows: |\n      a > 1:\n<|>\n'), '      ');
  assert.equal(typed('columns:\n  a: 1\n\n<|>'), '');
  assert.equal(typed('columns:\n  a: {\n<|>\n    }\n'), '    ');
});

const KEYS = fc.constantFrom('a', 'b', 'rows', '"q"', "'s'", 'long key', 'ü');
const SCALARS = fc.constantFrom(
  '1',
  'text',
  'two words',
  '"dq"',
  "'s''q'",
  '~',
  '',
  '"${{ params.x }}"',
  'date >= 1',
  '"two\n\n     lines"',
  "'a\n          b'",
  '{}',
  '[]',
);
const COMMENTS = fc.constantFrom('', '', '', ' # c', '   # x: y', '  ');
const GAPS = fc.constantFrom(' ', '  ', '   ');

interface Written {
  readonly lines: readonly string[];
}

/** Any block of YAML in an odd shape, its lines without the indentation of what holds it. */
const { block } = fc.letrec<{ block: Written; flow: string }>((tie) => ({
  flow: fc.oneof(
    { maxDepth: 3 },
    SCALARS.filter((text) => !text.includes('\n') && text !== ''),
    fc
      .array(tie('flow'), { maxLength: 3 })
      .chain((items) =>
        fc.tuple(GAPS, fc.constantFrom(',', ', ', ' , ')).map(([gap, comma]) => `[${gap}${items.join(comma)}${gap}]`),
      ),
    fc
      .uniqueArray(fc.tuple(KEYS, tie('flow')), { maxLength: 3, selector: ([key]) => key })
      .chain((entries) =>
        fc
          .tuple(GAPS, fc.constantFrom(',', ', ', ',\n          '))
          .map(([gap, comma]) => `{${gap}${entries.map(([key, value]) => `${key}:${gap}${value}`).join(comma)}}`),
      ),
  ),
  block: fc.oneof(
    { maxDepth: 4 },
    fc
      .uniqueArray(
        fc.tuple(KEYS, GAPS, COMMENTS, fc.oneof(tie('flow'), tie('block'), SCALARS), fc.integer({ min: 1, max: 5 })),
        {
          minLength: 1,
          maxLength: 4,
          selector: ([key]) => key,
        },
      )
      .map((entries) => ({ lines: entries.flatMap(entryLines) })),
    fc
      .array(fc.tuple(GAPS, fc.oneof(tie('flow'), tie('block'))), { minLength: 1, maxLength: 3 })
      .map((items) => ({ lines: items.flatMap(itemLines) })),
    fc
      .tuple(
        fc.constantFrom('|', '>', '|-', '|+', '>-'),
        fc.array(fc.constantFrom('x', ' y: z', '', '  # no comment', 'end  '), { minLength: 1, maxLength: 4 }),
      )
      .map(([header, lines]) => ({
        lines: ['=', header, ...['first', ...lines].map((line) => (line === '' ? '' : `      ${line}`))],
      })),
  ),
}));

type Value = string | Written;

function entryLines([key, gap, comment, value, depth]: [string, string, string, Value, number]): string[] {
  if (typeof value === 'string') return `${key}:${gap}${value}${value.includes('\n') ? '' : comment}`.split('\n');
  const [first = '', ...rest] = value.lines;
  if (first === '=') return [`${key}: ${rest[0]}`, ...rest.slice(1)];
  return [`${key}:${comment}`, ...value.lines.map((line) => (line === '' ? '' : ' '.repeat(depth) + line))];
}

function itemLines([gap, value]: [string, Value]): string[] {
  if (typeof value === 'string') return `-${gap}${value}`.split('\n');
  const [first = '', ...rest] = value.lines;
  if (first === '=') return [`- ${rest[0]}`, ...rest.slice(1)];
  return [`-${gap}${first}`, ...rest.map((line) => (line === '' ? '' : ` ${gap}${line}`))];
}

const documents = fc
  .tuple(
    fc.uniqueArray(fc.tuple(KEYS, GAPS, COMMENTS, fc.oneof(fc.constant('1'), block), fc.integer({ min: 1, max: 5 })), {
      minLength: 1,
      maxLength: 4,
      selector: ([key]) => key,
    }),
    fc.array(fc.nat(40), { maxLength: 4 }),
    fc.constantFrom('\n', '\r\n'),
    fc.constantFrom('', '\n', '\n\n\n'),
  )
  .map(([entries, comments, broken, end]) => {
    const lines = entries.flatMap(entryLines);
    for (const at of comments) {
      const line = Math.min(at, lines.length);
      const indent = /^ */.exec(lines[line] ?? '')![0];
      lines.splice(line, 0, `${indent}# comment ${at}`, '');
    }
    return (lines.join('\n') + end).replaceAll('\n', broken);
  });

test('the value, the comments and the quotes of any file stay, and a second time nothing changes', () => {
  fc.assert(
    fc.property(documents, fc.constantFrom(2, 4), (text, unit) => {
      const once = formatted(text, unit);
      assertSame(text, once);
      assert.equal(formatted(once, unit), once);
    }),
    { numRuns: 300 },
  );
});

function assertSame(before: string, after: string): void {
  const [was, is] = [parseTree(before), parseTree(after)];
  assert.deepEqual(is.problems, was.problems.length > 0 ? is.problems : [], after);
  assert.deepEqual(is.value, was.value, after);
  assert.deepEqual(
    is.comments.map(({ text }) => text),
    was.comments.map(({ text }) => text),
  );
  assert.equal(after.replace(/[\s,]/g, ''), before.replace(/[\s,]/g, ''));
}
