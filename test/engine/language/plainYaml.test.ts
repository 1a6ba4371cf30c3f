import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsePlainTree } from '../../../engine/src/language/plainTree.ts';
import { readPlainYaml } from '../../../engine/src/language/plainYaml.ts';
import { parseTree } from '../../../engine/src/language/tree.ts';
import { SpecFile } from '../../../engine/src/project/specFile.ts';
import { writeAliasFile } from '../../../engine/src/registry/aliasFile.ts';
import { readFixture } from '../../kit/fixture.ts';
import { hash, versionFile } from '../../kit/registryFiles.ts';

const VERSION = `${[...readFixture(versionFile('flight-delay', 3)).files.values()][0]!.trimEnd()}\n`;
const ALIAS = writeAliasFile({
  ...{ model: 'flight-delay', alias: 'production', version: 8, sha256: hash(8), previous: 7 },
  since: '2026-11-21T08:00:00Z',
});

test('files of the registry are read as the whole language reads them', () => {
  for (const text of [
    VERSION,
    ALIAS,
    'a: {b: [1, -2.5, 3e5, {}, []], c: "x, y: z"}\nd:\n  e: f/g@h\n  i:\n    j: true\n',
  ])
    assert.deepEqual(readPlainYaml(text), parseTree(text).value);
});

test('what the whole language may see something else in is left to it', () => {
  const doubtful = [
    ...[
      '',
      'a: b',
      'a: b # c\n',
      'a: *b\n',
      'a: &b c\n',
      'a: !t b\n',
      'a: |\n  b\n',
      "a: 'b'\n",
      'a: "\\n"\n',
      'a: b c\n',
    ],
    ...[
      'a: b\na: c\n',
      'a: {b: 1, b: 2}\n',
      'a: 0x1f\n',
      'a: 012\n',
      'a: .5\n',
      'a: -0\n',
      'a: 1e999\n',
      'a: null\n',
      'a: ~\n',
    ],
    ...[
      'a: 99999999999999999999\n',
      'a: y\n',
      'a: b:\n',
      'a: @b\n',
      'a: - b\n',
      'a:\n',
      'a:\n- b\n',
      'a:\n   b: c\n',
      'a: {b}\n',
    ],
    ...[
      'a: {b: c\n',
      'a: [b,c]\n',
      'a: {b:c}\n',
      '__proto__: b\n',
      'a: {__proto__: b}\n',
      'true: b\n',
      '---\na: b\n',
      'a: b\r\n',
    ],
    ...[
      'a: b\n\n',
      ' a: b\n',
      'a: ${{ b }}\n',
      'a: ä\n',
      `a: ${'['.repeat(30)}${']'.repeat(30)}\n`,
      `a: ${'b'.repeat(70_000)}\n`,
    ],
  ];
  for (const text of doubtful) assert.equal(readPlainYaml(text), undefined, JSON.stringify(text));
});

test('after any damage a value that is read is the one that the whole language reads, and nothing is wrong in it', () => {
  const pieces = [
    ...'{}[],: "\n-.#e1a0_~',
    '  ',
    ': ',
    ', ',
    'true',
    '1e5',
    'a: ',
    '12e4',
    '2026-11-21',
    '"x"',
    '\n  ',
  ];
  let state = 7;
  const draw = (most: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % most;
  };
  let read = 0;
  for (let round = 0; round < 6000; round++) {
    let text = round % 2 === 0 ? ALIAS : VERSION;
    for (let edits = 1 + draw(3); edits > 0; edits--) {
      const at = draw(text.length);
      text = text.slice(0, at) + (draw(3) === 0 ? '' : pieces[draw(pieces.length)]!) + text.slice(at + draw(3));
    }
    const value = readPlainYaml(text);
    if (value === undefined) continue;
    read += 1;
    const whole = parseTree(text);
    assert.deepEqual([whole.value, whole.problems, whole.comments], [value, [], []], text);
  }
  assert.ok(read > 300, String(read));
});

test('a file that is read so has the problems and places of one that is read whole', () => {
  const path = 'registry/flight-delay/v3.version.yaml';
  for (const text of [VERSION, VERSION.replace('size: 812345', 'size: big'), VERSION.replace('semver: 3.0.0\n', '')]) {
    const plain = new SpecFile(path, text);
    const whole = new SpecFile(path, `${text}# read whole\n`);
    assert.deepEqual([plain.kind, plain.name, plain.problems], [whole.kind, whole.name, whole.problems]);
    assert.equal(plain.tree.isPlain, true);
    assert.deepEqual(plain.tree.range(['sha256']), whole.tree.range(['sha256']));
    assert.equal(plain.tree.firstText, 'flight-delay');
  }
  assert.equal(parsePlainTree(VERSION, parseTree(VERSION)).isPlain, undefined);
});
