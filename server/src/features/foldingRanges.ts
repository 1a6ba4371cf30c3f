import type { FoldingRange } from 'vscode-languageserver';
import type { Document } from './spot.ts';

export function foldingRanges(_document: Document): FoldingRange[] {
  return [];
}
