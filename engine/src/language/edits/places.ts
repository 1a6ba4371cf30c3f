import { nodeAt, resolved } from '../node.ts';
import type { Node, Path, Tree } from '../tree.ts';

export type MapNode = Extract<Node, { kind: 'map' }>;

export type ListNode = Extract<Node, { kind: 'list' }>;

export type Entry = MapNode['entries'][number];

/** The line break of a file. */
export function lineBreak(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? '\n';
}

export interface Part {
  readonly start: number;
  readonly end: number;
}

export function flowParts(node: MapNode | ListNode): readonly Part[] {
  if (node.kind === 'list') return node.items;
  return node.entries.map(({ keyStart, keyEnd, value }) => ({ start: keyStart, end: Math.max(keyEnd, value.end) }));
}

/** Where the dash of an item stands. */
export function dashOf(tree: Tree, list: ListNode, item: Node): number {
  const column = tree.lines.position(list.start).character;
  for (let { line } = tree.lines.position(item.start); line >= 0; line--)
    if (tree.lines.line(line)[column] === '-') return tree.lines.offset({ line, character: column });
  return item.start;
}

export function entryEnd(tree: Tree, { keyEnd, value }: Entry): number {
  return Math.max(keyEnd, value.start, contentEnd(tree, value));
}

/** Behind the last character of a value: block collections and block scalars reach to the next line otherwise. */
export function contentEnd(tree: Tree, node: Node): number {
  if (node.kind === 'map' && !node.flow && node.entries.length > 0) return entryEnd(tree, node.entries.at(-1)!);
  if (node.kind === 'list' && !node.flow && node.items.length > 0) return contentEnd(tree, node.items.at(-1)!);
  const isBlock = node.kind === 'scalar' && (node.style === 'literal' || node.style === 'folded');
  return isBlock ? node.start + tree.text.slice(node.start, node.end).trimEnd().length : node.end;
}

export function isEmpty(node: Node): boolean {
  return node.kind === 'scalar' && node.start === node.end;
}

/** Where the line of an offset ends, without its line break. */
export function lineEnd({ lines }: Tree, offset: number): number {
  return lines.offset({ line: lines.position(offset).line, character: Number.POSITIVE_INFINITY });
}

export function nextLine({ lines, text }: Tree, offset: number): number {
  const { line } = lines.position(offset);
  return line + 1 < lines.lineCount ? lines.offset({ line: line + 1, character: 0 }) : text.length;
}

/** Whether the value at `path` stands inside `{}` or `[]`. */
export function isInFlow(tree: Tree, path: Path): boolean {
  const holder = path.length <= 1 ? tree.root : nodeAt(tree.root, path.slice(0, -1));
  const node = holder && resolved(holder);
  return (node?.kind === 'map' || node?.kind === 'list') && node.flow;
}
