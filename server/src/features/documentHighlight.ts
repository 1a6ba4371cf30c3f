import type { DocumentHighlight } from 'vscode-languageserver';
import type { Spot } from './spot.ts';

export function documentHighlights(_spot: Spot): DocumentHighlight[] {
  return [];
}
