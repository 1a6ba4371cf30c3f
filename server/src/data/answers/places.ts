import type { Path, Tree } from '../../../../engine/src/language/tree.ts';
import type { SpecPlace } from '../../../../engine/src/operations/runs/page/runPage.ts';
import type { SpecText } from '../../views/monitors.ts';

interface Spec {
  readonly path: string;
  readonly tree: Tree;
}

/** Where a key stands in a spec. */
export function placeIn({ path: file, tree }: Spec, path: Path): SpecPlace {
  return { file, line: tree.range(path, 'key').start.line };
}

/** A value in one line as it stands in a spec; null where there is none. */
export function textIn({ path: file, tree }: Spec, path: Path): SpecText | null {
  if (tree.node(path) === undefined) return null;
  const { start, end } = tree.range(path);
  const text = tree.text.slice(tree.lines.offset(start), tree.lines.offset(end));
  return start.line === end.line ? { file, ...start, text } : null;
}
