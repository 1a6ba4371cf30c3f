import type { Json, Path } from '../../../../engine/src/language/node.ts';
import { quoteEnd, type Span, trimmedEnd, unquoted } from './line.ts';
import { scalarShape } from './shape.ts';

/** Where the cursor stands in a flow map or list; the path is relative to the flow. */
export interface FlowPlace extends Span {
  readonly path: Path;
  readonly part: 'key' | 'value' | 'none';
  readonly quote: '"' | "'" | undefined;
  /** Whether a colon follows a key. */
  readonly colon: boolean;
}

export interface Flow {
  readonly end: number;
  readonly closed: boolean;
  /** Maps and lists with the plain values that stand in them. */
  readonly shape: Json;
  /** Undefined where the cursor is not in the flow. */
  readonly at: FlowPlace | undefined;
}

/** Reads the flow map or list at `start`, whatever is missing in it; it ends before `limit` at the latest. */
export function readFlow(text: string, { start, end: limit }: Span, cursor: number): Flow {
  const reader = new FlowReader(text, limit, cursor);
  const { shape, closed } = reader.collection(start, []);
  return { end: reader.position, closed, shape, at: reader.at };
}

const MAX_DEPTH = 60;

class FlowReader {
  position = 0;
  at: FlowPlace | undefined;
  readonly #text: string;
  readonly #limit: number;
  readonly #cursor: number;

  constructor(text: string, limit: number, cursor: number) {
    this.#text = text;
    this.#limit = limit;
    this.#cursor = cursor;
  }

  collection(start: number, path: Path): { readonly shape: Json; readonly closed: boolean } {
    const isMap = this.#text[start] === '{';
    const close = isMap ? '}' : ']';
    const map: Record<string, Json> = {};
    const list: Json[] = [];
    this.position = start + 1;
    const shape = () => (isMap ? map : list);
    for (;;) {
      const next = this.#gap({ path: isMap ? path : [...path, list.length], part: isMap ? 'key' : 'value' });
      if (next === undefined) return { shape: shape(), closed: false };
      if (next === close) {
        this.position++;
        return { shape: shape(), closed: true };
      }
      if (next === '}' || next === ']' || path.length > MAX_DEPTH) return { shape: shape(), closed: true };
      if (next === ',') this.position++;
      else {
        if (isMap) this.#entry(path, map);
        else list.push(this.#value([...path, list.length]));
        this.#behind(path);
      }
    }
  }

  #entry(path: Path, map: Record<string, Json>): void {
    const key = this.#scalar(true);
    const hasColon = this.#text[this.#skipped(this.position)] === ':';
    const isHere = this.#touches(key, { path, part: 'key', colon: hasColon });
    const name = unquoted(this.#text.slice(key.start, key.end));
    if (!hasColon) {
      if (!isHere && name !== '') map[name] = null;
      return;
    }
    this.position = this.#skipped(this.position) + 1;
    const below = [...path, name];
    const next = this.#gap({ path: below, part: 'value' });
    const value = next === undefined || ',}]'.includes(next) ? null : this.#value(below);
    if (!isHere) map[name] = value;
  }

  #value(path: Path): Json {
    const char = this.#text[this.position];
    if (char === '{' || char === '[') return this.collection(this.position, path).shape;
    const scalar = this.#scalar(false);
    this.#touches(scalar, { path, part: 'value', colon: false });
    return scalarShape(this.#text.slice(scalar.start, scalar.end));
  }

  /** Blanks, line breaks and comments; the character behind them. */
  #gap(place: Pick<FlowPlace, 'path' | 'part'>): string | undefined {
    const from = this.position;
    this.position = this.#skipped(from);
    const isInside = this.#cursor >= from && this.#cursor <= this.position;
    const next = this.position < this.#limit ? this.#text[this.position] : undefined;
    const isToken = next !== undefined && !',}]{['.includes(next) && this.#cursor === this.position;
    if (isInside && !isToken && this.at === undefined)
      this.at = { ...place, start: this.#cursor, end: this.#cursor, quote: undefined, colon: false };
    return next;
  }

  /** What stands behind a value up to the next comma belongs to nothing. */
  #behind(path: Path): void {
    while (this.position < this.#limit && !',}]'.includes(this.#text[this.position]!)) this.position++;
    if (this.at === undefined && this.#cursor < this.position)
      this.at = { path, part: 'none', start: this.#cursor, end: this.#cursor, quote: undefined, colon: false };
  }

  #skipped(from: number): number {
    let at = from;
    while (at < this.#limit) {
      const char = this.#text[at]!;
      if (char === '#' && /\s/.test(this.#text[at - 1] ?? ' ')) {
        while (at < this.#limit && this.#text[at] !== '\n') at++;
      } else if (/\s/.test(char)) at++;
      else break;
    }
    return at;
  }

  #scalar(isKey: boolean): Span {
    const start = this.position;
    const char = this.#text[start];
    if (char === '"' || char === "'") {
      const line = this.#text.indexOf('\n', start);
      const end =
        quoteEnd(this.#text, { start, end: this.#limit }) ?? (line === -1 ? this.#limit : Math.min(line, this.#limit));
      this.position = end;
      return { start, end };
    }
    let at = start;
    while (at < this.#limit) {
      if (this.#text.startsWith('${{', at)) at = this.#expressionEnd(at);
      else if (this.#text.startsWith('${', at)) at += 2;
      else if (this.#isEnd(at, isKey)) break;
      else at++;
    }
    this.position = Math.max(at, start);
    return { start, end: trimmedEnd(this.#text, { start, end: this.position }) };
  }

  #isEnd(at: number, isKey: boolean): boolean {
    const char = this.#text[at]!;
    if (',}]{[\n'.includes(char)) return true;
    if (char === '#') return /\s/.test(this.#text[at - 1] ?? '');
    return isKey && char === ':' && /[\s,}\]]|^$/.test(this.#text[at + 1] ?? '');
  }

  /** An expression without quotes breaks YAML, and is written all the same: it ends at `}}` or with its line. */
  #expressionEnd(start: number): number {
    const line = this.#text.indexOf('\n', start);
    const limit = Math.min(line === -1 ? this.#limit : line, this.#limit);
    const close = this.#text.indexOf('}}', start);
    return close === -1 || close + 2 > limit ? limit : close + 2;
  }

  #touches(token: Span, place: Pick<FlowPlace, 'path' | 'part' | 'colon'>): boolean {
    const { start, end } = token;
    const first = this.#text[start];
    const quote = first === '"' || first === "'" ? first : undefined;
    const isClosed = quote !== undefined && end - start > 1 && this.#text[end - 1] === quote;
    const reach = Math.max(end, this.#text.slice(end, this.position).trim() === '' ? this.position : end);
    if (this.#cursor < start || this.#cursor > reach || (isClosed && this.#cursor >= end && this.#cursor > end))
      return false;
    if (quote === undefined) this.at = { ...place, start, end: Math.max(end, this.#cursor), quote };
    else if (this.#cursor > start && !(isClosed && this.#cursor === end))
      this.at = { ...place, start: start + 1, end: isClosed ? end - 1 : this.#cursor, quote };
    else this.at = { ...place, start, end, quote: undefined };
    return true;
  }
}
