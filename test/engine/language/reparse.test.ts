import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Node } from '../../../engine/src/language/node.ts';
import { type Parsed, parseWhole } from '../../../engine/src/language/parseWhole.ts';
import { reparse } from '../../../engine/src/language/reparse.ts';
import { parseTree, type Tree } from '../../../engine/src/language/tree.ts';

const EXAMPLES = [
  'flight-delay.pipeline',
  'own-script.pipeline',
  'airport.features',
  'flights.dataset',
  'modelyard',
].map((name) => readFileSync(new URL(`../../../examples/flights/${name}.yaml`, import.meta.url), 'utf8'));

/** All ways of YAML that specs are written in, and some that nobody would. */
const UNUSUAL = [
  `# above
a: &one {x: 1, y: [1, 2]}
b:
    - *one
    - k: v # why
      l: |
        text

        # no comment
      m: >-
        folded
          more

    -
      deep: *one
      list:
      - 1
      - - 2
        - 3
    - plain text
      over lines
    -
c: "quoted
  over lines"
d:
  # a comment above
  e: 'single ''quoted'''

  f:
    g: &two
      h: 1
      i: [a, # in flow
        b]
    # at the end of f
  # at the end of d
# between
j: *two
"quoted key": 1
k:
- x: 1
  y: 2

- x: 3
l: !!str 5
? m
: n
o:
`,
  '  a: 1\n  b:\n    c: |2\n        text\n     more\n\n\n  d:\n   - 1\n\n   - 2\n',
  'a:\n  b:\n    c:\n      d: 1\n      e:\n        - f: 1\n          g: |+\n            text\n\n\nh: 1',
  '- a: 1\n  b: 2\n- - c\n  - d: e\n    f:\n- g\n',
];

const PIECES = [
  ...[
    'x',
    '1',
    ' ',
    '  ',
    '\n',
    '\n\n',
    '\n  ',
    '\n    ',
    ':',
    ': ',
    '- ',
    '-',
    '# c',
    ' # c',
    '"',
    "'",
    '|',
    '>',
    '|\n',
  ],
  ...['[', ']', '{', '}', ',', '&a ', '*one', '*two', '!!str ', '? ', '<<: ', '---\n', '...\n', '\t', '\r\n', '\r'],
  ...[
    'new: 1\n',
    '  new: 1\n',
    '    new:\n',
    '- new\n',
    '    - new\n',
    'a: 2\n',
    '\0',
    '\uFEFF',
    '\u2028',
    '\uD800',
    '😀',
  ],
  ...['__proto__: 1\n', '  7: x\n', '${{ a }}', '%', '<<<<<<< x\n', '', '', ''],
];

interface Step {
  readonly kind: 'replace' | 'lines' | 'indent' | 'dedent' | 'swap';
  readonly at: number;
  readonly length: number;
  readonly from: number;
  readonly piece: string;
}

const share = fc.noBias(fc.integer({ min: 0, max: 9_999 })).map((number) => number / 10_000);

const steps: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('replace', 'replace', 'replace', 'lines', 'indent', 'dedent', 'swap'),
  at: share,
  length: fc.constantFrom(0, 0, 0, 1, 1, 2, 5, 30),
  from: share,
  piece: fc.constantFrom(...PIECES),
});

function edited(text: string, { kind, at, length, from, piece }: Step): string {
  if (kind === 'replace') {
    const start = Math.floor(at * text.length);
    return text.slice(0, start) + piece + text.slice(start + length);
  }
  const lines = text.split('\n');
  const line = Math.floor(at * lines.length);
  const count = 1 + (length % 5);
  const own = lines.slice(line, line + count);
  if (kind === 'indent') lines.splice(line, count, ...own.map((each) => `  ${each}`));
  else if (kind === 'dedent') lines.splice(line, count, ...own.map((each) => each.replace(/^ {1,2}/, '')));
  else if (kind === 'lines') {
    const other = Math.floor(from * lines.length);
    lines.splice(line, 0, ...lines.slice(other, other + count));
  } else lines.splice(line, count);
  return lines.join('\n');
}

