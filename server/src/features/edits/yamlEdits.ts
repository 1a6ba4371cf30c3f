import { nodeAt, resolved } from '../../../../engine/src/language/node.ts';
import type { Json, Node, Path, Tree } from '../../../../engine/src/language/tree.ts';
import type { Edit } from './edit.ts';
import { blockEntry, flowText, yamlText } from './scalarText.ts';

type MapNode = Extract<Node, { kind: 'map' }>;
type ListNode = Extract<Node, { kind: 'list' }>;
type Entry = MapNode['entries'][number];

/** One level of indentation in what is written anew. */
const UNIT = '  ';

/** The line break of a file. */
export function lineBreak(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? '\n';
}

/** Keys of the map at a path in the order in which they are usually written. */
export type KeyOrder = (path: Path) => readonly string[];

/**
 * Sets the value at `path`: in place of what stands there, else as a new entry of the nearest map above it. None where
 * no map is there to hold it, or where the path goes through an alias.
 */
export function put(tree: Tree, path: Path, value: Json, order?: KeyOrder): Edit[] {
  const key = path.at(-1);
  if (key === undefined) return [];
  const parentPath = path.slice(0, -1);
  const parent = nodeAt(tree.root, parentPath);
  if (parent === undefined) {
    if (parentPath.length > 0) return typeof key === 'string' ? put(tree, parentPath, { [key]: value }, order) : [];
    const broken = lineBreak(tree.text);
    return [insertion(0, blockEntry(String(key), value, UNIT).join(broken) + broken)];
  }
  if (parent.kind === 'list') {
    const item = parent.items[Number(key)];
    return item === undefined ? [] : [replacement(tree, item, value, parent.flow)];
  }
  if (parent.kind === 'map') {
    const entry = parent.byKey.get(String(key));
    if (entry === undefined)
      return insertEntry(tree, parentPath, String(key), value, entryBefore(parent, String(key), order?.(parentPath)));
    return [
      isEmpty(entry.value) ? filled(tree, parent, entry, value) : replacement(tree, entry.value, value, parent.flow),
    ];
  }
  return parent.kind === 'scalar' && isEmpty(parent) ? put(tree, parentPath, { [key]: value }) : [];
}

/** New entries of the map at `path`, one behind the other. */
export function putAll(tree: Tree, path: Path, entries: Readonly<Record<string, Json>>): Edit[] {
  const map = path.length === 0 ? tree.root : nodeAt(tree.root, path);
  if (map?.kind !== 'map' || (map.flow && map.entries.length === 0)) return put(tree, path, entries);
  const edits = Object.entries(entries).flatMap(([key, value]) => insertEntry(tree, path, key, value));
  const [first] = edits;
  return first === undefined ? [] : [{ ...first, text: edits.map(({ text }) => text).join('') }];
}

/** The entry that usually stands before a key, the nearest that is there. */
function entryBefore(map: MapNode, key: string, order: readonly string[] = []): string | undefined {
  return order.slice(0, Math.max(0, order.indexOf(key))).findLast((each) => map.byKey.has(each));
}

function replacement(tree: Tree, node: Node, value: Json, flow: boolean): Edit {
  const quote = tree.text[node.start];
  const kept = node.kind === 'scalar' && (quote === '"' || quote === "'") ? quote : undefined;
  const text = typeof value === 'string' ? yamlText(value, { flow, quote: kept }) : flowText(value);
  return { start: node.start, end: contentEnd(tree, node), text };
}

/** The value of a key that has none yet. */
function filled(tree: Tree, map: MapNode, { keyStart, keyEnd }: Entry, value: Json): Edit {
  const colon = /^[ \t]*:/.exec(tree.text.slice(keyEnd, keyEnd + 100));
  if (colon === null) return insertion(keyEnd, `: ${flowText(value)}`);
  const at = keyEnd + colon[0].length;
  if (map.flow) return insertion(at, ` ${flowText(value)}`);
  const [head = '', ...below] = blockEntry('k', value, UNIT);
  if (below.length === 0) return insertion(at, head.slice(2));
  const indent = ' '.repeat(tree.lines.position(keyStart).character);
  const broken = lineBreak(tree.text);
  return insertion(lineEnd(tree, at), below.map((line) => broken + indent + line).join(''));
}

/** A new entry of the map at `path`, behind the entry `after` or else the last one; of an empty value its first. */
export function insertEntry(tree: Tree, path: Path, key: string, value: Json, after?: string): Edit[] {
  const map = path.length === 0 ? tree.root : nodeAt(tree.root, path);
  if (map?.kind !== 'map') return put(tree, [...path, key], value);
  if (map.flow) return inFlow(tree, map, `${yamlText(key, { flow: true })}: ${flowText(value)}`);
  return inBlock(tree, map, { key, value, after });
}

