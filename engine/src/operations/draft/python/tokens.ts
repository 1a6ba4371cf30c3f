/** A piece of Python: a name, a number, a sign, or a string with the text it means where that is fixed. */
export interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'sign';
  /** As it is written. */
  readonly text: string;
  /** Of a string without placeholders. */
  readonly value?: string;
}

/** A statement, over as many lines as its brackets keep open. */
export interface Statement {
  /** Columns before it. */
  readonly indent: number;
  /** Counted from 1. */
  readonly line: number;
  readonly tokens: readonly Token[];
}

const SIGN = /(?:\*\*=?|\/\/=?|>>=?|<<=?|[=!<>:+*/%&|^@-]=|->|\.\.\.|[^\s\p{L}\p{N}_])/uy;
const NAME = /[\p{L}_][\p{L}\p{N}_]*/uy;
const NUMBER = /(?:0[xXoObB][\da-fA-F_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?[jJ]?)/y;
const STRING = /([rRbBuUfFtT]{0,2})("""|'''|"|')/y;
const TAB = 8;
/** Python itself reads no more. */
const DEEPEST = 200;

/** Reads any text, never throws: what is no Python gives statements of little sense. Lines that only notebooks know are left out. */
export function pythonStatements(text: string): readonly Statement[] {
  return new Reader(text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')).statements();
}

class Reader {
  readonly #text: string;
  readonly #statements: Statement[] = [];
  #at = 0;
  #line = 1;
  #depth = 0;
  #deepest = 0;
  #indent = 0;
  #begun = 1;
  #tokens: Token[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  statements(): readonly Statement[] {
    this.#lineBegins();
    while (this.#at < this.#text.length) this.#next();
    this.#end();
    return this.#statements;
  }

  #next(): void {
    const char = this.#text[this.#at]!;
    if (char === '\n') this.#newLine();
    else if (char === '#') this.#at = this.#lineEnd();
    else if (char === '\\' && this.#text[this.#at + 1] === '\n') {
      this.#at += 2;
      this.#line += 1;
    } else if (/\s/.test(char)) this.#at += 1;
    else if (char === ';' && this.#depth === 0) {
      this.#at += 1;
      this.#end();
    } else this.#token();
  }

  #newLine(): void {
    this.#at += 1;
    this.#line += 1;
    if (this.#depth > 0) return;
    this.#end();
    this.#lineBegins();
  }

  #lineBegins(): void {
    const [blanks = ''] = /^[ \t\f]*/.exec(this.#text.slice(this.#at, this.#at + 400)) ?? [];
    this.#at += blanks.length;
    this.#indent = [...blanks].reduce(
      (column, char) => (char === '\t' ? (Math.floor(column / TAB) + 1) * TAB : column + 1),
      0,
    );
    // `%matplotlib inline` and `!pip install`
    if (/[%!]/.test(this.#text[this.#at] ?? '')) this.#at = this.#lineEnd();
  }

  #lineEnd(): number {
    const end = this.#text.indexOf('\n', this.#at);
    return end < 0 ? this.#text.length : end;
  }

  #end(): void {
    if (this.#tokens.length > 0 && this.#deepest <= DEEPEST)
      this.#statements.push({ indent: this.#indent, line: this.#begun, tokens: this.#tokens });
    this.#tokens = [];
    this.#deepest = 0;
  }

  #token(): void {
    if (this.#tokens.length === 0) this.#begun = this.#line;
    const string = match(STRING, this.#text, this.#at);
    if (string) {
      this.#string(string[1]!.toLowerCase(), string[2]!);
      return;
    }
    const name = match(NAME, this.#text, this.#at)?.[0];
    const number = name === undefined ? match(NUMBER, this.#text, this.#at)?.[0] : undefined;
    const text = name ?? number ?? match(SIGN, this.#text, this.#at)?.[0] ?? this.#text[this.#at]!;
    if (/^[([{]$/.test(text)) this.#depth += 1;
    this.#deepest = Math.max(this.#deepest, this.#depth);
    if (/^[)\]}]$/.test(text)) this.#depth = Math.max(0, this.#depth - 1);
    this.#push({ kind: name !== undefined ? 'name' : number !== undefined ? 'number' : 'sign', text });
  }

  #push(token: Token): void {
    this.#tokens.push(token);
    this.#at += token.text.length;
  }

  /** A string that is never closed ends with its line, or with the text. */
  #string(prefix: string, quote: string): void {
    const start = this.#at + prefix.length + quote.length;
    const end = stringEnd(this.#text, start, { quote, holes: /[ft]/.test(prefix) });
    const inside = this.#text.slice(start, end);
    const closed = this.#text.startsWith(quote, end);
    const text = this.#text.slice(this.#at, closed ? end + quote.length : end);
    const value = closed ? meant(prefix, inside) : undefined;
    this.#push({ kind: 'string', text, ...(value === undefined ? {} : { value }) });
    this.#line += text.split('\n').length - 1;
  }
}

/** Where the closing quote of a string stands. A quote in a placeholder of an f-string closes nothing. */
function stringEnd(
  text: string,
  start: number,
  { quote, holes }: { readonly quote: string; readonly holes: boolean },
): number {
  let open = 0;
  for (let at = start; at < text.length; at += 1) {
    const char = text[at];
    if (char === '\\') at += 1;
    else if (holes && open === 0 && char === '{' && text[at + 1] === '{') at += 1;
    else if (holes && char === '{') open += 1;
    else if (holes && char === '}') open = Math.max(0, open - 1);
    else if (char === '\n' && quote.length === 1) return at;
    else if (open === 0 && text.startsWith(quote, at)) return at;
  }
  return text.length;
}

/** Undefined of bytes, of strings with placeholders, and of escapes that are rare in paths and names. */
function meant(prefix: string, inside: string): string | undefined {
  if (prefix.includes('b') || (/[ft]/.test(prefix) && /[{}]/.test(inside))) return undefined;
  if (prefix.includes('r') || !inside.includes('\\')) return inside;
  if (/\\(?![\\'"nt\n])/.test(inside)) return undefined;
  return inside.replace(/\\([\\'"nt\n])/g, (_, char: string) => ESCAPES[char] ?? char);
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', '\n': '' };

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
