import type { InlayHint, Range } from 'vscode-languageserver';
import type { Document } from './spot.ts';

export async function inlayHints(_document: Document, _range: Range, _signal: AbortSignal): Promise<InlayHint[]> {
  return [];
}
