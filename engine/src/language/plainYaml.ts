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
const KEY = /^[A-Za-z_][\w-]*/;
const WORD = /[\w./+@:-]+/y;
const QUOTED = /"([^"\\]*)"/y;
const NUMBER = /^(?!-0$)-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/;
/** What the core schema may take for something else than a text. */
const NO_TEXT = /^(?:[-+]?[.\d].*|null|Null|NULL|true|True|TRUE|false|False|FALSE|y|Y|n|N|yes|no|on|off|[-?:@].*)$/;
/** Texts that begin with digits all the same: hashes with a letter beyond `e`, times, versions of three numbers. */
const SURELY_TEXT = /^\d(?:[\da-f]*[abcdf][\da-f]*|\d{3}-\d\d-\d\dT\d\d:\d\d:\d\dZ|\d*\.\d+\.\d+)$/;

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
  map(indent: number): { readonly [key: string]: Json } | undefined {
    const entries: [string, Json][] = [];
    const seen = new Set<string>();
    for (let line = this.#lines[this.#at]; line !== undefined; line = this.#lines[this.#at]) {
      const spaces = line.length - line.trimStart().length;
      if (spaces < indent) break;
      const key = spaces === indent ? KEY.exec(line.slice(indent))?.[0] : undefined;
      if (key === undefined || NO_TEXT.test(key) || seen.has(key) || key === '__proto__') return undefined;
      seen.add(key);
      const rest = line.slice(indent + key.length);
      this.#at += 1;
      const value = rest === ':' ? this.map(indent + 2) : rest.startsWith(': ') ? inline(rest.slice(2)) : undefined;
      if (value === undefined || (rest === ':' && Object.keys(value as object).length === 0)) return undefined;
      entries.push([key, value]);
    }
    return Object.fromEntries(entries);
  }
}

/** A value that ends with its line. */
function inline(text: string): Json | undefined {
  const reader = new FlowReader(text);
  const value = reader.value();
  return value !== undefined && reader.isDone ? value : undefined;
}

/** Maps in braces, lists in brackets, and what stands in them. */
class FlowReader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
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
    const entries: [string, Json][] = [];
    const seen = new Set<string>();
    const isWhole = this.#items('}', () => {
      const key = this.#text[this.#at] === '"' ? this.#match(QUOTED)?.[1] : this.#key();
      if (key === undefined || key.length > MAX_KEY || seen.has(key) || key === '__proto__') return false;
      if (!this.#take(': ')) return false;
      seen.add(key);
      const value = this.value();
      if (value === undefined) return false;
      entries.push([key, value]);
      return true;
    });
    return isWhole ? Object.fromEntries(entries) : undefined;
  }

  #list(): Json | undefined {
    const items: Json[] = [];
    const isWhole = this.#items(']', () => {
      const value = this.value();
      if (value === undefined) return false;
      items.push(value);
      return true;
    });
    return isWhole ? items : undefined;
  }

  /** Items between an opening sign and this one, with commas between them. */
  #items(end: string, item: () => boolean): boolean {
    this.#at += 1;
    if (this.#take(end)) return true;
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) return false;
    do if (!item()) return false;
    while (this.#take(', '));
    this.#depth -= 1;
    return this.#take(end);
  }

  #key(): string | undefined {
    const key = KEY.exec(this.#text.slice(this.#at, this.#at + MAX_KEY + 1))?.[0];
    if (key === undefined || NO_TEXT.test(key)) return undefined;
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
  if (word === undefined || word.endsWith(':')) return undefined;
  if (NUMBER.test(word)) {
    const number = Number(word);
    return Number.isFinite(number) && (Number.isSafeInteger(number) || !Number.isInteger(number)) ? number : undefined;
  }
  if (word === 'true' || word === 'false') return word === 'true';
  return NO_TEXT.test(word) && !SURELY_TEXT.test(word) ? undefined : word;
}
