import type { Token } from './tokens.ts';

/** `a.b.c(x, key=y)` */
export interface Call {
  /** Names before the bracket: `['pd', 'read_csv']`; of a call on something else, such as `f(x).save(y)`, only what follows it. */
  readonly names: readonly string[];
  /** Whether something that is no name stands before `names`. */
  readonly isOfValue: boolean;
  /** Tokens of arguments by position. */
  readonly positional: readonly (readonly Token[])[];
  readonly keyword: ReadonlyMap<string, readonly Token[]>;
}

const OPEN = /^[([{]$/;
const CLOSE = /^[)\]}]$/;

/** Every call in a statement, outer ones first. */
export function callsIn(tokens: readonly Token[]): readonly Call[] {
  return tokens.flatMap((token, at) => {
    if (token.text !== '(' || token.kind !== 'sign' || at === 0) return [];
    const { names, begin } = chainBefore(tokens, at);
    if (names.length === 0 || isKeyword(names[0]!)) return [];
    const isOfValue = tokens[begin - 1]?.text === '.';
    const inside = tokens.slice(at + 1, closing(tokens, at));
    const given = split(inside, ',').filter((part) => part.length > 0);
    const keyword = new Map<string, readonly Token[]>();
    const positional: (readonly Token[])[] = [];
    for (const part of given) {
      if (part[0]?.kind === 'name' && part[1]?.text === '=') keyword.set(part[0].text, part.slice(2));
      else positional.push(part);
    }
    return [{ names, isOfValue, positional, keyword }];
  });
}

/** Cut at a sign that stands in no bracket. */
export function split(tokens: readonly Token[], sign: string): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === 'sign' && OPEN.test(token.text)) depth += 1;
    if (token.kind === 'sign' && CLOSE.test(token.text)) depth -= 1;
    if (depth === 0 && token.kind === 'sign' && token.text === sign) parts.push([]);
    else parts.at(-1)!.push(token);
  }
  return parts;
}

/** Where the bracket that opens at `at` closes; the end where it never does. */
export function closing(tokens: readonly Token[], at: number): number {
  let depth = 0;
  for (let index = at; index < tokens.length; index += 1) {
    const { kind, text } = tokens[index]!;
    if (kind === 'sign' && OPEN.test(text)) depth += 1;
    if (kind === 'sign' && CLOSE.test(text)) depth -= 1;
    if (depth === 0) return index;
  }
  return tokens.length;
}

function chainBefore(
  tokens: readonly Token[],
  at: number,
): { readonly names: readonly string[]; readonly begin: number } {
  const names: string[] = [];
  let begin = at;
  while (tokens[begin - 1]?.kind === 'name') {
    names.unshift(tokens[begin - 1]!.text);
    begin -= 1;
    if (tokens[begin - 1]?.text !== '.' || tokens[begin - 2]?.kind !== 'name') break;
    begin -= 1;
  }
  return { names, begin };
}

function isKeyword(name: string): boolean {
  return [
    'if',
    'elif',
    'while',
    'and',
    'or',
    'not',
    'in',
    'is',
    'return',
    'yield',
    'lambda',
    'assert',
    'else',
    'await',
  ].includes(name);
}
