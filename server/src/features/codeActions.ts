import type { CodeAction, CodeActionKind, Range } from 'vscode-languageserver';
import type { FoundProblem } from '../../../engine/src/checks/all.ts';
import type { Document, Snapshot } from './spot.ts';

export interface ActionRequest {
  readonly range: Range;
  /** Problems of the file, as they were last found. */
  readonly problems: readonly FoundProblem[];
  readonly only: readonly CodeActionKind[] | undefined;
}

/** Quick fixes of the problems in a range, refactorings of what stands there, and `source.fixAll`. */
export function codeActions(_document: Document, _request: ActionRequest, _signal: AbortSignal): CodeAction[] {
  return [];
}

/** The action with its edit. */
export async function resolveCodeAction(
  action: CodeAction,
  _snapshot: Snapshot,
  _signal: AbortSignal,
): Promise<CodeAction> {
  return action;
}
