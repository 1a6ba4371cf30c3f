import { Composer, type CST, type Document, Lexer, Parser } from 'yaml';

/** A YAML document as the `yaml` package composes it, with everything that kept it from being clean. */
export interface ReadYaml {
  readonly document: Document.Parsed | undefined;
  readonly errors: readonly YamlError[];
  readonly comments: readonly Comment[];
  /** Pieces that the text was cut into; more than MAX_PIECES are not read. */
  readonly pieces: number;
}

export interface YamlError {
  /** A code of the `yaml` package, or one of ours: `TOO_DEEP`, `UNCLOSED`. */
  readonly code: string;
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** A comment without its `#`; `start` is the offset of the `#`. */
export interface Comment {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Keys, values, marks and blanks of a file of 1 Mi characters are some 350,000, of one made to be slow 1,500,000. */
export const MAX_PIECES = 500_000;
const MAX_DEPTH = 120;
/** Nobody reads more of one file. */
export const MAX_ERRORS = 100;

/** Reads any text in time linear to its length: depth, pieces and the number of errors are bounded. */
export function readYaml(text: string): ReadYaml {
  const { tokens, comments, pieces, tooDeepAt } = tokenize(text);
  if (pieces > MAX_PIECES) return { document: undefined, errors: [], comments: [], pieces };
  if (tooDeepAt !== undefined) {
    const message = `Nested more than ${MAX_DEPTH / 2} levels deep`;
    const error = { code: 'TOO_DEEP', message, start: tooDeepAt, end: tooDeepAt + 1 };
    return { document: undefined, errors: [error], comments, pieces };
  }
  return { ...compose(tokens), comments, pieces };
}

interface Tokens {
  readonly tokens: readonly CST.Token[];
  readonly comments: readonly Comment[];
  readonly pieces: number;
  readonly tooDeepAt?: number;
}

/** The parser recurses only when it unwinds, and the composer on every level, so depth is watched while it grows. */
function tokenize(text: string): Tokens {
  const tokens: CST.Token[] = [];
  const comments: Comment[] = [];
  const parser = new Parser();
  let offset = 0;
  let pieces = 0;
  let scalarFollows = false;
  for (const lexeme of new Lexer().lex(text)) {
    pieces++;
    if (pieces > MAX_PIECES) return { tokens, comments, pieces };
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > MAX_DEPTH) return { tokens, comments, pieces, tooDeepAt: offset };
    const length = CONTROL.has(lexeme) && !text.startsWith(lexeme, offset) ? 0 : lexeme.length;
    if (!scalarFollows && lexeme.startsWith('#')) {
      comments.push({ text: lexeme.slice(1).trim(), start: offset, end: offset + length });
    }
    scalarFollows = lexeme === SCALAR_MARK;
    offset += length;
  }
  for (const token of parser.end()) tokens.push(token);
  return { tokens, comments, pieces };
}

/** What the lexer puts between the pieces of the text: document mode, end of a broken flow, scalar follows. */
const SCALAR_MARK = '\u001f';
const CONTROL = new Set(['\u0002', '\u0018', SCALAR_MARK]);

function compose(tokens: readonly CST.Token[]): { document: Document.Parsed | undefined; errors: YamlError[] } {
  const errors: YamlError[] = [];
  // Keys are compared by us (the package compares each with all before it); merge keys are not YAML 1.2.
  const composer = new Composer({
    uniqueKeys: false,
    merge: false,
    prettyErrors: false,
    keepSourceTokens: true,
    logLevel: 'silent',
    version: '1.2',
  });
  collectErrors(composer, errors);
  let document: Document.Parsed | undefined;
  for (const token of tokens) {
    if (token.type === 'error') {
      if (errors.length < MAX_ERRORS) errors.push(strayToken(token));
      continue;
    }
    for (const done of composer.next(token)) {
      document ??= done;
      const at = token.type === 'document' ? firstOffset(token) : token.offset;
      errors.push({ code: 'MULTIPLE_DOCS', message: 'One file holds one document', start: at, end: at + 3 });
      return { document, errors };
    }
  }
  for (const done of composer.end()) document ??= done;
  for (const { code, message, pos } of [...(document?.errors ?? []), ...(document?.warnings ?? [])]) {
    if (errors.length < MAX_ERRORS) errors.push({ code, message, start: pos[0], end: pos[1] });
  }
  return { document, errors };
}

function strayToken({ message, offset, source }: CST.ErrorToken): YamlError {
  return { code: 'UNEXPECTED_TOKEN', message, start: offset, end: offset + Math.max(1, source.length) };
}

function firstOffset(token: CST.Document): number {
  return token.start[0]?.offset ?? token.offset;
}

type OnError = (source: ErrorSource, code: string, message: string, warning?: boolean) => void;
type ErrorSource = number | readonly [number, number] | { readonly offset: number; readonly source?: unknown };

/**
 * Replaces the composer's handler: it makes an Error object, with a stack trace, for each of what may be a
 * million errors in a file of brackets.
 */
function collectErrors(composer: Composer, errors: YamlError[]): void {
  const onError: OnError = (source, code, message) => {
    if (errors.length >= MAX_ERRORS) return;
    const [start, end] = span(source);
    errors.push({ code, message, start, end });
  };
  Object.defineProperty(composer, 'onError', { value: onError });
}

function span(source: ErrorSource): readonly [number, number] {
  if (typeof source === 'number') return [source, source + 1];
  if ('offset' in source) {
    const { offset, source: text } = source;
    return [offset, offset + (typeof text === 'string' ? Math.max(1, text.length) : 1)];
  }
  return source;
}
