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

export function lineIndex(text: string): LineIndex {
  const starts = lineStarts(text);
  const position = (offset: number): Position => {
    const inside = Math.max(0, Math.min(offset, text.length));
    const line = lineAt(starts, inside);
    return { line, character: inside - starts[line]! };
  };
  const contentEnd = (line: number): number => {
    let end = starts[line + 1] ?? text.length;
    if (line + 1 < starts.length) {
      if (text[end - 1] === '\n') end--;
      if (text[end - 1] === '\r' && end > starts[line]!) end--;
    }
    return end;
  };
  return {
    lineCount: starts.length,
    position,
    offset({ line, character }) {
      if (line < 0) return 0;
      if (line >= starts.length) return text.length;
      return Math.min(starts[line]! + Math.max(0, character), contentEnd(line));
    },
    range: (start, end) => ({ start: position(start), end: position(end) }),
    line: (line) => (line < 0 || line >= starts.length ? '' : text.slice(starts[line], contentEnd(line))),
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
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
