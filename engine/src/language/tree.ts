import type { LineIndex } from './lineIndex.ts';
import {
  type Entry,
  entryOf,
  type Json,
  type MapNode,
  type Node,
  nodeAt,
  type Path,
  resolved,
  type ScalarStyle,
} from './node.ts';
import { type Parsed, parseWhole, type SpecComment } from './parseWhole.ts';
import type { Problem, Range } from './problem.ts';
import { reparse } from './reparse.ts';
import { scalarOffsets } from './scalarOffsets.ts';

export type { Json, Node, Path } from './node.ts';
export type { SpecComment } from './parseWhole.ts';

/** A spec file as read: its plain value, and for every place in that value where it stands in the text. */
export interface Tree {
  readonly text: string;
  /** Aliases put in, `undefined` nowhere; of a broken file what could be read, of an empty one null. */
  readonly value: Json;
  readonly root: Node | undefined;
  /** What is wrong with the YAML itself. */
  readonly problems: readonly Problem[];
  /** Offset from which on the structure is a guess, because the YAML is broken there. */
  readonly brokenAt: number | undefined;
  /** Whether the text is too long to be a spec: nothing but its first key is known. */
  readonly isUnread: boolean;
  readonly firstKey: string | undefined;
  /** Value of the first key where that is a text. */
  readonly firstText: string | undefined;
  readonly lines: LineIndex;
  readonly comments: readonly SpecComment[];
  /** Whether it was read as `parsePlainTree` reads what we write ourselves: nothing in it is an expression, a comment or SQL. */
  readonly isPlain?: boolean;
  /** The node at `path`, or undefined. */
  node(path: Path): Node | undefined;
  /**
   * Where the value at `path` stands, its key, or both (`item`). A list item has no key: its value then. An empty
   * value stands at its key. What is not there stands where the nearest value above it does.
   */
  range(path: Path, part?: RangePart): Range;
  /** As `range` of a value, for who walks the nodes anyway; with the entry that holds the node, where one does. */
  rangeOf(node: Node, entry: Entry | undefined): Range;
  /** What stands at an offset. */
  pathAt(offset: number): PathAt;
  /** The scalar at `path`, or undefined when there is none. */
  scalar(path: Path): ScalarText | undefined;
}

export type RangePart = 'key' | 'value' | 'item';

export interface PathAt {
  readonly path: Path;
  /** `key`: on the key of `path`; `value`: in its value; `inside`: between the entries of the map or list at `path`. */
  readonly part: 'key' | 'value' | 'inside';
}

export interface ScalarText {
  /** As the spec means it: unquoted, unescaped, unfolded; of a number as it is written. */
  readonly text: string;
  readonly style: ScalarStyle;
  /** The offset in the file of a character of `text`; of `text.length` where the content ends. */
  offsetOf(index: number): number;
  /** The range in the file of a part of `text`. */
  range(start: number, end: number): Range;
}

/**
 * Reads any text; what is wrong with it is in `problems`. Never throws; takes time linear to the text. With `previous`, the
 * tree of a text that was much the same, only what changed is read again, and values that did not change are the same
 * objects as before; the result is equal either way. A text that is longer than a spec may be, by MAX_SPEC_LENGTH or MAX_PIECES, is one problem,
 * and only its first key is read.
 */
export function parseTree(text: string, previous?: Tree): Tree {
  if (previous?.text === text) return previous;
  const before = previous && PARSED.get(previous);
  return treeOf((before && reparse(text, before)) ?? parseWhole(text, before));
}

/** What trees were made of, for the next parse. */
const PARSED = new WeakMap<Tree, Parsed>();

function treeOf(parsed: Parsed): Tree {
  const { text, value, root, problems, brokenAt, lines, comments } = parsed;
  const map = root && resolved(root);
  const first = map?.kind === 'map' ? map.entries[0] : undefined;
  const tree: Tree = {
    text,
    value,
    root,
    problems,
    brokenAt,
    isUnread: parsed.isUnread === true,
    firstKey: first?.key,
    firstText: first?.value.kind === 'scalar' && typeof first.value.value === 'string' ? first.value.value : undefined,
    lines,
    comments,
    node: (path) => nodeAt(root, path),
    range: (path, part = 'value') => lines.range(...spanOf(root, path, part)),
    rangeOf: (node, entry) => lines.range(...spanOfNode(node, entry, 'value')),
    pathAt: (offset) => (root === undefined ? { path: [], part: 'inside' } : pathIn(root, offset, { path: [], lines })),
    scalar: (path) => scalarText(nodeAt(root, path), lines),
  };
  PARSED.set(tree, parsed);
  return tree;
}

