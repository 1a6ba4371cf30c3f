/** A line of two texts beside each other. */
export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** Changed lines beyond which two texts are told as wholly different. */
const MOST_CHANGES = 1500;

/** How the second text comes from the first, line by line, with as few changed lines as there can be (Myers' greedy way). */
export function lineDiff(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let [endBefore, endAfter] = [before.length, after.length];
  while (endBefore > start && endAfter > start && before[endBefore - 1] === after[endAfter - 1]) {
    endBefore -= 1;
    endAfter -= 1;
  }
  return [
    ...before.slice(0, start).map(same),
    ...changed(before.slice(start, endBefore), after.slice(start, endAfter)),
    ...before.slice(endBefore).map(same),
  ];
}

/** Lines of a text, each with what ends it, so that a last line without an end is another one. */
export function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

export interface Unified {
  readonly added: number;
  readonly removed: number;
  /** Hunks as `diff -u` writes them, without the names of files; empty where the texts are equal. */
  readonly text: string;
}

/** The changed lines with three lines around them. */
export function unifiedDiff(before: string, after: string, around = 3): Unified {
  const lines = lineDiff(linesOf(before), linesOf(after));
  const count = (kind: DiffLine['kind']) => lines.filter((line) => line.kind === kind).length;
  return { added: count('added'), removed: count('removed'), text: hunksOf(lines, around).join('') };
}

function same(text: string): DiffLine {
  return { kind: 'same', text };
}

function changed(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const whole = [
    ...before.map((text): DiffLine => ({ kind: 'removed', text })),
    ...after.map((text): DiffLine => ({ kind: 'added', text })),
  ];
  if (before.length === 0 || after.length === 0) return whole;
  const trace = shortestTrace(before, after);
  return trace === undefined ? whole : followed(trace, before, after);
}

/** For each count of changes how far each diagonal came; undefined beyond the most. */
function shortestTrace(before: readonly string[], after: readonly string[]): readonly Int32Array[] | undefined {
  const most = Math.min(before.length + after.length, MOST_CHANGES);
  const reached = new Int32Array(2 * most + 3);
  const middle = most + 1;
  const trace: Int32Array[] = [];
  for (let changes = 0; changes <= most; changes += 1) {
    // The diagonals that this round reads: one more on either side than it writes.
    trace.push(reached.slice(middle - changes - 1, middle + changes + 2));
    for (let diagonal = -changes; diagonal <= changes; diagonal += 2) {
      const [left, right] = [reached[middle + diagonal - 1]!, reached[middle + diagonal + 1]!];
      const isDown = diagonal === -changes || (diagonal !== changes && left < right);
      let x = isDown ? right : left + 1;
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x += 1;
      reached[middle + diagonal] = x;
      if (x >= before.length && x - diagonal >= after.length) return trace;
    }
  }
  return undefined;
}

function followed(trace: readonly Int32Array[], before: readonly string[], after: readonly string[]): DiffLine[] {
  const lines: DiffLine[] = [];
  let [x, y] = [before.length, after.length];
  for (let changes = trace.length - 1; changes >= 0; changes -= 1) {
    const reached = trace[changes]!;
    const at = (diagonal: number) => reached[diagonal + changes + 1]!;
    const diagonal = x - y;
    const isDown = diagonal === -changes || (diagonal !== changes && at(diagonal - 1) < at(diagonal + 1));
    const startX = changes === 0 ? 0 : isDown ? at(diagonal + 1) : at(diagonal - 1) + 1;
    const startY = startX - diagonal;
    for (; x > startX && y > startY; x -= 1, y -= 1) lines.push(same(before[x - 1]!));
    if (changes === 0) break;
    if (isDown) {
      y -= 1;
      lines.push({ kind: 'added', text: after[y]! });
    } else {
      x -= 1;
      lines.push({ kind: 'removed', text: before[x]! });
    }
  }
  return lines.reverse();
}

const MARKS: Readonly<Record<DiffLine['kind'], string>> = { same: ' ', added: '+', removed: '-' };

function hunksOf(lines: readonly DiffLine[], around: number): readonly string[] {
  const hunks: string[] = [];
  let [at, before, after] = [0, 0, 0];
  for (const { from, to } of rangesOf(lines, around)) {
    for (; at < from; at += 1, before += 1, after += 1);
    const shown = lines.slice(from, to);
    const lengths = [
      shown.filter(({ kind }) => kind !== 'added').length,
      shown.filter(({ kind }) => kind !== 'removed').length,
    ] as const;
    hunks.push(`@@ -${span(before, lengths[0])} +${span(after, lengths[1])} @@\n${shown.map(marked).join('')}`);
    [at, before, after] = [to, before + lengths[0], after + lengths[1]];
  }
  return hunks;
}

/** Between hunks all lines are the same. */
function rangesOf(
  lines: readonly DiffLine[],
  around: number,
): readonly { readonly from: number; readonly to: number }[] {
  const ranges: { from: number; to: number }[] = [];
  for (const [index, { kind }] of lines.entries()) {
    if (kind === 'same') continue;
    const [from, to] = [Math.max(0, index - around), Math.min(lines.length, index + around + 1)];
    const last = ranges.at(-1);
    if (last !== undefined && from <= last.to) last.to = to;
    else ranges.push({ from, to });
  }
  return ranges;
}

/** An empty range names the line before it. */
function span(start: number, length: number): string {
  return `${length === 0 ? start : start + 1},${length}`;
}

function marked({ kind, text }: DiffLine): string {
  return text.endsWith('\n') ? `${MARKS[kind]}${text}` : `${MARKS[kind]}${text}\n\\ No newline at end of file\n`;
}
