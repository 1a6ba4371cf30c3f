import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import type { CodeAction } from 'vscode-languageserver';
import { checkProject, type FoundProblem } from '../../engine/src/checks/all.ts';
import type { Project } from '../../engine/src/project/project.ts';
import { codeActions } from '../../server/src/features/codeActions.ts';
import { type Editor, editor, ROOT } from './editor.ts';
import { readFixture } from './fixture.ts';
import { projectOf } from './problems.ts';

/**
 * One action of a golden file, in this form; what stands behind `#=>` are the files that the action changes. Files above the
 * first action are there for all of them.
 *
 *     #== Change to `source`
 *     #: unknown-key
 *     #- churn.dataset.yaml
 *     dataset: churn
 *     sourcee: churn.csv
 *     #=>
 *     #- churn.dataset.yaml
 *     dataset: churn
 *     source: churn.csv
 */
export interface GoldenAction {
  readonly title: string;
  /** Code of the problem that it mends; `refactor` for what stands at the mark, `source` for all of the first file. */
  readonly code: string;
  readonly before: string;
  readonly after: string;
}

/** Whether golden files are rewritten by what is there now. */
export const UPDATE = Boolean(process.env['UPDATE_GOLDEN']);

export interface GoldenFile {
  readonly shared: string;
  readonly actions: readonly GoldenAction[];
}

export function readGolden(path: string): GoldenFile {
  const [shared = '', ...parts] = readFileSync(path, 'utf8').split(/^#== /m);
  return {
    shared,
    actions: parts.map((part) => {
      const [, title = '', code = '', before = '', after = ''] =
        /^(.*)\n#: (.*)\n([\s\S]*?)(?:^#=>\n([\s\S]*))?$(?![\s\S])/m.exec(part) ?? [];
      return { title, code, before, after };
    }),
  };
}

export function writeGolden(path: string, { shared, actions }: GoldenFile): void {
  const parts = actions.map(({ title, code, before, after }) => `#== ${title}\n#: ${code}\n${before}#=>\n${after}`);
  writeFileSync(path, shared + parts.join(''));
}

/** Every action that a fixture offers: fixes of its problems, refactorings at its mark. */
export function actionsOf(open: Editor, code: string): readonly { action: CodeAction; problem?: FoundProblem }[] {
  const { signal } = new AbortController();
  const found = checkProject(open.snapshot.project);
  if (code === 'refactor') {
    const at = open.spot();
    const position = at.file.tree.lines.position(at.offset);
    const request = { range: { start: position, end: position }, problems: [], only: ['refactor'] };
    return codeActions(at, request, signal).map((action) => ({ action }));
  }
  if (code === 'source') {
    const [path] = open.fixture.files.keys();
    const problems = found.filter(({ file }) => file === path);
    const request = { range: WHOLE, problems, only: ['source.fixAll.modelyard'] };
    return codeActions(open.document(path!), request, signal).map((action) => ({ action }));
  }
  const problems = found.filter((problem) => code === '*' || problem.code === code);
  return problems.flatMap((problem) => {
    const request = { range: problem.range, problems: found.filter(isBeside(problem)), only: ['quickfix'] };
    return codeActions(open.document(problem.file), request, signal)
      .filter(({ diagnostics }) => diagnostics?.[0]?.message === problem.message)
      .map((action) => ({ action, problem }));
  });
}

function isBeside({ file }: FoundProblem): (other: FoundProblem) => boolean {
  return (other) => other.file === file;
}

const WHOLE = { start: { line: 0, character: 0 }, end: { line: 1e6, character: 0 } };

/** The fixture after an action: texts of the files that it changes. */
export function changedBy(action: CodeAction, { fixture, snapshot }: Editor): ReadonlyMap<string, string> {
  const changes = action.edit?.changes ?? {};
  return new Map(
    Object.entries(changes).map(([uri, edits]) => {
      const path = uri.slice(`file://${ROOT}/`.length);
      const file = snapshot.project.files.get(path);
      assert.ok(file, `${path} is no spec of the fixture`);
      const { lines } = file.tree;
      const sorted = edits.map(({ range, newText }) => ({
        from: lines.offset(range.start),
        to: lines.offset(range.end),
        newText,
      }));
      let out = fixture.files.get(path) ?? file.text;
      let last = Number.POSITIVE_INFINITY;
      for (const { from, to, newText } of sorted.toReversed()) {
        assert.ok(to <= last, `${action.title}: edits overlap`);
        out = out.slice(0, from) + newText + out.slice(to);
        last = from;
      }
      return [path, out];
    }),
  );
}

/** That the problem is gone, and for what is preferred that no error is there which was not there before. */
export function assertMended(
  open: Editor,
  action: CodeAction,
  problem: FoundProblem | undefined,
  project?: Project,
): void {
  const before = checkProject(open.snapshot.project);
  const files = new Map([...open.fixture.files, ...changedBy(action, open)]);
  const after = checkProject(project ?? projectOf({ ...open.fixture, files }));
  const counts = (all: readonly FoundProblem[], wanted: FoundProblem) =>
    all.filter(({ code, file, message }) => code === wanted.code && file === wanted.file && message === wanted.message)
      .length;
  const named = `${action.title}\n${[...changedBy(action, open).values()].join('\n---\n')}`;
  if (problem !== undefined)
    assert.ok(counts(after, problem) < counts(before, problem), `${problem.code} is still there after: ${named}`);
  if (problem !== undefined && action.isPreferred !== true) return;
  const known = new Set(before.map(({ code, file }) => `${file} ${code}`));
  const fresh = after.filter((each) => each.severity === 'error' && !known.has(`${each.file} ${each.code}`));
  assert.deepEqual(
    fresh.map(({ file, code, message }) => `${file} ${code}: ${message}`),
    [],
    `new problems after: ${named}`,
  );
}

export function openGolden({ before }: GoldenAction, shared: string): Editor {
  return editor(before + shared);
}

export function textsIn(fixture: string): ReadonlyMap<string, string> {
  return readFixture(fixture).files;
}
