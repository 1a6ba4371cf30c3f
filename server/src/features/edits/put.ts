import {
  contentEnd,
  type Entry,
  entryEnd,
  flowParts,
  isEmpty,
  type ListNode,
  lineBreak,
  lineEnd,
  type MapNode,
} from '../../../../engine/src/language/edits/places.ts';
import { blockEntry, flowText, yamlText } from '../../../../engine/src/language/edits/scalarText.ts';
import { nodeAt } from '../../../../engine/src/language/node.ts';
import type { Json, Node, Path, Tree } from '../../../../engine/src/language/tree.ts';
import type { Edit } from './edit.ts';

/** One level of indentation in what is written anew. */
const UNIT = '  ';

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

function insertion(at: number, text: string): Edit {
  return { start: at, end: at, text };
}
