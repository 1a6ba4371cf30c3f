import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { checkProject, type FoundProblem } from '../../engine/src/checks/all.ts';
import { parseTree } from '../../engine/src/language/tree.ts';
import { NO_FACTS } from '../../engine/src/project/facts.ts';
import { buildProject } from '../../engine/src/project/project.ts';
import { codeActions } from '../../server/src/features/codeActions.ts';
import { documentLinks } from '../../server/src/features/documentLinks.ts';
import { foldingRanges } from '../../server/src/features/foldingRanges.ts';
import { format, formatOnType } from '../../server/src/features/formatting.ts';
import { selectionRanges } from '../../server/src/features/selectionRanges.ts';
import { semanticTokens } from '../../server/src/features/semanticTokens.ts';
import { type Editor, editorOf } from '../kit/editor.ts';
import { changedBy } from '../kit/goldenActions.ts';

const EXAMPLE = fileURLToPath(new URL('../../examples/flights/', import.meta.url));
const TEXTS = new Map(
  globSync('**/*.yaml', { cwd: EXAMPLE }).map((path) => [
    path.replaceAll('\\', '/'),
    readFileSync(EXAMPLE + path, 'utf8'),
  ]),
);
const OPTIONS = { tabSize: 2, insertSpaces: true };

/** A stretch of a file that is taken out, and what is written there. */
const mutations = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.constantFrom(0, 0, 1, 7, 40),
  text: fc.constantFrom(
    '',
    '\t',
    ': ',
    '"',
    '{',
    '}',
    ']',
    '\n',
    '- ',
    '# c',
    '|',
    '&a ',
    '*a',
    '${{',
    '}}',
    '\r\n',
    '<<<<<<< x\n',
    '=======\n',
    '>>>>>>> y\n',
    '😀',
    ',',
    '    ',
    'zz',
    '---\n',
    '(',
  ),
});

const mutated = fc
  .tuple(fc.constantFrom(...TEXTS.keys()), fc.array(mutations, { minLength: 1, maxLength: 3 }))
  .map(([path, changes]) => {
    const text = changes.reduce((before, { at, length, text: put }) => {
      const start = Math.floor(at * before.length);
      return before.slice(0, start) + put + before.slice(start + length);
    }, TEXTS.get(path)!);
    return { path, text };
  });

function open(path: string, text: string): Editor {
  const files = new Map([...TEXTS, [path, text]]);
  return editorOf({ files, expected: [], marks: [] }, { project: buildProject(files, { facts: NO_FACTS }) });
}

function applied(editor: Editor, path: string, edits: ReturnType<typeof format>): string {
  const change = { title: '', edit: { changes: { [editor.snapshot.uri(path)]: edits } } };
  return changedBy(change, editor).get(path)!;
}

test('half-written and broken files have answers, and shaping them changes no value', () => {
  fc.assert(
    fc.property(mutated, fc.double({ min: 0, max: 1, noNaN: true }), ({ path, text }, place) => {
      const editor = open(path, text);
      const document = editor.document(path);
      const offset = Math.floor(place * text.length);
      const { lines, value } = document.file.tree;
      const range = lines.range(offset, Math.min(text.length, offset + 300));
      foldingRanges(document);
      documentLinks(document);
      semanticTokens(document);
      semanticTokens(document, range);
      assert.equal(selectionRanges(document, [offset, 0, text.length]).length, 3);
      formatOnType({ ...document, offset }, OPTIONS);
      for (const edits of [format(document, OPTIONS), format(document, OPTIONS, range)])
        assert.deepEqual(parseTree(applied(editor, path, edits)).value, value);
    }),
    { numRuns: 60 },
  );
});

test('what is written another way keeps its meaning', () => {
  const { signal } = new AbortController();
  fc.assert(
    fc.property(mutated, fc.double({ min: 0, max: 1, noNaN: true }), ({ path, text }, place) => {
      const editor = open(path, text);
      const document = editor.document(path);
      const { tree } = document.file;
      const offset = Math.floor(place * text.length);
      const request = { range: tree.lines.range(offset, offset), problems: [], only: ['refactor'] };
      for (const action of codeActions(document, request, signal)) {
        const after = parseTree(changedBy(action, editor).get(path)!);
        assert.deepEqual(after.problems.length, tree.problems.length, action.title);
        assert.equal(after.comments.length, tree.comments.length, action.title);
        if (action.kind === 'refactor.rewrite') assert.deepEqual(after.value, tree.value, action.title);
      }
    }),
    { numRuns: 60 },
  );
});

test('what is preferred to mend a problem mends it', () => {
  const { signal } = new AbortController();
  const same = (all: readonly FoundProblem[], { file, code, message }: FoundProblem) =>
    all.filter((each) => each.file === file && each.code === code && each.message === message).length;
  fc.assert(
    fc.property(mutated, ({ path, text }) => {
      const editor = open(path, text);
      const problems = checkProject(editor.snapshot.project);
      for (const problem of problems.filter(({ file }) => file === path).slice(0, 3)) {
        const request = { range: problem.range, problems: [problem], only: undefined };
        const actions = codeActions(editor.document(path), request, signal);
        const preferred = actions.find(({ isPreferred, edit }) => isPreferred && edit !== undefined);
        if (preferred === undefined) continue;
        const files = new Map([...editor.fixture.files, ...changedBy(preferred, editor)]);
        const after = checkProject(buildProject(files, { facts: NO_FACTS }));
        assert.ok(same(after, problem) < same(problems, problem), `${problem.message}\n${preferred.title}`);
      }
    }),
    { numRuns: 40 },
  );
});
