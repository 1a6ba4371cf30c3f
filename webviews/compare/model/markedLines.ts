import { type DiffLine, lineDiff, linesOf } from '../../../engine/src/language/lineDiff.ts';

/** How a text comes from another. */
export interface MarkedText {
  /** Counts of all lines, shown or not. */
  readonly added: number;
  readonly removed: number;
  /** Empty where the two have so little in common that marks tell nothing. */
  readonly lines: readonly MarkedLine[];
}

/** A line as it is shown, how many equal lines are left out, or how many lines at the end. */
export type MarkedLine =
  | { readonly kind: 'same' | 'added' | 'removed'; readonly text: string }
  | { readonly kind: 'folded'; readonly lines: number }
  | { readonly kind: 'cut'; readonly lines: number };

/** Equal lines around what changed. */
const AROUND = 4;
/** Lines of a difference that are shown at most. */
const MOST = 2000;
/** Changed lines beyond which nobody reads marks. */
const MOST_CHANGED = 1500;

/** The lines of a text as they come from another, equal ones far from any change folded. */
export function markedLines(before: string, after: string): MarkedText {
  const lines = lineDiff(linesOf(before), linesOf(after));
  const count = (of: DiffLine['kind']) => lines.filter(({ kind }) => kind === of).length;
  const [added, removed] = [count('added'), count('removed')];
  return { added, removed, lines: added + removed > MOST_CHANGED ? [] : shownLines(lines) };
}

function shownLines(lines: readonly DiffLine[]): readonly MarkedLine[] {
  const isNear = new Uint8Array(lines.length);
  for (const [at, { kind }] of lines.entries())
    if (kind !== 'same') isNear.fill(1, Math.max(0, at - AROUND), at + AROUND + 1);
  const marked: MarkedLine[] = [];
  let folded = 0;
  for (const [at, { kind, text }] of lines.entries()) {
    if (marked.length >= MOST) return [...marked, { kind: 'cut', lines: lines.length - at + folded }];
    if (isNear[at] === 0) {
      folded += 1;
      continue;
    }
    if (folded > 0) marked.push({ kind: 'folded', lines: folded });
    folded = 0;
    marked.push({ kind, text: text.replace(/\r?\n$/, '') });
  }
  return folded > 0 ? [...marked, { kind: 'folded', lines: folded }] : marked;
}
