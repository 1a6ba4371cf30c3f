import type { DocumentLink } from 'vscode-languageserver';
import type { Document } from './spot.ts';

export function documentLinks(_document: Document): DocumentLink[] {
  return [];
}
