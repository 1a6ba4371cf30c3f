import type { Range } from '../../language/problem.ts';
import type { Path, ScalarText, Tree } from '../../language/tree.ts';
import { onceForEach } from '../onceForEach.ts';
import type { OccurrencePlace } from './symbol.ts';

/** Finds ranges in the text of a file. The offsets of long scalars, and of the last one, are remembered. */
export const rangesIn: (tree: Tree) => (place: OccurrencePlace) => Range = onceForEach((tree) => {
  const long = new Map<Path, ScalarText>();
  let last: { readonly path: Path; readonly scalar: ScalarText | undefined } | undefined;
  const scalarAt = (path: Path): ScalarText | undefined => {
    if (last?.path === path) return last.scalar;
    const scalar = long.get(path) ?? tree.scalar(path);
    if (scalar !== undefined && scalar.text.length > LONG) long.set(path, scalar);
    last = { path, scalar };
    return scalar;
  };
  return ({ path, part, start, end }) =>
    part === 'key' ? keyRange(tree, path, start) : (scalarAt(path)?.range(start, end) ?? tree.range(path));
});

/** Characters from which on the offsets of a scalar cost more to find than to keep. */
const LONG = 500;

/** Of a key behind so many of its characters, without quotes. */
function keyRange(tree: Tree, path: Path, prefix: number): Range {
  const { start, end } = tree.range(path, 'key');
  const [from, to] = [tree.lines.offset(start), tree.lines.offset(end)];
  const quote = tree.text[from];
  if (quote !== '"' && quote !== "'") return tree.lines.range(from + prefix, to);
  return tree.lines.range(from + 1 + prefix, to - from > 1 && tree.text[to - 1] === quote ? to - 1 : to);
}
