import { contentEnd, dashOf, lineBreak } from '../../../../engine/src/language/edits/places.ts';
import type { Node } from '../../../../engine/src/language/node.ts';
import type { Tree } from '../../../../engine/src/language/tree.ts';
import type { Edit } from '../edits/edit.ts';
import { commentIndents } from './commentIndents.ts';
import { type Layout, layOut, type Run } from './layout.ts';
import type { Lines } from './lines.ts';

/**
 * Edits that lay out a file, or the entries that some of its lines belong to: `unit` blanks for each level, dashes of a list one
 * level deeper than their key, one blank behind colons, commas and dashes, as many inside braces as the first ones have, no blanks at the end of
 * lines, no two empty lines in a row, one line break at the end. What stands in scalars stays byte for byte.
 */
export function formatLines(tree: Tree, unit: number, lines?: Lines): Edit[] {
  if (tree.root?.kind !== 'map' || tree.root.flow || hasMarkers(tree)) return [];
  const run = lines === undefined ? whole(tree.root) : runAt(tree, tree.root, lines);
  const layout = run && layOut(tree, run, unit);
  if (layout === undefined) return [];
  const touched = lines === undefined ? { first: 0, last: lastSolid(tree, layout) } : linesOf(tree, run!);
  const indents = commentIndents(tree, layout, touched);
  const end = lines === undefined ? fileEnd(tree, layout, touched.last) : [];
  return [...onLines(tree, layout, indents, touched), ...emptyLines(tree, layout, touched), ...end];
}

/** Marks of documents and directives are left alone, and so is what they stand in. */
function hasMarkers({ text }: Tree): boolean {
  return /^(?:---|\.\.\.|%)/m.test(text);
}

function whole(node: Node): Run {
  const count = node.kind === 'map' ? node.entries.length : node.kind === 'list' ? node.items.length : 0;
  return { node, first: 0, last: count - 1, indent: 0 };
}

/** The deepest entries that hold all of the lines; they stay in their column, so that the others need not move. */
function runAt(tree: Tree, node: Node, lines: Lines): Run | undefined {
  if ((node.kind !== 'map' && node.kind !== 'list') || node.flow) return undefined;
  const parts = partsOf(tree, node);
  const first = Math.max(
    0,
    parts.findLastIndex((part) => part.first <= lines.first),
  );
  const last = Math.max(
    first,
    parts.findLastIndex((part) => part.first <= lines.last),
  );
  const part = parts[first];
  if (part === undefined) return undefined;
  const value = node.kind === 'map' ? node.entries[first]!.value : node.items[first]!;
  const inside = first === last && lines.first > part.first ? runAt(tree, value, lines) : undefined;
  return inside !== undefined && !isAll(inside) ? inside : { node, first, last, indent: part.column };
}

function isAll({ node, first, last }: Run): boolean {
  return first === 0 && last === whole(node).last;
}

interface Part {
  readonly first: number;
  readonly column: number;
  readonly end: number;
}

function partsOf(tree: Tree, node: Extract<Node, { kind: 'map' | 'list' }>): readonly Part[] {
  const starts =
    node.kind === 'map'
      ? node.entries.map(({ keyStart, value }) => [keyStart, Math.max(value.start, contentEnd(tree, value))] as const)
      : node.items.map((item) => [dashOf(tree, node, item), contentEnd(tree, item)] as const);
  return starts.map(([start, end]) => {
    const { line, character } = tree.lines.position(start);
    return { first: line, column: character, end };
  });
}

function linesOf(tree: Tree, { node, first, last }: Run): Lines {
  const parts = node.kind === 'map' || node.kind === 'list' ? partsOf(tree, node) : [];
  return { first: parts[first]?.first ?? 0, last: tree.lines.position(parts[last]?.end ?? 0).line };
}

function onLines(
  tree: Tree,
  { gaps, verbatim }: Layout,
  indents: ReadonlyMap<number, number>,
  { first, last }: Lines,
): Edit[] {
  const edits = [...gaps];
  for (let line = first; line <= last; line++) {
    const content = tree.lines.line(line);
    const start = tree.lines.offset({ line, character: 0 });
    const own = content.length - content.trimStart().length;
    const indent = indents.get(line);
    if (verbatim.has(line) && own === content.length) {
      const blanks = ' '.repeat(indent ?? own);
      if (blanks.length !== own) edits.push({ start, end: start + own, text: blanks });
      continue;
    }
    if (own < content.length && indent !== undefined && content.slice(0, own) !== ' '.repeat(indent))
      edits.push({ start, end: start + own, text: ' '.repeat(indent) });
    const end = content.trimEnd().length;
    if (!verbatim.has(line) && end < content.length)
      edits.push({ start: start + Math.max(end, 0), end: start + content.length, text: '' });
  }
  return edits;
}

/** Of several empty lines in a row one stays, and none at the beginning of the file. */
function emptyLines(tree: Tree, { verbatim }: Layout, { first, last }: Lines): Edit[] {
  const edits: Edit[] = [];
  let before = first === 0 ? true : isEmpty(tree, first - 1);
  for (let line = first; line <= last; line++) {
    const empty = isEmpty(tree, line) && !verbatim.has(line);
    if (empty && before && line + 1 < tree.lines.lineCount) {
      const start = tree.lines.offset({ line, character: 0 }) + tree.lines.line(line).length;
      edits.push({ start, end: tree.lines.offset({ line: line + 1, character: 0 }), text: '' });
    }
    before = empty;
  }
  return edits;
}

function isEmpty(tree: Tree, line: number): boolean {
  return tree.lines.line(line).trim() === '';
}

/** One line break at the end of a file, where its last value does not say otherwise. */
function fileEnd(tree: Tree, { verbatim }: Layout, last: number): Edit[] {
  const start = tree.lines.offset({ line: last, character: Number.POSITIVE_INFINITY });
  const tail = tree.text.slice(start);
  const wanted = verbatim.has(last) && !/[\r\n]/.test(tail) ? '' : (/^\r?\n/.exec(tail)?.[0] ?? lineBreak(tree.text));
  return tail === wanted ? [] : [{ start, end: tree.text.length, text: wanted }];
}

/** The last line that holds anything. */
function lastSolid(tree: Tree, { verbatim }: Layout): number {
  let line = tree.lines.lineCount - 1;
  while (line > 0 && isEmpty(tree, line) && !verbatim.has(line)) line--;
  return line;
}
