import type { CodeAction } from 'vscode-languageserver';
import type { FoundProblem } from '../../../../engine/src/checks/all.ts';
import { type Edit, overlap, toTextEdits } from '../edits/edit.ts';
import type { Document } from '../spot.ts';
import { fixing } from './fix.ts';
import { FIXES } from './table.ts';

/** What an editor asks for on saving. */
export const FIX_ALL = 'source.fixAll.modelyard';

/** Rules of which some fixes are safe. */
const SAFE = new Set(['yaml-syntax', 'wrong-type', 'duplicate-value', 'sql-cut-by-yaml']);

/** All mistakes of a file that can be mended without asking, in one edit. */
export function fixAll({ snapshot, file }: Document, problems: readonly FoundProblem[]): CodeAction[] {
  const edits: Edit[] = [];
  for (const problem of problems) {
    if (!SAFE.has(problem.code)) continue;
    const safe = FIXES[problem.code]?.(fixing(snapshot.project, file, problem)).find((fix) => fix.safe);
    const own = safe?.edits.flatMap((each) => (each.file === file.path ? each.edits : [])) ?? [];
    if (!overlap([...edits, ...own])) edits.push(...own);
  }
  if (edits.length === 0) return [];
  const changes = { [snapshot.uri(file.path)]: toTextEdits(edits, file.tree.lines) };
  return [{ title: 'Mend all that is certain', kind: FIX_ALL, edit: { changes } }];
}
