import type { Edit } from './edit.ts';
import type { Position, Range } from './problem.ts';

/** Offsets to positions and back. A line ends with `\n`, `\r\n` or `\r`, as in LSP. */
export interface LineIndex {
  readonly lineCount: number;
  /** Offsets outside the text are moved to its ends. */
  position(offset: number): Position;
  /** Characters beyond the line are moved to its end. */
  offset(position: Position): number;
  range(start: number, end: number): Range;
  /** The line without its line break. */
  line(line: number): string;
}

/** @param previous the index of the text before `edit`; lines that the edit leaves alone are taken from it */
export function lineIndex(text: string, previous?: { readonly index: LineIndex; readonly edit: Edit }): LineIndex {
  return new Lines(text, previous);
}

class Lines implements LineIndex {
  readonly #text: string;
  #found: readonly number[] | undefined;
  /** Line of the latest position, which the next one is often on. */
  #latest = 0;

  constructor(text: string, previous: { readonly index: LineIndex; readonly edit: Edit } | undefined) {
    this.#text = text;
    if (previous?.index instanceof Lines) this.#found = editedStarts(previous.index.#starts, text, previous.edit);
  }

  /** Found when first asked for, since nobody asks a text that is too long to be a spec. */
  get #starts(): readonly number[] {
    this.#found ??= lineStarts(this.#text, 0, this.#text.length);
    return this.#found;
  }

  get lineCount(): number {
    return this.#starts.length;
  }

  position(offset: number): Position {
    const inside = Math.max(0, Math.min(offset, this.#text.length));
    if (!this.#isOn(this.#latest, inside)) this.#latest = lineAt(this.#starts, inside);
    return { line: this.#latest, character: inside - this.#starts[this.#latest]! };
  }

  offset({ line, character }: Position): number {
    if (line < 0) return 0;
    if (line >= this.#starts.length) return this.#text.length;
    return Math.min(this.#starts[line]! + Math.max(0, character), this.#contentEnd(line));
  }

  range(start: number, end: number): Range {
    return { start: this.position(start), end: this.position(end) };
  }

  line(line: number): string {
    if (line < 0 || line >= this.#starts.length) return '';
    return this.#text.slice(this.#starts[line], this.#contentEnd(line));
  }

  #isOn(line: number, offset: number): boolean {
    return this.#starts[line]! <= offset && offset < (this.#starts[line + 1] ?? Number.POSITIVE_INFINITY);
  }

  #contentEnd(line: number): number {
    let end = this.#starts[line + 1] ?? this.#text.length;
    if (line + 1 < this.#starts.length) {
      if (this.#text[end - 1] === '\n') end--;
      if (this.#text[end - 1] === '\r' && end > this.#starts[line]!) end--;
    }
    return end;
  }
}

/** Where lines begin in `text` behind a line break that stands from `from` to `to`, and 0. */
function lineStarts(text: string, from: number, to: number): number[] {
  const starts = from === 0 ? [0] : [];
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
  return starts;
}

/** One character more on each side is read again: `\r` and `\n` may have met or parted there. */
function editedStarts(before: readonly number[], text: string, { start, oldEnd, newEnd }: Edit): number[] {
  const from = Math.max(0, start - 1);
  const to = Math.min(text.length, newEnd + 1);
  const delta = newEnd - oldEnd;
  const starts = from === 0 ? [] : before.slice(0, lineAt(before, from) + 1);
  for (const each of lineStarts(text, from, to)) starts.push(each);
  let next = lineAt(before, to - delta) + 1;
  for (; next < before.length; next++) starts.push(before[next]! + delta);
  return starts;
}

function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
