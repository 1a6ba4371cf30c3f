import type { ExpressionProblem } from './expression.ts';

export interface Token {
  readonly kind: 'integer' | 'float' | 'text' | 'name' | 'operator' | 'end';
  /** The operator or name; of a text its content. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export type Tokens =
  | { readonly kind: 'tokens'; readonly tokens: readonly Token[] }
  | { readonly kind: 'problem'; readonly problem: ExpressionProblem };

const MAX_TOKENS = 2000;

const PIECES =
  /(?<space>[ \t\r\n]+)|(?<float>\d+(?:\.\d+(?:[eE][-+]?\d+)?|[eE][-+]?\d+))|(?<integer>\d+)|(?<name>[A-Za-z_]\w*)|(?<text>'(?:[^']|'')*'|"(?:[^"]|"")*")|(?<operator>\|\||&&|==|!=|<=|>=|[-+*/%<>!.,()[\]])/y;

/** Cuts an expression into tokens; inside a text, its quote is written twice. `base` is added to every offset. */
export function tokenize(text: string, base: number): Tokens {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    PIECES.lastIndex = at;
    const groups = PIECES.exec(text)?.groups;
    if (groups === undefined) return { kind: 'problem', problem: strayCharacter(text, at, base) };
    const [kind, piece] = Object.entries(groups).find(([, value]) => value !== undefined)!;
    const place = { start: base + at, end: base + at + piece!.length };
    if (kind !== 'space') tokens.push({ kind: kind as Token['kind'], text: content(kind, piece!), ...place });
    if (tokens.length > MAX_TOKENS) {
      return {
        kind: 'problem',
        problem: { code: 'expression-syntax', message: 'This expression is too long', ...place },
      };
    }
    at += piece!.length;
  }
  const end = base + text.length;
  return { kind: 'tokens', tokens: [...tokens, { kind: 'end', text: '', start: end, end }] };
}

function content(kind: string, piece: string): string {
  if (kind !== 'text') return piece;
  const quote = piece[0]!;
  return piece.slice(1, -1).replaceAll(quote + quote, quote);
}

function strayCharacter(text: string, at: number, base: number): ExpressionProblem {
  const char = String.fromCodePoint(text.codePointAt(at)!);
  const message = ADVICE[char] ?? `${JSON.stringify(char)} means nothing in an expression`;
  const quoted = char === "'" || char === '"';
  const end = quoted ? text.length : at + char.length;
  return { code: 'expression-syntax', message, start: base + at, end: base + end };
}

const ADVICE: { readonly [char: string]: string } = {
  "'": 'This text is never closed',
  '"': 'This text is never closed',
  '?': 'There is no `? :` here: write if(condition, then, else)',
  ':': 'There is no `? :` here: write if(condition, then, else)',
  '=': 'Equality is tested with `==`',
  '&': '"And" is written `&&`',
  '|': '"Or" is written `||`',
  '{': 'There are no maps in expressions',
};
