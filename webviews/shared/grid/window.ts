/** Part of a row of things: from `first` up to, not including, `end`. */
export interface Span {
  readonly first: number;
  readonly end: number;
}

export const EMPTY_SPAN: Span = { first: 0, end: 0 };

/** Where things of these sizes begin, one after the other; the last number is where the last one ends. */
export function offsetsOf(sizes: readonly number[]): Float64Array {
  const offsets = new Float64Array(sizes.length + 1);
  for (let i = 0; i < sizes.length; i += 1) offsets[i + 1] = (offsets[i] ?? 0) + (sizes[i] ?? 0);
  return offsets;
}

/** Index of the thing that covers a place; the nearest one outside of all. */
export function indexAt(offsets: Float64Array, place: number): number {
  let [low, high] = [0, Math.max(0, offsets.length - 2)];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((offsets[middle] ?? 0) <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The things that a piece of the whole shows, and `beyond` more on both sides. */
export function shownSpan(offsets: Float64Array, from: number, length: number, beyond: number): Span {
  const count = offsets.length - 1;
  if (count === 0 || length <= 0) return EMPTY_SPAN;
  const last = indexAt(offsets, Math.max(from, from + length - 1));
  return {
    first: Math.max(0, indexAt(offsets, from) - beyond),
    end: Math.min(count, last + 1 + beyond),
  };
}

export interface LinesShown {
  readonly count: number;
  /** In pixels. */
  readonly height: number;
  readonly top: number;
  readonly viewport: number;
}

/** Lines come and go by so many at once: between, a scroll costs nothing, and no frame of a fast one has many more than others. */
const STEP = 2;

/** The same for lines of one height, in whole steps. */
export function shownLines({ count, height, top, viewport }: LinesShown, beyond: number): Span {
  if (count === 0 || viewport <= 0) return EMPTY_SPAN;
  const first = Math.min(count - 1, Math.max(0, Math.floor(top / height)));
  const last = Math.min(count - 1, Math.max(0, Math.ceil((top + viewport) / height) - 1));
  return {
    first: Math.max(0, Math.floor((first - beyond) / STEP) * STEP),
    end: Math.min(count, Math.ceil((last + 1 + beyond) / STEP) * STEP),
  };
}

/** How far to be scrolled for a thing to be seen whole, moved as little as can be; its begin where it does not fit. */
export function scrollFor(
  { begin, size }: { readonly begin: number; readonly size: number },
  { from, length }: { readonly from: number; readonly length: number },
): number {
  if (begin < from || size > length) return begin;
  return Math.max(from, begin + size - length);
}

/** Least width of a column. */
export const LEAST_WIDTH = 40;
const GREATEST_WIDTH = 1200;
/** The fixed columns leave at least this part of the width to the others. */
const FIXED_PART = 0.6;
const LEAST_NAME = 72;

/** A width that a column may have. */
export function allowedWidth(width: number): number {
  return Math.round(Math.min(GREATEST_WIDTH, Math.max(LEAST_WIDTH, width)));
}

/** Widths of the fixed columns; in a narrow grid the last one gives way. */
export function fixedWidths(widths: readonly number[], viewport: number): readonly number[] {
  const excess = widths.reduce((sum, width) => sum + width, 0) - viewport * FIXED_PART;
  if (viewport <= 0 || excess <= 0) return widths;
  return widths.map((width, i) =>
    i < widths.length - 1 ? width : Math.min(width, Math.max(LEAST_NAME, Math.floor(width - excess))),
  );
}

/** Columns that share a head above, side by side. */
export interface HeadGroup extends Span {
  readonly group: string | undefined;
}

/** The heads above the columns of a span. */
export function headGroups(columns: readonly { readonly group?: string | undefined }[], span: Span): HeadGroup[] {
  const groups: HeadGroup[] = [];
  for (let i = span.first; i < span.end; i += 1) {
    const group = columns[i]?.group;
    const last = groups.at(-1);
    if (last !== undefined && last.group === group) groups[groups.length - 1] = { ...last, end: i + 1 };
    else groups.push({ group, first: i, end: i + 1 });
  }
  return groups;
}
