import type { Expression, ExpressionProblem } from './expression.ts';
import { parseExpression } from './parse.ts';
import { remembered } from './remembered.ts';

/** The text of a scalar, cut where `${{ }}` begins and ends; offsets are those of that text. */
export interface Template {
  readonly segments: readonly Segment[];
  /** One expression and nothing but blanks around it: its value keeps its type. */
  readonly whole: boolean;
  readonly problems: readonly ExpressionProblem[];
}

export type Segment =
  | { readonly kind: 'text'; readonly text: string; readonly start: number; readonly end: number }
  | {
      readonly kind: 'expression';
      /** Undefined when it has a problem. */
      readonly ast: Expression | undefined;
      /** What stands between `${{` and `}}`. */
      readonly source: string;
      readonly start: number;
      readonly end: number;
    };

/** Whether the text holds an expression, or the beginning of one. */
export function hasExpression(text: string): boolean {
  return text.includes('${{');
}

export const parseTemplate: (text: string) => Template = remembered(2048, cut);

function cut(text: string): Template {
  const segments: Segment[] = [];
  const problems: ExpressionProblem[] = [];
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('${{', at);
    if (open !== at) {
      const end = open === -1 ? text.length : open;
      segments.push({ kind: 'text', text: text.slice(at, end), start: at, end });
      at = end;
      continue;
    }
    const end = expressionEnd(text, open);
    if (end === undefined) {
      const start = open;
      problems.push({
        code: 'expression-syntax',
        message: 'This `${{` is never closed with `}}`',
        start,
        end: start + 3,
      });
      segments.push({ kind: 'expression', ast: undefined, source: text.slice(open + 3), start, end: text.length });
      break;
    }
    const source = text.slice(open + 3, end - 2);
    const parsed = parseExpression(source, open + 3);
    problems.push(...parsed.problems);
    segments.push({ kind: 'expression', ast: parsed.ast, source, start: open, end });
    at = end;
  }
  return { segments, whole: isWhole(segments), problems };
}

function isWhole(segments: readonly Segment[]): boolean {
  const solid = segments.filter((segment) => segment.kind === 'expression' || segment.text.trim() !== '');
  return solid.length === 1 && solid[0]?.kind === 'expression';
}

/** Offset behind the `}}` that closes the expression at `start`; `}}` inside a quoted text closes nothing. */
export function expressionEnd(text: string, start: number): number | undefined {
  let quote: string | undefined;
  for (let at = start + 3; at < text.length; at++) {
    const char = text[at];
    if (quote !== undefined) {
      if (char === quote) quote = undefined;
    } else if (char === "'" || char === '"') quote = char;
    else if (char === '}' && text[at + 1] === '}') return at + 2;
  }
  return quote === undefined ? undefined : closeInText(text, start);
}

/** A quote that is never closed would swallow the file: the first `}}` closes, and the quote is the problem. */
function closeInText(text: string, start: number): number | undefined {
  const close = text.indexOf('}}', start + 3);
  return close === -1 ? undefined : close + 2;
}