interface NewEntry {
  readonly key: string;
  readonly value: Json;
  readonly after: string | undefined;
}

function inBlock(tree: Tree, map: MapNode, { key, value, after }: NewEntry): Edit[] {
  const [first] = map.entries;
  const last = (after === undefined ? undefined : map.byKey.get(after)) ?? map.entries.at(-1);
  if (first === undefined || last === undefined) return [];
  const indent = ' '.repeat(tree.lines.position(first.keyStart).character);
  const broken = lineBreak(tree.text);
  const lines = blockEntry(key, value, UNIT).map((line) => broken + indent + line);
  return [insertion(lineEnd(tree, entryEnd(tree, last)), lines.join(''))];
}

/** A new item behind the last one of the list at `path`. */
export function append(tree: Tree, path: Path, value: Json): Edit[] {
  const list = nodeAt(tree.root, path);
  if (list?.kind !== 'list') return put(tree, path, [value]);
  if (list.flow) return inFlow(tree, list, flowText(value));
  const last = list.items.at(-1);
  if (last === undefined) return [];
  const indent = ' '.repeat(tree.lines.position(list.start).character);
  return [insertion(lineEnd(tree, contentEnd(tree, last)), `${lineBreak(tree.text)}${indent}- ${flowText(value)}`)];
}

function inFlow(tree: Tree, node: MapNode | ListNode, text: string): Edit[] {
  const parts = flowParts(node);
  const last = parts.at(-1);
  const inside = tree.text.slice(last?.end ?? node.start + 1, node.end - 1);
  if (last === undefined) return inside.trim() === '' ? [{ start: node.start + 1, end: node.end - 1, text }] : [];
  const at = (offset: number) => tree.lines.position(offset);
  const isTall = at(node.start).line !== at(last.start).line;
  const before = isTall ? lineBreak(tree.text) + ' '.repeat(at(last.start).character) : ' ';
  const comma = /^\s*,/.exec(inside)?.[0];
  if (comma !== undefined) return [insertion(last.end + comma.length, `${before}${text},`)];
  return [insertion(last.end, `,${before}${text}`)];
}

interface Part {
  readonly start: number;
  readonly end: number;
}

function flowParts(node: MapNode | ListNode): readonly Part[] {
  if (node.kind === 'list') return node.items;
  return node.entries.map(({ keyStart, keyEnd, value }) => ({ start: keyStart, end: Math.max(keyEnd, value.end) }));
}

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

/** Where the dash of an item stands. */
export function dashOf(tree: Tree, list: ListNode, item: Node): number {
  const column = tree.lines.position(list.start).character;
  for (let { line } = tree.lines.position(item.start); line >= 0; line--)
    if (tree.lines.line(line)[column] === '-') return tree.lines.offset({ line, character: column });
  return item.start;
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

function entryEnd(tree: Tree, { keyEnd, value }: Entry): number {
  return Math.max(keyEnd, value.start, contentEnd(tree, value));
}

/** Behind the last character of a value: block collections and block scalars reach to the next line otherwise. */
export function contentEnd(tree: Tree, node: Node): number {
  if (node.kind === 'map' && !node.flow && node.entries.length > 0) return entryEnd(tree, node.entries.at(-1)!);
  if (node.kind === 'list' && !node.flow && node.items.length > 0) return contentEnd(tree, node.items.at(-1)!);
  const isBlock = node.kind === 'scalar' && (node.style === 'literal' || node.style === 'folded');
  return isBlock ? node.start + tree.text.slice(node.start, node.end).trimEnd().length : node.end;
}

function isEmpty(node: Node): boolean {
  return node.kind === 'scalar' && node.start === node.end;
}

function insertion(at: number, text: string): Edit {
  return { start: at, end: at, text };
}

/** Where the line of an offset ends, without its line break. */
export function lineEnd({ lines }: Tree, offset: number): number {
  return lines.offset({ line: lines.position(offset).line, character: Number.POSITIVE_INFINITY });
}

function nextLine({ lines, text }: Tree, offset: number): number {
  const { line } = lines.position(offset);
  return line + 1 < lines.lineCount ? lines.offset({ line: line + 1, character: 0 }) : text.length;
}

/** Whether the value at `path` stands inside `{}` or `[]`. */
export function isInFlow(tree: Tree, path: Path): boolean {
  const holder = path.length <= 1 ? tree.root : nodeAt(tree.root, path.slice(0, -1));
  const node = holder && resolved(holder);
  return (node?.kind === 'map' || node?.kind === 'list') && node.flow;
}
