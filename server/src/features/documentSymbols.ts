import type { DocumentSymbol } from 'vscode-languageserver';
import type { Document } from './spot.ts';

export function documentSymbols(_document: Document): DocumentSymbol[] {
  return [];
}
