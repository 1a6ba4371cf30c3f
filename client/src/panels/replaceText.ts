import { Range, Uri, WorkspaceEdit, window, workspace } from 'vscode';
import type { PageArguments } from '../../../webviews/shared/protocol.ts';
import { insideFolder } from './insideFolder.ts';

type Fields = Readonly<Record<keyof PageArguments['replaceText'], unknown>>;

/**
 * Opens a spec with one of its values replaced and marked, not saved: the user sees it, and takes it back with one undo. Where
 * another text stands there by now, the line is shown and nothing is changed.
 */
export async function replaceText(given: Fields, root: Uri): Promise<void> {
  const parts = insideFolder(given.file);
  if (parts === undefined) throw new Error(`${String(given.file)} lies outside of the project`);
  const [line, character, text, by] = [
    Number(given.line),
    Number(given.character),
    String(given.text),
    String(given.by),
  ];
  const document = await workspace.openTextDocument(Uri.joinPath(root, ...parts));
  const range = document.validateRange(new Range(line, character, line, character + text.length));
  const isThere = document.getText(range) === text;
  if (isThere) {
    const edit = new WorkspaceEdit();
    edit.replace(document.uri, range, by);
    if (!(await workspace.applyEdit(edit))) throw new Error(`${document.uri.fsPath} could not be changed`);
  }
  const end = isThere ? range.start.translate(0, by.length) : range.start;
  await window.showTextDocument(document, { selection: new Range(range.start, end), preview: true });
}
