import type { Range, WorkspaceEdit } from 'vscode-languageserver';
import type { Spot } from './spot.ts';

/** @throws Failure where what stands there has no name that can change */
export function prepareRename(_spot: Spot): { range: Range; placeholder: string } | null {
  return null;
}

/** @throws Failure where the new name cannot be one, or is taken */
export function rename(_spot: Spot, _newName: string): WorkspaceEdit | null {
  return null;
}
