import type { WorkspaceSymbol } from 'vscode-languageserver';
import type { Snapshot } from './spot.ts';

export function workspaceSymbols(
  _snapshots: readonly Snapshot[],
  _query: string,
  _signal: AbortSignal,
): WorkspaceSymbol[] {
  return [];
}
