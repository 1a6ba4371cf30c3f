import type { Range, SemanticTokens, SemanticTokensLegend } from 'vscode-languageserver';
import { MODIFIERS, TYPES } from './semanticTokens/legend.ts';
import { placeTokens } from './semanticTokens/placeTokens.ts';
import { TokenList } from './semanticTokens/tokenList.ts';
import type { Document } from './spot.ts';

export const LEGEND: SemanticTokensLegend = { tokenTypes: [...TYPES], tokenModifiers: [...MODIFIERS] };

/** What words of a file mean: keys and names by their role, expressions, and SQL. */
export function semanticTokens({ file }: Document, range?: Range): SemanticTokens {
  const { tree } = file;
  const from = range === undefined ? 0 : tree.lines.offset(range.start);
  const to = range === undefined ? file.text.length : tree.lines.offset(range.end);
  const tokens = new TokenList(tree);
  for (const place of file.places) placeTokens(file, place, tokens, [from, to]);
  return { data: tokens.encoded([from, to]) };
}
