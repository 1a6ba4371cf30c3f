import {
  contentEnd,
  dashOf,
  entryEnd,
  flowParts,
  type ListNode,
  lineEnd,
  type MapNode,
  nextLine,
  type Part,
} from '../../../../engine/src/language/edits/places.ts';
import { nodeAt } from '../../../../engine/src/language/node.ts';
import type { Path, Tree } from '../../../../engine/src/language/tree.ts';
import type { Edit } from './edit.ts';

/**
 * Takes out the entry or item at `path`, with the comment behind it; with what holds it where nothing else is left in
 * there and `keep` does not say that it must stay.
 */
export function remove(tree: Tree, path: Path, keep: (path: Path) => boolean = () => false): Edit[] {
  const parentPath = path.slice(0, -1);
  const holder = parentPath.length === 0 ? tree.root : nodeAt(tree.root, parentPath);
  if (path.length === 0 || (holder?.kind !== 'map' && holder?.kind !== 'list')) return [];
  const parts = holder.flow ? flowParts(holder) : blockParts(tree, holder);
  const key = path.at(-1)!;
  const index = holder.kind === 'map' ? holder.entries.findIndex((entry) => entry.key === key) : Number(key);
  const part = parts[index];
  if (part === undefined) return [];
  if (parts.length === 1 && parentPath.length > 0) {
    if (!keep(parentPath)) return remove(tree, parentPath, keep);
    const braces = holder.kind === 'map' ? '{}' : '[]';
    return [{ start: holder.start, end: contentEnd(tree, holder), text: braces }];
  }
  return [holder.flow ? withoutFlow(parts, index) : withoutBlock(tree, parts, index)];
}

function withoutFlow(parts: readonly Part[], index: number): Edit {
  const { start, end } = parts[index]!;
  const next = parts[index + 1];
  if (next !== undefined) return { start, end: next.start, text: '' };
  return { start: parts[index - 1]?.end ?? start, end, text: '' };
}

function blockParts(tree: Tree, node: MapNode | ListNode): readonly Part[] {
  if (node.kind === 'map') return node.entries.map((entry) => ({ start: entry.keyStart, end: entryEnd(tree, entry) }));
  return node.items.map((item) => ({ start: dashOf(tree, node, item), end: contentEnd(tree, item) }));
}

function withoutBlock(tree: Tree, parts: readonly Part[], index: number): Edit {
  const { start, end } = parts[index]!;
  const next = parts[index + 1];
  const line = tree.lines.position(start).line;
  const head = tree.lines.offset({ line, character: 0 });
  if (tree.text.slice(head, start).trim() === '') return { start: head, end: nextLine(tree, end), text: '' };
  const between = next === undefined ? '' : tree.text.slice(lineEnd(tree, end), next.start);
  return { start, end: next !== undefined && between.trim() === '' ? next.start : end, text: '' };
}

/** The lines that belong to a key in block style, or its part of a map in braces, whether or not the tree has the entry. */
export function entryAtKey(tree: Tree, keyStart: number, keyEnd: number): Edit {
  const { line, character } = tree.lines.position(keyStart);
  const before = tree.lines.line(line).slice(0, character);
  if (!/^[ \t]*(?:- +)*$/.test(before)) return flowEntryAtKey(tree, keyStart, keyEnd);
  let last = line;
  for (let next = line + 1; next < tree.lines.lineCount; next++) {
    const content = tree.lines.line(next);
    if (content.trim() === '') continue;
    const indent = content.length - content.trimStart().length;
    const isDash = indent === character && /^-(?: |$)/.test(content.slice(indent));
    if (indent < character || (indent === character && !isDash)) break;
    last = next;
  }
  const start = before.trim() === '' ? tree.lines.offset({ line, character: 0 }) : keyStart;
  return { start, end: nextLine(tree, tree.lines.offset({ line: last, character: 0 })), text: '' };
}

function flowEntryAtKey({ text }: Tree, keyStart: number, keyEnd: number): Edit {
  let depth = 0;
  let quote: string | undefined;
  let end = keyEnd;
  for (; end < text.length; end++) {
    const char = text.charAt(end);
    if (quote !== undefined) {
      if (char === '\\' && quote === '"') end++;
      else if (char === quote) quote = undefined;
    } else if ((char === '"' || char === "'") && /[\s:,[{]/.test(text.charAt(end - 1))) quote = char;
    else if ('[{'.includes(char)) depth++;
    else if (depth > 0 && ']}'.includes(char)) depth--;
    else if (depth === 0 && ',]}'.includes(char)) break;
  }
  const comma = /,\s*$/.exec(text.slice(0, keyStart));
  return { start: comma?.index ?? keyStart, end, text: '' };
}
