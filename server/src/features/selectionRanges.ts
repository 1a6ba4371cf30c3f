import type { SelectionRange } from 'vscode-languageserver';
import type { Document } from './spot.ts';

/** One for each offset: from the word outwards to the whole file. */
export function selectionRanges(_document: Document, _offsets: readonly number[]): SelectionRange[] {
  return [];
}
