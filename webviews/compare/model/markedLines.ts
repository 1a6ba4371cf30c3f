import { lineDiff, linesOf } from '../../../engine/src/language/lineDiff.ts';

/** A line as it is shown, or how many equal lines are left out. */
export type MarkedLine =
  | { readonly kind: 'same' | 'added' | 'removed'; readonly text: string }
  | { readonly kind: 'folded'; readonly lines: number };

/** Equal lines around what changed. */
const AROUND = 4;
/** Lines of a difference that are shown at most. */
const MOST = 2000;

/** The lines of a text as they come from another, equal ones far from any change folded. */
export function markedLines(before: string, after: string): readonly MarkedLine[] {
  const lines = lineDiff(linesOf(before), linesOf(after));
  const isNear = new Uint8Array(lines.length);
  for (const [at, { kind }] of lines.entries())
    if (kind !== 'same') isNear.fill(1, Math.max(0, at - AROUND), at + AROUND + 1);
  const marked: MarkedLine[] = [];
  let folded = 0;
  const unfold = () => {
    if (folded > 0) marked.push({ kind: 'folded', lines: folded });
    folded = 0;
  };
  for (const [at, { kind, text }] of lines.entries()) {
    if (isNear[at] === 0 || marked.length >= MOST) {
      folded += 1;
      continue;
    }
    unfold();
    marked.push({ kind, text: text.replace(/\r?\n$/, '') });
  }
  unfold();
  return marked;
}
