import type { Json, Path } from '../../../../engine/src/language/node.ts';
import { Climb, type Held } from './climb.ts';
import { type FlowPlace, readFlow } from './flow.ts';
import { type Line, lineBounds, quoteEnd, readLine, type Span } from './line.ts';
import { cursorSide } from './side.ts';

/** Where the cursor stands in a spec, told from the lines around it alone, so that it holds in any half-written file. */
export interface Where extends Span {
  /**
   * - `key`: a key of the map at `path` is written, or could be
   * - `value`: the scalar at `path` is written, or could be, behind its key or dash
   * - `start`: nothing of the value at `path` stands yet, and it may begin here, on a line of its own or behind a dash
   * - `item`: another item of the list at `path` could begin here; its dash is missing
   * - `comment`: in a comment
   * - `none`: where nothing can be written
   */
  readonly part: 'key' | 'value' | 'start' | 'item' | 'comment' | 'none';
  readonly path: Path;
  /** What stands around: maps and lists on the way from the root, with the keys and plain values that stand in them. */
  readonly shape: Json;
  /** Column of the keys or dashes that a block value here has. */
  readonly column: number;
  /** Column of the key that holds the value, or of the dash. */
  readonly parentColumn: number;
  /** Stands before what is written, for a blank or an indentation that is missing. */
  readonly lead: string;
  readonly flow: boolean;
  readonly style: 'plain' | 'single' | 'double' | 'block';
  /** Where the text of the scalar begins that is being written. */
  readonly textStart: number;
  /** Whether a colon follows the key. */
  readonly colon: boolean;
}

export function whereAt(source: string, cursor: number): Where {
  const text = cursorSide(source, cursor);
  const line = readLine(text, lineBounds(text, cursor));
  const flow = openFlowAbove(text, line, cursor);
  const climb = new Climb(text, cursor);
  if (flow !== undefined) climb.beginInFlow(flow);
  else climb.begin(line);
  return new Reading(text, cursor, climb).where(line);
}

/** The line whose flow the cursor's line goes on with, where the line before it ends in the middle of one. */
function openFlowAbove(text: string, line: Line, cursor: number): Line | undefined {
  let start = line.start;
  let isFirst = true;
  for (let count = 0; count < MAX_FLOW_LINES && start > 0; count++) {
    const above = readLine(text, lineBounds(text, start - 1));
    start = above.start <= 1 ? 0 : above.start;
    const last = text[above.value.end - 1];
    if (above.content === above.end) continue;
    if (isFirst && (last === undefined || !',{['.includes(last))) return undefined;
    isFirst = false;
    const first = text[above.value.start];
    if (first !== '{' && first !== '[') continue;
    const flow = readFlow(text, { start: above.value.start, end: text.length }, cursor);
    if (!flow.closed || flow.end > cursor) return above;
  }
  return undefined;
}

const MAX_FLOW_LINES = 200;

const PLAIN = { lead: '', flow: false, style: 'plain', colon: false } as const;

class Reading {
  readonly #text: string;
  readonly #cursor: number;
  readonly #climb: Climb;

  constructor(text: string, cursor: number, climb: Climb) {
    this.#text = text;
    this.#cursor = cursor;
    this.#climb = climb;
  }

