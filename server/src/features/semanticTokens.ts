import type { Range, SemanticTokens, SemanticTokensLegend } from 'vscode-languageserver';
import type { Document } from './spot.ts';

export const LEGEND: SemanticTokensLegend = { tokenTypes: [], tokenModifiers: [] };

export function semanticTokens(_document: Document, _range?: Range): SemanticTokens {
  return { data: [] };
}
