import { Range, type Uri, window } from 'vscode';

/** Opens a text at a line, counted from 0. */
export async function openAt(file: Uri, line: number): Promise<void> {
  await window.showTextDocument(file, { selection: new Range(line, 0, line, 0), preview: true });
}