  where(line: Line): Where {
    const { held } = this.#climb;
    if (held !== undefined) return this.#held(held);
    if (line.comment !== undefined && this.#cursor > line.comment) return this.#at('comment', this.#none());
    if (this.#cursor < line.start + line.indent && line.content < (line.comment ?? line.end))
      return this.#at('none', this.#none());
    if (line.key !== undefined && this.#cursor < line.key.start) return this.#at('none', this.#none());
    if (line.key !== undefined && this.#cursor > line.key.colon) return this.#behindKey(line);
    if (line.key !== undefined) {
      const isQuoted = this.#text[line.key.start] !== line.key.text[0];
      const inside = isQuoted ? { start: line.key.start + 1, end: line.key.end - 1 } : line.key;
      const { start, end } = this.#cursor > line.key.end ? line.key : inside;
      return this.#at('key', { start, end: Math.max(end, start), colon: true });
    }
    return this.#open(line);
  }

  /** In a scalar or flow that began on a line above. */
  #held({ line, style }: Held): Where {
    const { start } = line.value;
    if (style === 'flow') return this.#flow(start);
    if (style === 'block')
      return this.#at('value', { ...this.#none(), style, textStart: Math.min(line.end + 1, this.#cursor) });
    if (style !== 'plain') return this.#quoted(start, style);
    return this.#at('value', { start, end: this.#cursor, textStart: start });
  }

  #behindKey({ key, value, end }: Line): Where {
    const missing = this.#cursor === key!.colon + 1 ? ' ' : '';
    if (value.start >= value.end || this.#cursor < value.start)
      return this.#at('value', { ...this.#none(), lead: missing });
    return this.#scalar({ start: value.start, end: Math.min(Math.max(value.end, this.#cursor), end) });
  }

  #scalar(value: Span): Where {
    const first = this.#text[value.start];
    if (first === '{' || first === '[') return this.#flow(value.start);
    if (first === '"' || first === "'") return this.#quoted(value.start, first === '"' ? 'double' : 'single');
    if (/^[|>][-+0-9]*\s*$/.test(this.#text.slice(value.start, value.end))) return this.#at('none', this.#none());
    return this.#at('value', { ...value, textStart: value.start });
  }

  #quoted(start: number, style: 'single' | 'double'): Where {
    const line = lineBounds(this.#text, start);
    const close = quoteEnd(this.#text, { start, end: this.#text.length });
    const isClosed = close !== undefined && (close <= line.end || close > this.#cursor);
    if (this.#cursor <= start) return this.#at('value', { start, end: isClosed ? close : line.end, textStart: start });
    if (isClosed && this.#cursor >= close)
      return this.#at(this.#cursor === close ? 'value' : 'none', { start, end: close, textStart: start });
    const end = isClosed ? close - 1 : this.#cursor;
    return this.#at('value', { start: start + 1, end, style, textStart: start + 1 });
  }

  #flow(start: number): Where {
    const { at, shape } = readFlow(this.#text, { start, end: this.#flowLimit(start) }, this.#cursor);
    if (at === undefined) return this.#at('none', this.#none());
    const style = at.quote === undefined ? 'plain' : at.quote === '"' ? 'double' : 'single';
    const lead = this.#text[at.start - 1] === ':' ? ' ' : '';
    return this.#at(at.part, { ...at, lead, flow: true, style, textStart: at.start, inFlow: { place: at, shape } });
  }

  /** A flow that is not closed ends where a line below the cursor is indented no deeper than what holds it. */
  #flowLimit(start: number): number {
    const { end } = readFlow(this.#text, { start, end: this.#text.length }, this.#cursor);
    const holder = readLine(this.#text, lineBounds(this.#text, start));
    for (let at = lineBounds(this.#text, this.#cursor).end + 1; at < end; ) {
      const line = readLine(this.#text, lineBounds(this.#text, at));
      if (line.indent <= holder.indent && line.content < line.end && !'}]'.includes(this.#text[line.content]!))
        return line.start - 1;
      at = line.end + (this.#text[line.end] === '\r' ? 2 : 1);
    }
    return this.#text.length;
  }

  /** A line without a key up to the cursor: a word, a dash or nothing. */
  #open(line: Line): Where {
    const { virtual } = this.#climb;
    if (virtual === undefined) return this.#item(line);
    const isWord = line.value.start < line.value.end;
    const first = this.#text[line.value.start];
    if (virtual.kind === 'start' && isWord && first !== undefined && `{["'|>`.includes(first))
      return this.#scalar(line.value);
    const word = { start: line.value.start, end: Math.max(line.value.end, this.#cursor) };
    const place = isWord ? word : this.#none();
    if (line.dashes.length > 0) return this.#at(virtual.kind, { ...place, lead: this.#missingBlank('-') });
    const isMoved = virtual.column !== (isWord ? line.indent : this.#cursor - line.start);
    if (!isMoved) return this.#at(virtual.kind, place);
    return this.#at(virtual.kind, { start: line.start, end: place.end, lead: ' '.repeat(virtual.column) });
  }

  #missingBlank(behind: string): string {
    return this.#text[this.#cursor - 1] === behind ? ' ' : '';
  }

  #item(line: Line): Where {
    const isWord = line.value.start < line.value.end;
    const missing = this.#missingBlank('-');
    if (!isWord || this.#cursor < line.value.start) return this.#at('start', { ...this.#none(), lead: missing });
    const first = this.#text[line.value.start]!;
    const value = { start: line.value.start, end: Math.max(line.value.end, this.#cursor) };
    return `{["'|>`.includes(first) ? this.#scalar(value) : this.#at('start', { ...value, textStart: value.start });
  }

  #none(): Span & { textStart: number } {
    return { start: this.#cursor, end: this.#cursor, textStart: this.#cursor };
  }

  #at(part: Where['part'], more: Place): Where {
    const { inFlow, ...place } = more;
    const { virtual, column } = this.#climb;
    const path = this.#climb.path();
    return {
      ...PLAIN,
      textStart: place.start,
      ...place,
      part,
      path: inFlow === undefined ? path : [...path, ...inFlow.place.path],
      shape: this.#climb.shape(inFlow?.shape),
      column: virtual?.column ?? (part === 'start' ? this.#column(place.start) : column),
      parentColumn: column,
    };
  }

  #column(offset: number): number {
    return offset - lineBounds(this.#text, offset).start;
  }
}

interface Place extends Span, Partial<Pick<Where, 'lead' | 'flow' | 'style' | 'textStart' | 'colon'>> {
  readonly inFlow?: { readonly place: FlowPlace; readonly shape: Json };
}
