import type { Path, Tree } from '../../../../engine/src/language/tree.ts';
import type { SpecPlace } from '../../views.ts';

/** Where a key stands in a spec. */
export function placeIn({ path: file, tree }: { readonly path: string; readonly tree: Tree }, path: Path): SpecPlace {
  return { file, line: tree.range(path, 'key').start.line };
}
