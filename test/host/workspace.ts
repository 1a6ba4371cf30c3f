import * as vscode from 'vscode';

/** Address of a file of the open workspace. */
export function addressOf(path: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error('These tests need test/fixtures/vscode, or a copy of it, as open folder');
  return vscode.Uri.joinPath(folder.uri, path);
}

/** Opens a file of the workspace in the editor. */
export async function show(path: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(addressOf(path));
  await vscode.window.showTextDocument(document);
  return document;
}

/** Where a piece of text begins, which must be there; `into` characters further. */
export function spot(document: vscode.TextDocument, text: string, into = 0): vscode.Position {
  const at = document.getText().indexOf(text);
  if (at < 0) throw new Error(`${document.uri.path} does not contain: ${text}`);
  return document.positionAt(at + into);
}

/** Replaces the first `from` of a document, as typing would. */
export async function replace(document: vscode.TextDocument, from: string, to: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(spot(document, from), spot(document, from, from.length)), to);
  if (!(await vscode.workspace.applyEdit(edit))) throw new Error('the edit was not taken');
}

/** Throws away what is unsaved and closes all editors, so that the next test finds the files as they are on disk. */
export async function closeAll(): Promise<void> {
  for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

const COMES_WITHIN = 15_000;

/** Asks again and again until the answer is right: what a server knows comes when it comes. */
export async function eventually<T>(
  what: string,
  ask: () => T | PromiseLike<T>,
  isRight: (answer: T) => boolean,
): Promise<T> {
  const until = Date.now() + COMES_WITHIN;
  for (;;) {
    const answer = await ask();
    if (isRight(answer)) return answer;
    if (Date.now() > until) throw new Error(`${what}: not so within ${COMES_WITHIN} ms; last seen ${seen(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function seen(answer: unknown): string {
  // Rows know the row that they stand below.
  const told = (key: string, value: unknown) => (key === 'parent' ? undefined : value);
  return (JSON.stringify(answer, told) ?? 'undefined').slice(0, 2000);
}
