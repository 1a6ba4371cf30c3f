import { parseTemplate } from '../../../../engine/src/language/expressions/template.ts';
import { type Token, tokenize } from '../../../../engine/src/language/expressions/tokens.ts';
import type { ScalarText } from '../../../../engine/src/language/tree.ts';
import type { TokenModifier, TokenType } from './legend.ts';
import type { TokenList } from './tokenList.ts';

/** Tokens of the expressions in a part of a scalar, with their braces. */
export function expressionTokens(tokens: TokenList, scalar: ScalarText, [from, to]: readonly [number, number]): void {
  for (const segment of parseTemplate(scalar.text.slice(from, to)).segments) {
    if (segment.kind !== 'expression') continue;
    const start = from + segment.start;
    const end = from + segment.end;
    tokens.addInside(scalar, [start, start + 3], 'macro');
    bareExpression(tokens, scalar, [start + 3, start + 3 + segment.source.length]);
    if (scalar.text.slice(end - 2, end) === '}}') tokens.addInside(scalar, [end - 2, end], 'macro');
  }
}

/** Tokens of an expression without braces. */
export function bareExpression(tokens: TokenList, scalar: ScalarText, [from, to]: readonly [number, number]): void {
  const read = tokenize(scalar.text.slice(from, to), from);
  if (read.kind === 'problem') return;
  for (const [index, token] of read.tokens.entries()) {
    const role = roleOf(read.tokens, index);
    if (role !== undefined) tokens.addInside(scalar, [token.start, token.end], ...role);
  }
}

type Role = readonly [type: TokenType, modifiers?: readonly TokenModifier[]];

function roleOf(tokens: readonly Token[], index: number): Role | undefined {
  const { kind, text } = tokens[index]!;
  if (kind === 'integer' || kind === 'float') return ['number'];
  if (kind === 'text') return ['string'];
  if (kind === 'operator') return /[.,()[\]]/.test(text) ? undefined : ['operator'];
  if (kind !== 'name') return undefined;
  if (tokens[index - 1]?.text === '.' && tokens[index - 1]?.kind === 'operator') return member(tokens, index);
  if (tokens[index + 1]?.text === '(') return ['function', ['defaultLibrary']];
  return ['true', 'false', 'null'].includes(text) ? ['keyword'] : ['namespace', ['readonly']];
}

/** `params.rounds` is a param, `steps.train` a step; all else behind a dot is a property. */
function member(tokens: readonly Token[], index: number): Role {
  const context = tokens[index - 3]?.text === '.' ? undefined : tokens[index - 2]?.text;
  if (context === 'params') return ['parameter', ['readonly']];
  return context === 'steps' ? ['method', ['readonly']] : ['property', ['readonly']];
}
