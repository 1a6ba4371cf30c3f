import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { Failure } from '../../engine/src/failure.ts';
import { buildProject } from '../../engine/src/project/project.ts';
import { madeOf, madeOfIt, prepareLineage } from '../../server/src/features/callHierarchy.ts';
import { definition } from '../../server/src/features/definition.ts';
import { documentHighlights } from '../../server/src/features/documentHighlight.ts';
import { documentSymbols } from '../../server/src/features/documentSymbols.ts';
import { references } from '../../server/src/features/references.ts';
import { prepareRename, rename } from '../../server/src/features/rename.ts';
import { workspaceSymbols } from '../../server/src/features/workspaceSymbols.ts';
import { editor } from '../kit/editor.ts';

const FOLDER = join(import.meta.dirname, '../../examples/flights');
const TEXTS = new Map(
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => [name, readFileSync(join(FOLDER, name), 'utf8')]),
);
const PATHS = [...TEXTS.keys()];
const PIECES = [
  '"',
  "'",
  '${{',
  '}}',
  '[',
  '{',
  '\t',
  '\r\n',
  '<<<<<<< a\n',
  '=======\n',
  '&a ',
  '*a',
  '|',
  ': ',
  '- ',
  '\0',
  '\ud800',
  '(',
  '--',
  '$$',
  'columns: {',
  '',
];

test('no half-written file breaks what asks for names', () => {
  const mutation = fc.record({
    path: fc.constantFrom(...PATHS),
    at: fc.nat(4000),
    cut: fc.nat(40),
    put: fc.constantFrom(...PIECES),
    place: fc.nat(4000),
  });
  fc.assert(
    fc.property(mutation, ({ path, at, cut, put, place }) => {
      const text = TEXTS.get(path)!;
      const from = at % text.length;
      const project = buildProject(new Map(TEXTS).set(path, text.slice(0, from) + put + text.slice(from + cut)));
      const { snapshot } = editor('', { project });
      const file = project.files.get(path)!;
      const spot = { snapshot, file, offset: place % (file.text.length + 2) };
      definition(spot);
      references(spot, { declarations: true });
      documentHighlights(spot);
      documentSymbols(spot);
      for (const item of prepareLineage(spot) ?? []) [madeOf(item, snapshot), madeOfIt(item, snapshot)];
      try {
        prepareRename(spot);
        rename(spot, 'renamed');
      } catch (error) {
        assert.ok(error instanceof Failure, String(error));
      }
    }),
    { numRuns: 150 },
  );
  const { snapshot } = editor('', { project: buildProject(TEXTS) });
  assert.ok(workspaceSymbols([snapshot], 'e', new AbortController().signal).length > 10);
});
