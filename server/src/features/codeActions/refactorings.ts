import { type CodeAction, CodeActionKind, type Range } from 'vscode-languageserver';
import { toTextEdits } from '../edits/edit.ts';
import type { Document } from '../spot.ts';
import { collectionStyle } from './collectionStyle.ts';
import { extractParam } from './extractParam.ts';
import type { Fix } from './fix.ts';
import { inlineParam } from './inlineParam.ts';

/** What can be written another way with the same meaning. */
export function refactorings({ snapshot, file }: Document, range: Range): CodeAction[] {
  const { tree } = file;
  if (tree.brokenAt !== undefined || file.kind === undefined) return [];
  const offset = tree.lines.offset(range.start);
  const action = (kind: CodeActionKind, { title, edits }: Fix): CodeAction => ({
    title,
    kind,
    edit: { changes: { [snapshot.uri(file.path)]: toTextEdits(edits[0]?.edits ?? [], tree.lines) } },
  });
  return [
    ...extractParam(file, offset).map((fix) => action(CodeActionKind.RefactorExtract, fix)),
    ...inlineParam(snapshot.project, file, offset).map((fix) => action(CodeActionKind.RefactorInline, fix)),
    ...collectionStyle(file, offset).map((fix) => action(CodeActionKind.RefactorRewrite, fix)),
  ];
}
