import type { CodeLens } from 'vscode-languageserver';
import { COMMANDS } from '../protocol.ts';
import { datasetLenses } from './codeLens/datasetLenses.ts';
import type { Lens } from './codeLens/lens.ts';
import { modelLenses } from './codeLens/modelLenses.ts';
import { monitorLenses } from './codeLens/monitorLenses.ts';
import { pipelineLenses } from './codeLens/pipelineLenses.ts';
import { isReferencesData, referenceLenses, referencesCommand } from './codeLens/referenceLenses.ts';
import type { Document, Snapshot } from './spot.ts';

/** Lenses of a file; only commands that the client can carry out. What costs is left to `resolveCodeLens`. */
export async function codeLenses(
  document: Document,
  commands: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<CodeLens[]> {
  if (commands.size === 0) return [];
  // A fact is a lens without a command.
  const isShown = ({ command: { command } }: Lens) => command === '' || commands.has(command);
  const lenses = fitting((await lensesOf(document, signal)).filter(isShown));
  return [...lenses, ...(commands.has(COMMANDS.showReferences) ? referenceLenses(document) : [])];
}

/** Counts references. */
export async function resolveCodeLens(lens: CodeLens, snapshot: Snapshot, _signal: AbortSignal): Promise<CodeLens> {
  return isReferencesData(lens.data) ? { ...lens, command: referencesCommand(snapshot, lens.data) } : lens;
}

/** More above one line would not be read: the first so many, and what is left out stands in trees and pages too. */
const MOST = 4;

function fitting(lenses: readonly Lens[]): readonly Lens[] {
  const counts = new Map<number, number>();
  return lenses.filter(({ range: { start } }) => {
    const count = (counts.get(start.line) ?? 0) + 1;
    counts.set(start.line, count);
    return count <= MOST;
  });
}

async function lensesOf(document: Document, signal: AbortSignal): Promise<readonly Lens[]> {
  if (document.file.kind === 'modelcard') return modelLenses(document);
  if (document.file.kind === 'pipeline') return [...(await pipelineLenses(document, signal)), ...modelLenses(document)];
  if (document.file.kind === 'monitor') return monitorLenses(document, signal);
  return document.file.kind === 'dataset' ? datasetLenses(document) : [];
}
