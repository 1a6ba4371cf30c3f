import type { CodeLens, Command, Position } from 'vscode-languageserver';
import { occurrencesIn, occurrencesOf } from '../../../../engine/src/project/symbols/occurrences.ts';
import type { SpecSymbol, SymbolKind } from '../../../../engine/src/project/symbols/symbol.ts';
import { COMMANDS } from '../../protocol.ts';
import type { Document, Snapshot } from '../spot.ts';
import { command } from './lens.ts';

/** What a lens carries until its references are counted. */
export interface ReferencesData {
  readonly kind: 'references';
  readonly symbol: SpecSymbol;
  readonly uri: string;
  readonly position: Position;
}

const COUNTED: ReadonlySet<SymbolKind> = new Set(['dataset', 'view', 'field']);

/** Above what other specs use; how often is told when the lens is seen. */
export function referenceLenses({ file, snapshot }: Document): readonly CodeLens[] {
  const declared = occurrencesIn(snapshot.project, file).filter(
    ({ symbol, role, form }) => role === 'definition' && form === 'yaml' && COUNTED.has(symbol.kind),
  );
  const uri = snapshot.uri(file.path);
  return declared.map(({ symbol, range }) => ({
    range,
    data: { kind: 'references', symbol, uri, position: range.start } satisfies ReferencesData,
  }));
}

export function referencesCommand({ project }: Snapshot, { symbol, uri, position }: ReferencesData): Command {
  const found = occurrencesOf(project, symbol).filter(({ occurrence }) => occurrence.role === 'reference');
  const title = `${found.length} reference${found.length === 1 ? '' : 's'}`;
  return command(COMMANDS.showReferences, title, { uri, position });
}

export function isReferencesData(data: unknown): data is ReferencesData {
  return typeof data === 'object' && data !== null && (data as { readonly kind?: unknown }).kind === 'references';
}
