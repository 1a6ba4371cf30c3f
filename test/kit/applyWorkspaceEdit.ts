import assert from 'node:assert/strict';
import type { TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import { lineIndex } from '../../engine/src/language/lineIndex.ts';
import { ROOT } from './editor.ts';

/** Files by path after an edit of an editor's fixture, with what needs the user's word. */
export function applyWorkspaceEdit(
  files: ReadonlyMap<string, string>,
  { documentChanges = [] }: WorkspaceEdit,
): ReadonlyMap<string, string> {
  const out = new Map(files);
  for (const change of documentChanges) {
    if ('textDocument' in change) {
      const path = pathOf(change.textDocument.uri);
      out.set(path, applied(out.get(path) ?? assert.fail(`${path} is not there`), change.edits as TextEdit[]));
    } else if (change.kind === 'rename') {
      const [from, to] = [pathOf(change.oldUri), pathOf(change.newUri)];
      const text = out.get(from) ?? assert.fail(`${from} is not there`);
      out.delete(from);
      out.set(to, text);
    } else assert.fail(`${change.kind} is not expected`);
  }
  return out;
}

function pathOf(uri: string): string {
  assert.ok(uri.startsWith(`file://${ROOT}/`), uri);
  return uri.slice(`file://${ROOT}/`.length);
}

function applied(text: string, edits: readonly TextEdit[]): string {
  const lines = lineIndex(text);
  let out = '';
  let at = 0;
  for (const { range, newText } of edits) {
    const [start, end] = [lines.offset(range.start), lines.offset(range.end)];
    assert.ok(start >= at, 'edits overlap');
    out += text.slice(at, start) + newText;
    at = end;
  }
  return out + text.slice(at);
}
