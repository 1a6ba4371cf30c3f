import type { Json } from './node.ts';

/**
 * The value of a text in the small part of YAML that our own files of the registry are written in: keys, numbers, words and
 * texts in double quotes, maps by two spaces of indentation or in braces. It is what the whole language gives for such a text,
 * in a hundredth of the time; undefined for any other text, and where the whole language may see something else in it.
 */
export function readPlainYaml(text: string): { readonly [key: string]: Json } | undefined {
  if (text.length > MAX_LENGTH || !PLAIN.test(text)) return undefined;
  const lines = text.split('\n');
  if (lines.pop() !== '') return undefined;
  const reader = new BlockReader(lines);
  const value = reader.map(0);
  return value !== undefined && reader.isDone ? value : undefined;
}

/** One document of keys without comments, tags, anchors, expressions, escapes, tabs and signs beyond ASCII. */
const PLAIN = /^[a-z_]+: [\w\n ./+@:,{}[\]"()-]*\n$/;
/** Longer ones are left to who knows the limits of the language. */
const MAX_LENGTH = 65_536;
const KEY = /[A-Za-z_][\w-]*/y;
const WORD = /[\w./+@:-]+/y;
const QUOTED = /"([^"\\]*)"/y;
const NUMBER = /^(?!-0$)-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/;
/** What the core schema may take for something else than a text: these words, and what begins like a number or a sign of its own. */
const NO_WORDS: ReadonlySet<string> = new Set(
  'null Null NULL true True TRUE false False FALSE y Y n N yes no on off'.split(' '),
);
const NO_TEXT = /^(?:[-+]?[.\d]|[-?:@])/;
/** Texts that begin with digits all the same: hashes with a letter beyond `e`, times, versions of three numbers. */
const SURELY_TEXT = /^\d(?:[\da-f]*[abcdf][\da-f]*|\d{3}-\d\d-\d\dT\d\d:\d\d:\d\dZ|\d*\.\d+\.\d+)$/;
const SPACE = 0x20;
const QUOTE = 0x22;
const COLON = 0x3a;

type Values = { [key: string]: Json };

class BlockReader {
  readonly #lines: readonly string[];
  #at = 0;

  constructor(lines: readonly string[]) {
    this.#lines = lines;
  }

  get isDone(): boolean {
    return this.#at === this.#lines.length;
  }

  /** Entries with this many spaces before their keys. */
  map(indent: number): Values | undefined {
    const values: Values = {};
    for (let line = this.#lines[this.#at]; line !== undefined; line = this.#lines[this.#at]) {
      const spaces = spacesBefore(line);
      if (spaces < indent) break;
      const key = spaces === indent ? keyAt(line, indent) : undefined;
      if (key === undefined || Object.hasOwn(values, key)) return undefined;
      const colon = indent + key.length;
      if (line.charCodeAt(colon) !== COLON) return undefined;
      this.#at += 1;
      const value = line.length === colon + 1 ? this.#below(indent + 2) : inline(line, colon + 1);
      if (value === undefined) return undefined;
      values[key] = value;
    }
    return values;
  }

  /** At least one entry. */
  #below(indent: number): Values | undefined {
    const before = this.#at;
    const values = this.map(indent);
    return this.#at === before ? undefined : values;
  }
}

function spacesBefore(line: string): number {
  let count = 0;
  while (line.charCodeAt(count) === SPACE) count += 1;
  return count;
}

/** A key without quotes. */
function keyAt(text: string, at: number): string | undefined {
  KEY.lastIndex = at;
  const key = KEY.exec(text)?.[0];
  return key === undefined || NO_WORDS.has(key) || key === '__proto__' ? undefined : key;
}

/** A value that begins after a space and ends with its line. */
function inline(line: string, at: number): Json | undefined {
  if (line.charCodeAt(at) !== SPACE) return undefined;
  const reader = new FlowReader(line, at + 1);
  const value = reader.value();
  return value !== undefined && reader.isDone ? value : undefined;
}

/** Maps in braces, lists in brackets, and what stands in them. */
class FlowReader {
  readonly #text: string;
  #at: number;
  #depth = 0;

  constructor(text: string, at: number) {
    this.#text = text;
    this.#at = at;
  }

  get isDone(): boolean {
    return this.#at === this.#text.length;
  }

  value(): Json | undefined {
    const sign = this.#text[this.#at];
    if (sign === '{') return this.#map();
    if (sign === '[') return this.#list();
    return sign === '"' ? this.#match(QUOTED)?.[1] : scalar(this.#match(WORD)?.[0]);
  }

  #map(): Json | undefined {
    const values: Values = {};
    if (this.#begins('}')) return values;
    if (this.#depth > MAX_DEPTH) return undefined;
    do {
      const key = this.#key();
      if (key === undefined || Object.hasOwn(values, key) || !this.#take(': ')) return undefined;
      const value = this.value();
      if (value === undefined) return undefined;
      values[key] = value;
    } while (this.#take(', '));
    return this.#ends('}') ? values : undefined;
  }

  #list(): Json | undefined {
    const items: Json[] = [];
    if (this.#begins(']')) return items;
    if (this.#depth > MAX_DEPTH) return undefined;
    do {
      const value = this.value();
      if (value === undefined) return undefined;
      items.push(value);
    } while (this.#take(', '));
    return this.#ends(']') ? items : undefined;
  }

  /** Takes the opening sign; true where the closing one follows. */
  #begins(end: string): boolean {
    this.#at += 1;
    if (this.#take(end)) return true;
    this.#depth += 1;
    return false;
  }

  #ends(end: string): boolean {
    this.#depth -= 1;
    return this.#take(end);
  }

  #key(): string | undefined {
    if (this.#text.charCodeAt(this.#at) === QUOTE) {
      const quoted = this.#match(QUOTED)?.[1];
      return quoted === undefined || quoted.length > MAX_KEY || quoted === '__proto__' ? undefined : quoted;
    }
    const key = keyAt(this.#text, this.#at);
    if (key === undefined || key.length > MAX_KEY) return undefined;
    this.#at += key.length;
    return key;
  }

  #take(sign: string): boolean {
    if (!this.#text.startsWith(sign, this.#at)) return false;
    this.#at += sign.length;
    return true;
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found === null) return undefined;
    this.#at += found[0].length;
    return found;
  }
}

const MAX_DEPTH = 20;
const MAX_KEY = 200;

function scalar(word: string | undefined): Json | undefined {
  if (word === undefined || word.charCodeAt(word.length - 1) === COLON) return undefined;
  if (isLetter(word.charCodeAt(0))) {
    if (word === 'true' || word === 'false') return word === 'true';
    return NO_WORDS.has(word) ? undefined : word;
  }
  if (NUMBER.test(word)) {
    const number = Number(word);
    return Number.isFinite(number) && (Number.isSafeInteger(number) || !Number.isInteger(number)) ? number : undefined;
  }
  return NO_TEXT.test(word) && !SURELY_TEXT.test(word) ? undefined : word;
}

/** Of ASCII, or `_`. */
function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f;
}
