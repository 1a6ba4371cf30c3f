/** Where an arrow key, Home or End leads among parts of which one has the focus; undefined where it leads nowhere. */
export function nextIndex(key: string, at: number, length: number, direction: 'across' | 'down'): number | undefined {
  if (length === 0) return undefined;
  const [back, forth] = direction === 'across' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
  if (key === back) return (at - 1 + length) % length;
  if (key === forth) return (at + 1) % length;
  if (key === 'Home') return 0;
  if (key === 'End') return length - 1;
  return undefined;
}

/** A place among rows of parts, both from 0. */
export interface RowPlace {
  readonly row: number;
  readonly part: number;
}

/** The same in a table whose rows have so many parts that take the focus: rows without any are passed over. */
export function nextInRows(key: string, { row, part }: RowPlace, parts: readonly number[]): RowPlace | undefined {
  const length = parts[row] ?? 0;
  if (key === 'Home' || key === 'End') return { row, part: key === 'Home' ? 0 : length - 1 };
  if (key === 'ArrowLeft' && part > 0) return { row, part: part - 1 };
  if (key === 'ArrowRight' && part < length - 1) return { row, part: part + 1 };
  const step = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return undefined;
  for (let next = row + step; next >= 0 && next < parts.length; next += step) {
    const there = parts[next]!;
    if (there > 0) return { row: next, part: Math.min(part, there - 1) };
  }
  return undefined;
}
