import type { Json, Path } from '../../../../engine/src/language/node.ts';
import { readFlow } from './flow.ts';
import { isBlank, type Line, lineBounds, quoteEnd, readLine } from './line.ts';
import { scalarShape } from './shape.ts';

/** A block map or list around the cursor. */
interface Level {
  readonly kind: 'map' | 'list';
  readonly column: number;
  /** Keys with their plain values, of a map. */
  readonly keys: Map<string, Json>;
  /** Plain values of the items of a list above the cursor, the nearest first, and below it. */
  readonly above: Json[];
  readonly below: Json[];
  /** The key that the cursor stands below; true for an item of a list, undefined where a new entry would begin. */
  readonly current: string | true | undefined;
}

/** A scalar or flow that began on a line above and goes on where the cursor stands. */
export interface Held {
  readonly line: Line;
  readonly style: 'block' | 'flow' | 'single' | 'double' | 'plain';
}

/** What could begin on a line without a key and without a dash, and the column where it would. */
export interface Virtual {
  readonly kind: 'key' | 'start' | 'item';
  readonly column: number;
}

/** Climbs from the cursor's line to the maps and lists around it, by indentation, and goes down for what stands below. */
export class Climb {
  held: Held | undefined;
  /** The innermost first. */
  #levels: Level[] = [];
  #column: number | undefined;
  #kind: Virtual['kind'] | undefined;
  #isWord = false;
  /** Where the value of an item begins whose line has a dash and no key. */
  #itemColumn: number | undefined;
  #skipped: number | undefined;
  #snaps = 0;
  readonly #text: string;
  readonly #cursor: number;

  constructor(text: string, cursor: number) {
    this.#text = text;
    this.#cursor = cursor;
  }

  get virtual(): Virtual | undefined {
    return this.#column === undefined || this.#kind === undefined
      ? undefined
      : { kind: this.#kind, column: this.#column };
  }

  /** From the line that the cursor is on. */
  begin(line: Line): void {
    const { key } = line;
    const isBelow = key !== undefined && this.#cursor > key.colon;
    if (key !== undefined) this.#push('map', key.start - line.start, isBelow ? key.text : undefined);
    else {
      this.#isWord = line.value.start < line.value.end;
      const column = (this.#isWord ? line.value.start : this.#cursor) - line.start;
      if (line.dashes.length === 0) this.#column = column;
      else this.#itemColumn = Math.max(column, line.dashes.at(-1)! + 2);
    }
    for (const dash of line.dashes.toReversed()) this.#push('list', dash, true);
    this.#ascend(line.start);
    this.#descend(line.end);
  }

  /** From a line whose value the cursor is in, on a line below. */
  beginInFlow(line: Line): void {
    this.held = { line, style: 'flow' };
    if (line.key !== undefined) this.#push('map', line.key.start - line.start, line.key.text);
    for (const dash of line.dashes.toReversed()) this.#push('list', dash, true);
    this.#ascend(line.start);
    this.#descend(lineBounds(this.#text, this.#cursor).end);
  }

  /** Of what the cursor is below; where a new entry would begin, of what it would be an entry of. */
  path(): Path {
    return this.#levels.toReversed().flatMap(({ current, above }) => {
      if (current === undefined) return [];
      return [current === true ? above.length : current];
    });
  }

  /** Column of the innermost map or list; -2 where there is none. */
  get column(): number {
    return this.#levels[0]?.column ?? -2;
  }

