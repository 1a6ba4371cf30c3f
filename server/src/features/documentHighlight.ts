import { type DocumentHighlight, DocumentHighlightKind } from 'vscode-languageserver';
import { occurrencesAt, occurrencesIn } from '../../../engine/src/project/symbols/occurrences.ts';
import { symbolKey } from '../../../engine/src/project/symbols/symbol.ts';
import type { Spot } from './spot.ts';

/** The places in this file that mean what stands here, written where it is declared; none for keys and values that are no names. */
export function documentHighlights({ snapshot: { project }, file, offset }: Spot): DocumentHighlight[] {
  const keys = new Set(occurrencesAt(project, file, offset).map(({ symbol }) => symbolKey(symbol)));
  if (keys.size === 0) return [];
  const same = occurrencesIn(project, file).filter(({ symbol }) => keys.has(symbolKey(symbol)));
  const byPlace = new Map<string, DocumentHighlight>();
  for (const { range, role } of same) {
    const place = `${range.start.line}:${range.start.character}`;
    if (byPlace.get(place)?.kind === DocumentHighlightKind.Write) continue;
    byPlace.set(place, {
      range,
      kind: role === 'definition' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
    });
  }
  return [...byPlace.values()];
}
