import { type ClientCapabilities, TextDocumentEdit, type TextEdit, type WorkspaceEdit } from 'vscode-languageserver';

/**
 * An edit as a client can carry it out: without file renames where it cannot rename files or ask the user first, without annotations
 * where it does not know them, and as `changes` where it knows nothing newer.
 */
export function clientEdit(edit: WorkspaceEdit, { workspace }: ClientCapabilities): WorkspaceEdit {
  const can = workspace?.workspaceEdit;
  const asks = can?.changeAnnotationSupport !== undefined;
  const renames = asks && can?.resourceOperations?.includes('rename') === true;
  const kept = (edit.documentChanges ?? []).filter((change) => TextDocumentEdit.is(change) || renames);
  if (can?.documentChanges !== true)
    return { changes: Object.fromEntries(kept.filter(TextDocumentEdit.is).map(textChange)) };
  const { changeAnnotations, ...rest } = edit;
  if (asks)
    return { ...rest, ...(changeAnnotations === undefined ? {} : { changeAnnotations }), documentChanges: kept };
  return {
    ...rest,
    documentChanges: kept.map((change) =>
      TextDocumentEdit.is(change) ? { ...change, edits: change.edits.map(plain) } : change,
    ),
  };
}

function textChange({ textDocument, edits }: TextDocumentEdit): [string, TextEdit[]] {
  return [textDocument.uri, edits.map(plain)];
}

function plain(edit: TextDocumentEdit['edits'][number]): TextEdit {
  const { range } = edit;
  return { range, newText: 'newText' in edit ? edit.newText : edit.snippet.value };
}