/** Nodes as plain data; that a map finds its entries by key is tested on the way. */
function plain(node: Node | undefined): unknown {
  if (node === undefined) return undefined;
  if (node.kind === 'alias') return { ...node, target: plain(node.target) };
  if (node.kind === 'list') return { ...node, items: node.items.map(plain) };
  if (node.kind !== 'map') return node;
  assert.equal(node.byKey.size, node.entries.length);
  for (const entry of node.entries) assert.equal(node.byKey.get(entry.key), entry);
  return { ...node, byKey: undefined, entries: node.entries.map((entry) => ({ ...entry, value: plain(entry.value) })) };
}

function told({ value, root, problems, brokenAt, comments, anchored, usual, faults }: Parsed): unknown {
  const order = JSON.stringify(value);
  const names = anchored.map((each) => ({ ...each, node: plain(each.node) }));
  return { value, order, root: plain(root), problems, brokenAt, comments, names, usual, faults };
}

test('property: reading what changed gives what reading the whole does', () => {
  let cases = 0;
  let partial = 0;
  const texts = fc.constantFrom(...EXAMPLES, ...UNUSUAL);
  fc.assert(
    fc.property(texts, fc.array(steps, { minLength: 1, maxLength: 6 }), (text, all) => {
      let before = parseWhole(text);
      for (const step of all) {
        const next = edited(before.text, step);
        const whole = parseWhole(next);
        const part = reparse(next, before);
        cases++;
        if (part !== undefined) {
          partial++;
          assert.deepStrictEqual(told(part), told(whole));
          for (let line = 0; line < whole.lines.lineCount; line++)
            assert.equal(part.lines.line(line), whole.lines.line(line));
        }
        const isKept = whole.usual && (whole.brokenAt === undefined || step.from < 0.3);
        if (isKept) before = part ?? parseWhole(next, before);
      }
    }),
    { numRuns: 800, seed: 5 },
  );
  assert.ok(cases > 2000 && partial > cases / 2, `${partial} of ${cases} were read in part`);
});

/** Asks a tree for everything that it answers. */
function answers(tree: Tree): unknown {
  const offsets = [...tree.text].map((_, offset) => offset);
  return offsets.map((offset) => {
    const at = tree.pathAt(offset);
    const scalar = tree.scalar(at.path);
    const ranges = (['key', 'value', 'item'] as const).map((part) => tree.range(at.path, part));
    return [at, ranges, scalar?.text, scalar?.range(0, 1), tree.lines.position(offset)];
  });
}

test('a tree made from another answers as one that is read anew, and unchanged values are the same objects', () => {
  const text = EXAMPLES[0]!;
  const before = parseTree(text);
  const next = text.replace('learner: gradient-boosting', 'learner: linear\n      # none');
  const tree = parseTree(next, before);
  assert.deepStrictEqual(answers(tree), answers(parseTree(next)));
  const steps = (of: Tree) => (of.value as { readonly steps: Readonly<Record<string, object>> }).steps;
  const same = Object.keys(steps(tree)).filter((id) => steps(tree)[id] === steps(before)[id]);
  assert.deepEqual(same, ['validate', 'examples', 'split', 'evaluate', 'register']);
  assert.equal(parseTree(`${next}# a comment\n`, tree).value, tree.value, 'nothing but a comment is new');
});

test('in a file that is one large block only the entry with the change is read', () => {
  const block = (entries: readonly string[]) => `top:\n  inner:\n${entries.join('')}`;
  const entries = Array.from({ length: 2000 }, (_, i) => `    k${i}:\n      - {a: ${i}}\n      - b\n`);
  const before = parseWhole(block(entries));
  for (const index of [0, 1000, 1999]) {
    const next = block(entries.map((entry, i) => (i === index ? entry.replace('b', 'bc') : entry)));
    const part = reparse(next, before);
    assert.ok(part !== undefined);
    assert.deepStrictEqual(told(part), told(parseWhole(next)));
  }
});