  /** Maps and lists from the root on, `inner` in the innermost. */
  shape(inner: Json = null): Json {
    return this.#levels.reduce<Json>((below, { kind, keys, above, below: items, current }) => {
      if (kind === 'list') return [...above.toReversed(), ...(current === true ? [below] : []), ...items];
      const map = Object.fromEntries(keys);
      return typeof current === 'string' ? { ...map, [current]: below } : map;
    }, inner);
  }

  #push(kind: Level['kind'], column: number, current: Level['current']): void {
    this.#levels.push({ kind, column, keys: new Map(), above: [], below: [], current });
  }

  #ascend(from: number): void {
    for (let at = from; at > 1; ) {
      const end = at - 1;
      const start = lineStart(this.#text, end);
      at = start;
      const first = firstSolid(this.#text, start, end);
      if (first === end) continue;
      const indent = first - start;
      const top = this.#levels.at(-1);
      if (indent > (top?.column ?? this.#column!)) {
        if (top === undefined) this.#skipped = indent;
        continue;
      }
      const line = readLine(this.#text, lineBounds(this.#text, start));
      const snap = this.#take(line);
      if (snap !== undefined) {
        this.#snap(snap, from);
        return;
      }
    }
    if (this.#levels.length > 0 || this.#column === undefined) return;
    if (this.#skipped !== undefined || this.#column > 0) this.#snap(this.#skipped ?? 0, from);
    else this.#become('key');
  }

  /** The cursor stands at a column where nothing can begin: as if it stood at another. */
  #snap(column: number, from: number): void {
    this.#column = column;
    this.#skipped = undefined;
    this.#levels = [];
    if (++this.#snaps > MAX_SNAPS) this.#become('key');
    else this.#ascend(from);
  }

  #become(kind: 'key' | 'item'): void {
    this.#kind = kind;
    this.#push(kind === 'key' ? 'map' : 'list', this.#column!, undefined);
  }

  /** What a line above is to the cursor; a column where the cursor would have to stand. */
  #take(line: Line): number | undefined {
    if (line.key !== undefined) {
      const column = line.key.start - line.start;
      const snap = this.#levels.length === 0 ? this.#meetKey(line, column) : this.#passKey(line, column);
      if (snap !== undefined) return snap;
    }
    for (const dash of line.dashes.toReversed()) {
      if (this.held !== undefined && this.held.line === line && this.#levels.at(-1)!.column <= dash) continue;
      const snap = this.#levels.length === 0 ? this.#meetDash(line, dash) : this.#passDash(line, dash);
      if (snap !== undefined) return snap;
    }
    return undefined;
  }

  #passKey(line: Line, column: number): undefined {
    const top = this.#levels.at(-1)!;
    if (top.kind === 'map' && column === top.column) this.#addKey(top, line);
    else if (column < top.column || (top.kind === 'list' && column === top.column)) {
      const style = this.#opened(line);
      if (style !== undefined) this.#hold(line, style);
      this.#push('map', column, line.key!.text);
    }
  }

  #passDash(line: Line, column: number): undefined {
    const top = this.#levels.at(-1)!;
    if (top.kind === 'list' && column === top.column) top.above.push(this.#itemOf(line, column));
    else if (column < top.column) {
      const style = line.key === undefined ? this.#opened(line) : undefined;
      if (style !== undefined) this.#hold(line, style);
      this.#push('list', column, true);
    }
  }

  /** The first key above a line where something new could begin. */
  #meetKey(line: Line, column: number): number | undefined {
    if (column > this.#column!) return undefined;
    if (column === this.#column) {
      this.#become('key');
      this.#addKey(this.#levels.at(-1)!, line);
      return undefined;
    }
    return this.#meetHolder(line, { column, kind: 'map', current: line.key!.text });
  }

  #meetDash(line: Line, column: number): number | undefined {
    if (column > this.#column!) return undefined;
    if (column === this.#column) {
      this.#become('item');
      this.#levels.at(-1)!.above.push(this.#itemOf(line, column));
      return undefined;
    }
    if (line.key !== undefined) return line.key.start - line.start;
    return this.#meetHolder(line, { column, kind: 'list', current: true });
  }

  #meetHolder(line: Line, { column, kind, current }: Pick<Level, 'column' | 'kind' | 'current'>): number | undefined {
    const style = this.#opened(line);
    const isEmpty = line.value.start >= line.value.end;
    if (style === undefined && !isEmpty && !this.#isWord) return column;
    if (style === undefined && isEmpty && this.#skipped !== undefined) return this.#skipped;
    if (style !== undefined) this.#hold(line, style);
    else if (isEmpty) this.#kind = 'start';
    else this.#hold(line, 'plain');
    this.#push(kind, column, current);
    return undefined;
  }

  /** What was found so far is text of the value of this line. */
  #hold(line: Line, style: Held['style']): void {
    this.held = { line, style };
    this.#levels = [];
    this.#column = undefined;
    this.#kind = undefined;
  }

  /** How the value of a line goes on beyond the cursor, where it does. */
  #opened({ value }: Line): Held['style'] | undefined {
    const first = this.#text[value.start];
    if (value.start >= value.end || first === undefined) return undefined;
    if (first === '|' || first === '>') return 'block';
    if (first === '{' || first === '[') {
      const { closed, end } = readFlow(this.#text, { start: value.start, end: this.#cursor }, -1);
      return closed && end <= this.#cursor ? undefined : 'flow';
    }
    if (first !== '"' && first !== "'") return undefined;
    const close = quoteEnd(this.#text, { start: value.start, end: this.#text.length });
    return close === undefined || close <= this.#cursor ? undefined : first === '"' ? 'double' : 'single';
  }

  #descend(from: number): void {
    let depth = 0;
    let isFirst = this.#kind === 'start' || this.#itemColumn !== undefined;
    for (let at = from; depth < this.#levels.length; ) {
      const next = this.#text.indexOf('\n', at);
      if (next === -1) return;
      const start = next + 1;
      at = start;
      const first = firstSolid(this.#text, start, this.#text.length);
      if (first === this.#text.length || this.#text.charCodeAt(first) === 10) continue;
      const indent = first - start;
      if (!isFirst && indent > this.#levels[depth]!.column) continue;
      const line = readLine(this.#text, lineBounds(this.#text, start));
      if (isFirst) this.#firstBelow(line);
      isFirst = false;
      while (depth < this.#levels.length && leaves(this.#levels[depth]!, line)) depth++;
      const level = this.#levels[depth];
      if (level === undefined || indent !== level.column) continue;
      if (level.kind === 'list') level.below.push(this.#itemOf(line, indent));
      else if (line.dashes.length === 0 && line.key !== undefined) this.#addKey(level, line);
    }
  }

  /** What stands below an empty line is already the value that could begin there. */
  #firstBelow(line: Line): void {
    const holder = this.#levels[0]!;
    const isItem = line.dashes.length > 0;
    const isBelow = line.indent > holder.column || (isItem && holder.kind === 'map' && line.indent === holder.column);
    if (!isBelow || (!isItem && line.key === undefined)) return;
    if (this.#itemColumn !== undefined && (isItem || line.indent !== this.#itemColumn)) return;
    this.#column = line.indent;
    this.#kind = isItem ? 'item' : 'key';
    const level: Level = {
      kind: isItem ? 'list' : 'map',
      column: line.indent,
      keys: new Map(),
      above: [],
      below: [],
      current: undefined,
    };
    this.#levels.unshift(level);
  }

  #addKey({ keys }: Level, { key, value }: Line): void {
    if (key === undefined || keys.has(key.text)) return;
    keys.set(key.text, scalarShape(this.#text.slice(value.start, value.end)));
  }

  #itemOf({ dashes, key, value }: Line, column: number): Json {
    return dashes.at(-1) === column && key === undefined ? scalarShape(this.#text.slice(value.start, value.end)) : null;
  }
}

const MAX_SNAPS = 3;

/** Whether a line below no longer belongs to a level. */
function leaves({ kind, column }: Level, { indent, dashes }: Line): boolean {
  return indent < column || (kind === 'list' && indent === column && dashes.length === 0);
}

/** Where the line begins that ends at an offset. */
function lineStart(text: string, end: number): number {
  if (end === 0) return 0;
  const start = text.lastIndexOf('\n', end - 1) + 1;
  return start === 0 && text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : start;
}

const BYTE_ORDER_MARK = 0xfeff;

/** The first character that is no blank; `end`, or the line break, of a line that is empty or a comment. */
function firstSolid(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isBlank(text.charCodeAt(at))) at++;
  if (text.charCodeAt(at) !== HASH) return at;
  const next = text.indexOf('\n', at);
  return next === -1 ? end : Math.min(next, end);
}

const HASH = 35;
