import { type CodeAction, CodeActionKind, type Range } from 'vscode-languageserver';
import type { FoundProblem } from '../../../engine/src/checks/all.ts';
import { comparePositions } from '../../../engine/src/language/problem.ts';
import type { SpecFile } from '../../../engine/src/project/specFile.ts';
import { OPERATION_COMMAND, type OperationArgument } from '../protocol.ts';
import { diagnosticOf } from '../toLsp.ts';
import { type Fix, fixing } from './codeActions/fix.ts';
import { FIX_ALL, fixAll } from './codeActions/fixAll.ts';
import { ignore } from './codeActions/ignore.ts';
import { allMissing } from './codeActions/keys.ts';
import { refactorings } from './codeActions/refactorings.ts';
import { FIXES, STANDARD } from './codeActions/table.ts';
import { toTextEdits } from './edits/edit.ts';
import type { Document, Snapshot } from './spot.ts';

export interface ActionRequest {
  readonly range: Range;
  /** Problems of the file, as they were last found. */
  readonly problems: readonly FoundProblem[];
  readonly only: readonly CodeActionKind[] | undefined;
}

/** Quick fixes of the problems in a range, refactorings of what stands there, and `source.fixAll`. */
export function codeActions(document: Document, request: ActionRequest, signal: AbortSignal): CodeAction[] {
  const wants = (kind: CodeActionKind) =>
    request.only === undefined || request.only.some((only) => kind === only || kind.startsWith(`${only}.`));
  const actions: CodeAction[] = [];
  if (signal.aborted) return actions;
  if (wants(CodeActionKind.QuickFix)) actions.push(...quickFixes(document, request));
  if (wants(CodeActionKind.Refactor) || request.only?.some((only) => only.startsWith(CodeActionKind.Refactor)))
    actions.push(...refactorings(document, request.range).filter(({ kind }) => kind === undefined || wants(kind)));
  // Asked for by name only: an editor that lists what there is would show it beside every problem.
  if (request.only !== undefined && wants(FIX_ALL)) actions.push(...fixAll(document, request.problems));
  return actions;
}

/** The action with its edit. */
export async function resolveCodeAction(
  action: CodeAction,
  _snapshot: Snapshot,
  _signal: AbortSignal,
): Promise<CodeAction> {
  return action;
}

/** Fixes of one problem, the likeliest first; to ignore it is the last of all. */
function quickFixes({ snapshot, file }: Document, { problems, range }: ActionRequest): CodeAction[] {
  const here = problems.filter((problem) => touches(problem.range, range)).slice(0, MOST);
  const made = here.map((problem) => ({ problem, at: fixing(snapshot.project, file, problem) }));
  const fixes = made.flatMap(({ problem, at }) => {
    const all = [...(FIXES[problem.code] ?? STANDARD)(at), ...allMissing(at, problems)];
    const certain = all.filter((fix) => problem.code === 'yaml-syntax' || isCertain(fix, file));
    return onePreferred(certain).map((fix) => actionOf(fix, problem, snapshot));
  });
  const ignoring = made.flatMap(({ problem, at }) => ignore(at).map((fix) => actionOf(fix, problem, snapshot)));
  return each([...fixes, ...ignoring]);
}

/** Each once: two problems of a place may be mended by the same edit. */
function each(actions: readonly CodeAction[]): CodeAction[] {
  const seen = new Map(actions.map((action) => [JSON.stringify([action.title, action.edit, action.command]), action]));
  return [...seen.values()];
}

/** Behind the place where the YAML is broken nobody knows what belongs to what. */
function isCertain({ edits }: Fix, { path, tree: { brokenAt } }: SpecFile): boolean {
  if (brokenAt === undefined) return true;
  return edits.every(({ file, edits: own }) => file !== path || own.every(({ end }) => end < brokenAt));
}

/** Problems of one place that anybody wants fixes of. */
const MOST = 20;

function onePreferred(fixes: readonly Fix[]): readonly Fix[] {
  const first = fixes.findIndex(({ preferred }) => preferred);
  return fixes.map((fix, index) => (fix.preferred && index !== first ? { ...fix, preferred: false } : fix));
}

function actionOf(fix: Fix, problem: FoundProblem, snapshot: Snapshot): CodeAction {
  const { title, line, preferred } = fix;
  const { docs } = snapshot;
  const addresses = { uri: snapshot.uri, docs: docs ?? ((page: string) => page) };
  const argument: OperationArgument | undefined = line && { root: snapshot.uri('').replace(/\/$/, ''), line };
  return {
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnosticOf(docs === undefined ? { ...problem, docs: '' } : problem, addresses)],
    ...(preferred ? { isPreferred: true } : {}),
    ...(fix.edits.length === 0 ? {} : { edit: { changes: changesOf(fix, snapshot) } }),
    ...(argument === undefined ? {} : { command: { title, command: OPERATION_COMMAND, arguments: [argument] } }),
  };
}

function changesOf({ edits }: Pick<Fix, 'edits'>, { project, uri }: Snapshot) {
  return Object.fromEntries(
    edits.flatMap(({ file, edits: own }) => {
      const lines = project.files.get(file)?.tree.lines;
      return lines === undefined ? [] : [[uri(file), toTextEdits(own, lines)]];
    }),
  );
}

function touches(a: Range, b: Range): boolean {
  return comparePositions(a.start, b.end) <= 0 && comparePositions(b.start, a.end) <= 0;
}
