import { type FoldingRange, FoldingRangeKind } from 'vscode-languageserver';
import { contentEnd } from '../../../engine/src/language/edits/places.ts';
import type { Node, Tree } from '../../../engine/src/language/tree.ts';
import type { Document } from './spot.ts';

/** Maps, lists and texts of several lines, runs of comments, `# region` to `# endregion`, and the sides of a merge conflict. */
export function foldingRanges({ file: { tree } }: Document): FoldingRange[] {
  const folds = new Folds();
  if (tree.root !== undefined) nodes(tree, tree.root, folds);
  comments(tree, folds);
  regions(tree, folds);
  conflicts(tree, folds);
  return folds.all();
}

/** One for each first line, the longest. */
class Folds {
  readonly #byStart = new Map<number, FoldingRange>();

  add(startLine: number, endLine: number, kind?: FoldingRangeKind): void {
    if (endLine <= startLine || (this.#byStart.get(startLine)?.endLine ?? -1) >= endLine) return;
    this.#byStart.set(startLine, { startLine, endLine, ...(kind && { kind }) });
  }

  all(): FoldingRange[] {
    return [...this.#byStart.values()].sort((a, b) => a.startLine - b.startLine);
  }
}

function nodes(tree: Tree, node: Node, folds: Folds): void {
  if (node.kind === 'map')
    for (const { keyStart, value } of node.entries) {
      span(tree, keyStart, value, folds);
      nodes(tree, value, folds);
    }
  if (node.kind === 'list')
    for (const item of node.items) {
      span(tree, item.start, item, folds);
      nodes(tree, item, folds);
    }
}

/** From the line of a key or item to the last line of its value; a bracket that closes it stays in sight. */
function span(tree: Tree, start: number, value: Node, folds: Folds): void {
  const { line } = tree.lines.position(start);
  const end = tree.lines.position(contentEnd(tree, value));
  const isBracket = (value.kind === 'map' || value.kind === 'list') && value.flow;
  const closes =
    isBracket &&
    tree.lines
      .line(end.line)
      .slice(0, end.character - 1)
      .trim() === '';
  folds.add(line, closes ? end.line - 1 : end.line);
}

function comments({ comments: all }: Tree, folds: Folds): void {
  const alone = all.filter((comment) => comment.alone && !REGION.test(comment.text));
  let first = 0;
  for (let index = 1; index <= alone.length; index++) {
    if (alone[index]?.line === alone[index - 1]!.line + 1) continue;
    folds.add(alone[first]?.line ?? 0, alone[index - 1]?.line ?? 0, FoldingRangeKind.Comment);
    first = index;
  }
}

const REGION = /^#?(region|endregion)\b/;

function regions({ comments: all }: Tree, folds: Folds): void {
  const open: number[] = [];
  for (const { text, line } of all) {
    const mark = REGION.exec(text)?.[1];
    if (mark === 'region') open.push(line);
    const start = mark === 'endregion' ? open.pop() : undefined;
    if (start !== undefined) folds.add(start, line, FoldingRangeKind.Region);
  }
}

function conflicts({ text, lines }: Tree, folds: Folds): void {
  if (!/^<{7}/m.test(text)) return;
  let start: number | undefined;
  for (let line = 0; line < lines.lineCount; line++) {
    const marker = /^(<{7}|\|{7}|={7}|>{7})(?: |$)/.exec(lines.line(line))?.[1]?.[0];
    if (marker === undefined || (start === undefined && marker !== '<')) continue;
    if (start !== undefined) folds.add(start, marker === '>' ? line : line - 1);
    start = marker === '>' ? undefined : line;
  }
}
