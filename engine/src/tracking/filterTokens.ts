import { Failure } from '../failure.ts';

/** A piece of a filter such as ``metrics.`a b` >= 0.5 AND tags.team LIKE 'a%'``. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'operator' | 'punctuation' | 'end';
  /** Without quotes. */
  readonly text: string;
  /** Counts from 0. */
  readonly position: number;
}

const NUMBER = /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w.])/y;
const OPERATOR = />=|<=|!=|<>|==|[<>=]/y;
const WORD = /[\p{L}\p{N}_][\p{L}\p{N}_./:-]*/uy;
const PUNCTUATION = /[(),.]/y;

/** @throws Failure `filter-syntax` */
export function filterTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let position = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = position;
    return pattern.exec(text)?.[0];
  };
  for (;;) {
    position += take(/\s*/y)!.length;
    if (position >= text.length) break;
    const quote = text[position]!;
    if (quote === "'" || quote === '"' || quote === '`') {
      const { value, end } = quoted(text, position);
      tokens.push({ kind: quote === '`' ? 'quoted' : 'string', text: value, position });
      position = end;
      continue;
    }
    const token = firstOf(take, position);
    if (!token) throw filterSyntax(text, position, `'${quote}' has no meaning here`);
    tokens.push(token);
    position += token.text.length;
  }
  tokens.push({ kind: 'end', text: '', position: text.length });
  return tokens;
}

function firstOf(take: (pattern: RegExp) => string | undefined, position: number): Token | undefined {
  const kinds = [
    ['number', NUMBER],
    ['operator', OPERATOR],
    ['word', WORD],
    ['punctuation', PUNCTUATION],
  ] as const;
  for (const [kind, pattern] of kinds) {
    const text = take(pattern);
    if (text !== undefined) return { kind, text, position };
  }
  return undefined;
}

/** A doubled quote stands for itself, as in SQL. */
function quoted(text: string, start: number): { value: string; end: number } {
  const quote = text[start]!;
  let value = '';
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] !== quote) value += text[at];
    else if (text[at + 1] === quote) value += text[at++];
    else return { value, end: at + 1 };
  }
  throw filterSyntax(text, start, `the ${quote} is never closed`);
}

/** @param position counts from 0; the message says it as people do */
export function filterSyntax(text: string, position: number, problem: string): Failure {
  const shown = text.length > 200 ? `${text.slice(0, 200)}...` : text;
  return new Failure(
    'filter-syntax',
    `The filter ${shown || '(empty)'} is wrong at character ${position + 1}: ${problem}.`,
    {
      next: "Write comparisons joined by AND, such as `metrics.roc_auc > 0.7 AND params.learner = 'linear'`.",
    },
  );
}
