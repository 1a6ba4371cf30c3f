import type { Tree } from '../../../../engine/src/language/tree.ts';
import type { Layout } from './layout.ts';
import type { Lines } from './lines.ts';

/** Lines that a comment looks back for one in its column. */
const FARTHEST = 200;

/** The indentation of each line, comments included: they stay beside the line below or above that they were beside. */
export function commentIndents(
  tree: Tree,
  { indents, begun }: Layout,
  { first, last }: Lines,
): ReadonlyMap<number, number> {
  const all = new Map(indents);
  const column = (line: number) => /^\s*/.exec(tree.lines.line(line))![0].length;
  let below: number | undefined;
  const alone = new Set(tree.comments.flatMap((comment) => (comment.alone ? [comment.line] : [])));
  for (let line = last; line >= first; line--) {
    if (!alone.has(line) || indents.has(line)) {
      if (begun.has(line)) below = line;
      continue;
    }
    const own = column(line);
    if (below !== undefined && column(below) === own) all.set(line, indents.get(below)!);
    else if (own === 0) all.set(line, 0);
    else {
      const above = lineAbove(line, own);
      const beside = above !== undefined && (below === undefined || column(above) === own) ? above : below;
      if (beside !== undefined) all.set(line, indents.get(beside)!);
    }
  }
  return all;

  /** The nearest line above that begins in this column or further left. */
  function lineAbove(line: number, own: number): number | undefined {
    for (let above = line - 1; above >= Math.max(first, line - FARTHEST); above--)
      if (begun.has(above) && column(above) <= own) return above;
    return undefined;
  }
}
