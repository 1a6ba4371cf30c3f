import type { WorkspaceSymbol } from 'vscode-languageserver';
import { metrics } from '../../../engine/src/catalog/catalog.ts';
import type { Project } from '../../../engine/src/project/project.ts';
import type { SpecFile } from '../../../engine/src/project/specFile.ts';
import { type Declaration, declaredIn } from '../../../engine/src/project/symbols/occurrences.ts';
import type { Snapshot } from './spot.ts';
import { displayName, SYMBOL_KINDS } from './symbols/symbolKinds.ts';

const MOST = 500;

interface Match {
  readonly snapshot: Snapshot;
  readonly file: SpecFile;
  readonly declaration: Declaration;
  readonly name: string;
  readonly score: number;
}

/** What the specs of all projects declare and the query's letters stand in, in their order; the best first, 500 at most. */
export function workspaceSymbols(
  snapshots: readonly Snapshot[],
  query: string,
  signal: AbortSignal,
): WorkspaceSymbol[] {
  const wanted = query.trim().toLowerCase();
  const matches: Match[] = [];
  for (const snapshot of snapshots)
    for (const file of snapshot.project.files.values()) {
      if (signal.aborted) return [];
      for (const declaration of declared(snapshot.project, file)) {
        const name = displayName(declaration.symbol);
        const score = similarity(name, wanted);
        if (score > 0) matches.push({ snapshot, file, declaration, name, score });
      }
    }
  matches.sort(
    (a, b) => b.score - a.score || a.name.length - b.name.length || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  );
  return matches.slice(0, MOST).map(({ snapshot, file, declaration, name }) => ({
    name,
    kind: SYMBOL_KINDS[declaration.symbol.kind],
    containerName: declaration.symbol.of ?? file.path,
    location: { uri: snapshot.uri(file.path), range: declaration.range() },
  }));
}

/** What a file declares, without the metrics that Modelyard brings. */
function declared(project: Project, file: SpecFile): readonly Declaration[] {
  return declaredIn(project, file).filter(({ symbol: { kind, name } }) => kind !== 'metric' || !BROUGHT.has(name));
}

const BROUGHT: ReadonlySet<string> = new Set(metrics.map(({ name }) => name));

/** 0 where the letters do not stand in the name in their order; more where they stand at its beginning, at words, together. */
function similarity(name: string, wanted: string): number {
  if (wanted === '') return 1;
  const lower = name.toLowerCase();
  if (lower === wanted) return 1000;
  const at = lower.indexOf(wanted);
  if (at === 0) return 800;
  if (at > 0) return isWordStart(lower, at) ? 600 : 400;
  let score = 100;
  let from = 0;
  for (const letter of wanted) {
    const found = lower.indexOf(letter, from);
    if (found === -1) return 0;
    score += isWordStart(lower, found) ? 5 : found === from ? 3 : -1;
    from = found + 1;
  }
  return Math.max(1, score);
}

function isWordStart(text: string, at: number): boolean {
  return at === 0 || /[^a-z0-9]/.test(text[at - 1]!);
}