function spanOf(root: Node | undefined, path: Path, part: RangePart): [number, number] {
  if (root === undefined) return [0, 0];
  let node: Node = root;
  let entry: Entry | undefined;
  for (const [depth, step] of path.entries()) {
    const holder = resolved(node);
    const below: Entry | undefined = holder?.kind === 'map' ? entryOf(holder, String(step)) : undefined;
    const next: Node | undefined =
      holder?.kind === 'list' && typeof step === 'number' ? holder.items[step] : below?.value;
    if (next === undefined) return depth === 0 ? [root.start, root.end] : spanIn(entry, node, 'key');
    node = next;
    entry = below;
  }
  return spanIn(entry, node, part);
}

function spanIn(entry: Entry | undefined, node: Node, part: RangePart): [number, number] {
  return spanOfNode(node, entry, part);
}

function spanOfNode(node: Node, entry: Entry | undefined, part: RangePart): [number, number] {
  if (entry === undefined) return [node.start, node.end];
  if (part === 'key' || (part === 'value' && node.start === node.end)) return [entry.keyStart, entry.keyEnd];
  return [part === 'item' ? entry.keyStart : node.start, Math.max(node.end, entry.keyEnd)];
}

interface Here {
  readonly path: Path;
  readonly lines: LineIndex;
}

function pathIn(node: Node, offset: number, here: Here): PathAt {
  if (node.kind === 'map') return pathInMap(node, offset, here);
  if (node.kind !== 'list') return { path: here.path, part: 'value' };
  const index = node.items.findLastIndex((item) => item.start <= offset);
  const item = node.items[index];
  if (item === undefined || offset > item.end) return { path: here.path, part: 'inside' };
  return pathIn(item, offset, { ...here, path: [...here.path, index] });
}

function pathInMap(node: MapNode, offset: number, here: Here): PathAt {
  const entry = node.entries.findLast(({ keyStart }) => keyStart <= offset);
  if (entry === undefined) return { path: here.path, part: 'inside' };
  const path = [...here.path, entry.key];
  if (offset <= entry.keyEnd) return { path, part: 'key' };
  const { value } = entry;
  const isEmpty = value.start === value.end;
  if (!isEmpty && offset >= value.start && offset <= value.end) return pathIn(value, offset, { ...here, path });
  const key = here.lines.position(entry.keyStart);
  const at = here.lines.position(offset);
  if (offset < value.start || (isEmpty && at.line === key.line)) return { path, part: 'value' };
  const deeper = !node.flow && at.line > key.line && at.character > key.character;
  return deeper ? belowEntry(value, offset, { ...here, path }) : { path: here.path, part: 'inside' };
}

/** The cursor stands on a line behind `value`, indented deeper than its key. */
function belowEntry(value: Node, offset: number, here: Here): PathAt {
  if (value.kind === 'map' && !value.flow) return pathInMap(value, offset, here);
  return { path: here.path, part: 'inside' };
}

function scalarText(node: Node | undefined, lines: LineIndex): ScalarText | undefined {
  const scalar = node && resolved(node);
  if (scalar?.kind !== 'scalar') return undefined;
  let offsets: readonly number[] | undefined;
  const offsetOf = (index: number): number => {
    offsets ??= scalarOffsets(scalar);
    return offsets[Math.max(0, Math.min(index, scalar.text.length))] ?? scalar.end;
  };
  const endOf = (end: number): number => {
    const behind = offsetOf(end);
    const last = offsetOf(end - 1);
    if (scalar.text[end - 1] === '\n') return last;
    return lines.position(behind).line === lines.position(last).line ? behind : last + 1;
  };
  return {
    text: scalar.text,
    style: scalar.style,
    offsetOf,
    range(start, end) {
      const from = offsetOf(start);
      return lines.range(from, end > start ? endOf(end) : from);
    },
  };
}
