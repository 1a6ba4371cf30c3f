import { CompletionItemKind } from 'vscode-languageserver';
import type { Ask } from './ask.ts';
import type { Choice } from './choice.ts';
import { fittingChains, usualChains, wantedType } from './expressions.ts';
import { braced, type TypedChain } from './expressionValues.ts';
import { scalarAround } from './scalarText.ts';
import { whereAt } from './where.ts';
import { yamlText } from './yamlText.ts';

/** After `$` or `{`: expressions as a whole; what was typed, and the brace that the editor closed itself, is replaced. */
export function bracedChoices(ask: Ask, typed: string): readonly Choice[] {
  const { spot } = ask;
  const { text } = spot.file;
  const where = writtenAs(ask, typed);
  const closed = where.flow ? /^\}?/ : /^\}{0,2}/;
  const tail = typed.endsWith('{') ? closed.exec(text.slice(spot.offset))![0].length : 0;
  const span = { start: spot.offset - typed.length, end: spot.offset + tail };
  const quote = (written: string) => yamlText(written, where);
  const chains = wantedType(ask) === undefined ? usualChains(ask) : fittingChains(ask);
  const fitting = bracedOf(chains, where).map((choice): Choice => ({ ...choice, span }));
  const empty: Choice = {
    label: '${{ }}',
    kind: CompletionItemKind.Snippet,
    text: quote('${{ @ }}').replace(/[$}]/g, '\\$&').replace('@', '$1'),
    isSnippet: true,
    detail: 'expression',
    rank: 'usual',
    span,
  };
  return [...fitting, empty];
}

/** Expressions that fit the place, with their braces. */
export function bracedWhole(ask: Ask): readonly Choice[] {
  return bracedOf(fittingChains(ask), ask.where);
}

function bracedOf(chains: readonly TypedChain[], where: Ask['where']): readonly Choice[] {
  return chains.map(({ text, type }) => ({
    label: braced(text),
    kind: CompletionItemKind.Value,
    text: yamlText(braced(text), where),
    detail: type.kind,
    rank: 'best',
  }));
}

/** In the middle of a text it is a part of it; a flow map that is nothing but a brace is none, so that what replaces it is plain. */
function writtenAs(ask: Ask, typed: string): Ask['where'] {
  const { where } = ask;
  if (typed === '{' && where.part === 'key')
    return { ...where, flow: whereAt(ask.spot.file.text, ask.spot.offset - 1).flow };
  const isPart = scalarAround(ask).before.trim() !== typed && where.style === 'plain';
  return isPart ? { ...where, style: 'block' } : where;
}
