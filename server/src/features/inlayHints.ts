import type { InlayHint, Range } from 'vscode-languageserver';
import { expressionHints } from './inlayHints/expressionHints.ts';
import { measuredHints } from './inlayHints/measuredHints.ts';
import { monitorHints } from './inlayHints/monitorHints.ts';
import { referenceHints } from './inlayHints/referenceHints.ts';
import { rowHints } from './inlayHints/rowHints.ts';
import { PATIENCE, soon } from './soon.ts';
import type { Document } from './spot.ts';

/** Values that a range of a file stands for: measured metrics, versions behind aliases, expressions, numbers of rows. */
export async function inlayHints(document: Document, range: Range, signal: AbortSignal): Promise<InlayHint[]> {
  const { file, snapshot } = document;
  if (file.kind === undefined) return [];
  const runs =
    file.kind === 'pipeline' && file.name !== undefined ? snapshot.knowledge.runs(file.name, signal) : undefined;
  const known = (await (runs && soon(runs, PATIENCE / 2))) ?? [];
  const asked = { document, range, runs: known };
  return [
    ...measuredHints(asked),
    ...(await monitorHints(asked, PATIENCE / 2, signal)),
    ...referenceHints(asked),
    ...expressionHints(asked),
    ...(await rowHints(asked)),
  ].sort((a, b) => a.position.line - b.position.line || a.position.character - b.position.character);
}
