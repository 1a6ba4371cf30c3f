import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkProject, rules } from '../../../engine/src/checks/all.ts';
import { buildProject } from '../../../engine/src/project/project.ts';

const folder = new URL('../../../examples/flights/', import.meta.url);
const specs = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name): [string, string] => [name, readFileSync(new URL(name, folder), 'utf8')]);

const pieces = [
  '${{',
  '}}',
  ': ',
  '\n',
  '- ',
  '{',
  ']',
  'null',
  '"',
  '&a ',
  '*a',
  '  ',
  '#',
  'steps',
  '12',
  '[]',
  'with:',
];

/** One of the example's files with a part of it replaced. */
const damaged = fc
  .record({
    file: fc.nat(specs.length - 1),
    start: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.nat(60),
    piece: fc.array(fc.constantFrom(...pieces), { maxLength: 4 }),
  })
  .map(({ file, start, length, piece }) => {
    const texts = new Map(specs);
    const [path, text] = specs[file]!;
    const at = Math.floor(start * text.length);
    return texts.set(path, text.slice(0, at) + piece.join('') + text.slice(at + length));
  });

test('any damage to a project gives problems inside its files, of rules there are, and never an exception', () => {
  const codes = new Set(rules.map((rule) => rule.code));
  fc.assert(
    fc.property(damaged, (texts) => {
      for (const { file, code, range } of checkProject(buildProject(texts))) {
        const lines = texts.get(file)!.split('\n').length;
        assert.ok(codes.has(code), code);
        assert.ok(range.start.line <= range.end.line && range.end.line < lines, `${code} ${JSON.stringify(range)}`);
      }
    }),
    { numRuns: 400, seed: 7 },
  );
});
