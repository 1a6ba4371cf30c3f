import type { CodeLens } from 'vscode-languageserver';
import type { Document, Snapshot } from './spot.ts';

/** Lenses of a file; only commands that the client can carry out. What costs is left to `resolveCodeLens`. */
export async function codeLenses(
  _document: Document,
  _commands: ReadonlySet<string>,
  _signal: AbortSignal,
): Promise<CodeLens[]> {
  return [];
}

export async function resolveCodeLens(lens: CodeLens, _snapshot: Snapshot, _signal: AbortSignal): Promise<CodeLens> {
  return lens;
}
