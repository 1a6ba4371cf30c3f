import {
  type AnnotatedTextEdit,
  type ChangeAnnotation,
  type Range,
  RenameFile,
  TextDocumentEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { ENDINGS } from '../../../engine/src/language/kinds.ts';
import type { Project } from '../../../engine/src/project/project.ts';
import { type FoundOccurrence, occurrencesAt } from '../../../engine/src/project/symbols/occurrences.ts';
import type { Occurrence, SpecSymbol } from '../../../engine/src/project/symbols/symbol.ts';
import { toTextEdits } from './edits/edit.ts';
import { checkNewName } from './rename/newName.ts';
import { madeBySql, renamable } from './rename/renamable.ts';
import { writeName } from './rename/write.ts';
import type { Snapshot, Spot } from './spot.ts';

/** @throws Failure where what stands there has no name that can change */
export function prepareRename(spot: Spot): { range: Range; placeholder: string } | null {
  const at = targetAt(spot);
  if (at === undefined) return null;
  renamable(spot.snapshot.project, at.symbol);
  return { range: at.occurrence.range, placeholder: at.symbol.name };
}

/**
 * Writes the new name everywhere that the thing is meant, in all files, each in its own writing. Files that are called after it, and the
 * lock of a dataset, can be renamed with it, where the user agrees.
 * @throws Failure where the new name cannot be one, or is taken
 */
export function rename(spot: Spot, newName: string): WorkspaceEdit | null {
  const at = targetAt(spot);
  if (at === undefined) return null;
  const { snapshot } = spot;
  const found = renamable(snapshot.project, at.symbol);
  if (newName === at.symbol.name) return { documentChanges: [] };
  checkNewName(snapshot.project, at.symbol, found, newName);
  const isBlind = at.symbol.kind === 'column' && isUnseen(snapshot.project, at.symbol, found);
  const edits = [...Map.groupBy(found, ({ file }) => file)].map(([file, own]) =>
    TextDocumentEdit.create(
      { uri: snapshot.uri(file.path), version: null },
      toTextEdits(
        writeName(
          file,
          own.map(({ occurrence }) => occurrence),
          newName,
        ),
        file.tree.lines,
      ).map((edit): AnnotatedTextEdit | typeof edit => (isBlind ? { ...edit, annotationId: 'data' } : edit)),
    ),
  );
  const files = fileRenames(snapshot, found, { from: at.symbol.name, to: newName });
  const annotations = {
    ...(isBlind ? { data: dataAnnotation(at.symbol, newName) } : {}),
    ...(files.length > 0 ? { file: FILE } : {}),
  };
  return {
    documentChanges: [...edits, ...files],
    ...(Object.keys(annotations).length === 0 ? {} : { changeAnnotations: annotations }),
  };
}

const FILE: ChangeAnnotation = {
  label: 'Rename the file too',
  description: 'It is called after what it holds.',
  needsConfirmation: true,
};

function dataAnnotation({ name, of }: SpecSymbol, newName: string): ChangeAnnotation {
  return {
    label: 'Rename the column in the specs',
    description: `The data of ${of} could not be looked at: it must call this column ${newName}, not ${name}.`,
    needsConfirmation: true,
  };
}

/** An alias is renamed for the whole project, not for one model. */
function targetAt({ snapshot, file, offset }: Spot): { symbol: SpecSymbol; occurrence: Occurrence } | undefined {
  const [occurrence] = occurrencesAt(snapshot.project, file, offset);
  if (occurrence === undefined) return undefined;
  const { symbol } = occurrence;
  return { symbol: symbol.kind === 'alias' ? { kind: 'alias', name: symbol.name } : symbol, occurrence };
}

/** Whether nobody can tell if the data has the column. */
function isUnseen(project: Project, { of }: SpecSymbol, found: readonly FoundOccurrence[]): boolean {
  return of !== undefined && !madeBySql(found) && project.facts.columns(of).kind !== 'known';
}

/** A file whose first key is the thing: `flights.dataset.yaml` is called after the dataset in it, and so is `flights.dataset.lock.yaml`. */
function fileRenames(
  snapshot: Snapshot,
  found: readonly FoundOccurrence[],
  { from, to }: { readonly from: string; readonly to: string },
): RenameFile[] {
  const named = new Set(
    found
      .filter(({ file, occurrence }) => occurrence.place.path.length === 1 && occurrence.place.path[0] === file.kind)
      .map(({ file }) => file),
  );
  return [...named].flatMap(({ path, kind }) => {
    if (kind === undefined || kind === 'project') return [];
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    const target = `${folder}${to}${ENDINGS[kind]}`;
    if (path !== `${folder}${from}${ENDINGS[kind]}` || snapshot.project.files.has(target)) return [];
    return [RenameFile.create(snapshot.uri(path), snapshot.uri(target), { overwrite: false }, 'file')];
  });
}
