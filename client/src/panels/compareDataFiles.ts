import { posix } from 'node:path';
import { Uri, window, workspace } from 'vscode';
import type { FilesSubject } from '../../../webviews/drift/protocol.ts';
import { pickTable } from '../start/pickTable.ts';

/** As tests and other commands give them: addresses. */
export interface FilesArgument {
  readonly reference: string;
  readonly current: string;
}

/**
 * The two files whose drift is asked for.
 * @param given the file that the Explorer's menu was opened on
 * @param selected all that are selected there
 * @returns undefined where the user leaves
 */
export async function filesToCompare(
  given: Uri | FilesArgument | undefined,
  selected: readonly Uri[] = [],
): Promise<FilesSubject | undefined> {
  const pair = await pairOf(given, selected);
  if (pair === undefined) return undefined;
  const [reference, current] = pair;
  const root = workspace.getWorkspaceFolder(current)?.uri ?? Uri.joinPath(current, '..');
  return { root: root.toString(), reference: reference.fsPath, current: current.fsPath };
}

async function pairOf(
  given: Uri | FilesArgument | undefined,
  selected: readonly Uri[],
): Promise<readonly [reference: Uri, current: Uri] | undefined> {
  if (given !== undefined && !(given instanceof Uri)) return [Uri.parse(given.reference), Uri.parse(given.current)];
  if (selected.length === 2) return inOrder(selected);
  const reference = await pickTable({ placeHolder: REFERENCE, openLabel: 'Use as Reference', ...without(given) });
  if (reference === undefined) return undefined;
  const current = given ?? (await pickTable({ placeHolder: CURRENT, openLabel: 'Compare', without: reference }));
  return current && [reference, current];
}

const REFERENCE = 'Reference: the rows as they should be';
const CURRENT = 'Current: the rows as they are';

function without(file: Uri | undefined) {
  return file === undefined ? {} : { without: file };
}

/** Which of the two selected ones is the reference, only the user knows. */
async function inOrder(files: readonly Uri[]): Promise<readonly [Uri, Uri] | undefined> {
  const [a, b] = files as [Uri, Uri];
  const item = (reference: Uri, current: Uri) => ({
    label: posix.basename(reference.path),
    description: `against it ${posix.basename(current.path)}`,
    pair: [reference, current] as const,
  });
  return (await window.showQuickPick([item(a, b), item(b, a)], { placeHolder: REFERENCE }))?.pair;
}
