import { type Block, blocksAround } from './block.ts';
import { buildNodes } from './buildNodes.ts';
import { type Edit, editBetween } from './edit.ts';
import { type LineIndex, lineIndex } from './lineIndex.ts';
import type { Entry, Json, ListNode, MapNode, Node } from './node.ts';
import { define } from './ownProperty.ts';
import { isUsual, type Parsed, type SpecComment, specComment } from './parseWhole.ts';
import { type Comment, readYaml } from './readYaml.ts';
import { byKey, Shift } from './shift.ts';
import { containersIn, type Skeleton, skeletonOf } from './skeleton.ts';
import { type JsonMap, listWith, mapWith, withKey } from './spliceValue.ts';

/**
 * The same as reading the whole of `text`, but only the lines of the smallest block around the change are read; undefined
 * when it cannot be told that this is the same: the caller reads the whole then.
 */
export function reparse(text: string, before: Parsed): Parsed | undefined {
  if (before.problems.length > 0 || !before.usual) return undefined;
  const edit = editBetween(before.text, text);
  let budget = Math.max(SMALL, text.length);
  for (const block of blocksAround(before.root, before.text, edit).toReversed()) {
    budget -= block.end - block.start;
    if (budget < 0) return undefined;
    const change = { block, edit, before };
    const read = readBlock(text, change);
    if (read !== undefined) return splice(text, read, change);
  }
  return undefined;
}

/** Characters that are read in any case. */
const SMALL = 65_536;

interface Change {
  readonly before: Parsed;
  readonly edit: Edit;
  readonly block: Block;
}

/** A block as read in its skeleton. */
interface ReadBlock {
  readonly skeleton: Skeleton;
  /** From the root of the skeleton to the container of the block. */
  readonly containers: readonly (MapNode | ListNode)[];
  readonly value: Json;
  readonly comments: readonly Comment[];
}

function readBlock(text: string, { block, edit, before }: Change): ReadBlock | undefined {
  const own = text.slice(block.start, block.end + edit.newEnd - edit.oldEnd);
  if (!isUsual(own) || own.includes('\t')) return undefined;
  if (block.following !== undefined && !own.endsWith('\n')) return undefined;
  if (before.anchored.some((node) => node.start < block.end && node.end >= block.start)) return undefined;
  const skeleton = skeletonOf(block, own);
  const { document, errors, comments } = readYaml(skeleton.text);
  if (errors.length > 0) return undefined;
  const { root, value, findings, unclosed, anchored } = buildNodes(document, skeleton.text);
  if (findings.length > 0 || unclosed.length > 0 || anchored.length > 0) return undefined;
  const containers = containersIn(root, block);
  if (containers === undefined || repeatsKey(block, containers.at(-1)!)) return undefined;
  return { skeleton, containers, value, comments };
}

/** Whether a key of the block stands elsewhere in its map, too. */
function repeatsKey({ levels, first, last }: Block, read: MapNode | ListNode): boolean {
  const { container } = levels.at(-1)!;
  if (container.kind !== 'map' || read.kind !== 'map') return false;
  const own = new Set(container.entries.slice(first, last).map(({ key }) => key));
  return read.entries.some(({ key }) => !own.has(key) && container.byKey.has(key));
}

function splice(text: string, read: ReadBlock, change: Change): Parsed {
  const { before, edit, block } = change;
  const lines = lineIndex(text, { index: before.lines, edit });
  const behind = new Shift(edit.newEnd - edit.oldEnd, block.end, before.anchored);
  const into = new Shift(block.start - read.skeleton.start, 0);
  const { node, value } = spliced(0, { old: before.value, read: read.value }, { block, read, into, behind });
  return {
    text,
    lines,
    value,
    root: node,
    problems: [],
    brokenAt: undefined,
    comments: splicedComments(read, change, lines),
    anchored: behind.nodes(before.anchored),
    usual: true,
  };
}

interface Pieces {
  readonly block: Block;
  readonly read: ReadBlock;
  /** From the skeleton to the new text, and of what stands behind the block from the old text to the new one. */
  readonly into: Shift;
  readonly behind: Shift;
}

interface Spliced {
  readonly node: Node;
  readonly value: Json;
}

/** The container at `depth` with the block in it; `values` are that container's in the old text and in the skeleton. */
function spliced(depth: number, values: { readonly old: Json; readonly read: Json }, pieces: Pieces): Spliced {
  const { block, read, into, behind } = pieces;
  const { container, child } = block.levels[depth]!;
  const source = read.containers[depth]!;
  const isFollowed = block.following !== undefined && depth <= block.following;
  const end = isFollowed ? behind.offset(container.end) : into.offset(source.end);
  if (depth === block.levels.length - 1) return splicedInner({ container, source, values, end }, pieces);
  if (container.kind === 'map') {
    const { entries } = container;
    const entry = entries[child]!;
    const old = (values.old as JsonMap)[entry.key]!;
    const below = spliced(depth + 1, { old, read: Object.values(values.read as JsonMap)[0]! }, pieces);
    const behindIt = behind.entries(entries.slice(child + 1));
    return {
      node: mapNode(container.start, end, [...entries.slice(0, child), { ...entry, value: below.node }, ...behindIt]),
      value: below.value === old ? values.old : withKey(values.old as JsonMap, entry.key, below.value),
    };
  }
  const list = values.old as readonly Json[];
  const below = spliced(depth + 1, { old: list[child]!, read: (values.read as readonly Json[])[0]! }, pieces);
  const items = [...container.items.slice(0, child), below.node, ...behind.nodes(container.items.slice(child + 1))];
  return {
    node: { kind: 'list', start: container.start, end, flow: false, items },
    value: below.value === list[child] ? list : list.with(child, below.value),
  };
}

interface Inner {
  readonly container: MapNode | ListNode;
  /** What it is in the skeleton. */
  readonly source: MapNode | ListNode;
  readonly values: { readonly old: Json; readonly read: Json };
  readonly end: number;
}

function splicedInner({ container, source, values, end }: Inner, { block, into, behind }: Pieces): Spliced {
  const { first, last } = block;
  const from = first > 0 ? 1 : 0;
  const to = block.following === block.levels.length - 1 ? -1 : undefined;
  const { start } = container;
  if (container.kind === 'map' && source.kind === 'map') {
    const { entries } = container;
    const own = into.entries(source.entries.slice(from, to));
    const part: { [key: string]: Json } = {};
    for (const { key } of own) define(part, key, (values.read as JsonMap)[key]!);
    const keys = entries.map(({ key }) => key);
    return {
      node: mapNode(start, end, [...entries.slice(0, first), ...own, ...behind.entries(entries.slice(last))]),
      value: mapWith(values.old as JsonMap, part, { keys, first, last }),
    };
  }
  const items = container.kind === 'list' ? container.items : [];
  const own = into.nodes(source.kind === 'list' ? source.items.slice(from, to) : []);
  const part = (values.read as readonly Json[]).slice(from, to);
  return {
    node: {
      kind: 'list',
      start,
      end,
      flow: false,
      items: [...items.slice(0, first), ...own, ...behind.nodes(items.slice(last))],
    },
    value: listWith(values.old as readonly Json[], part, first, last),
  };
}

function mapNode(start: number, end: number, entries: readonly Entry[]): MapNode {
  return { kind: 'map', start, end, flow: false, entries, byKey: byKey(entries) };
}

function splicedComments(read: ReadBlock, { before, block }: Change, lines: LineIndex): readonly SpecComment[] {
  const first = before.lines.position(block.start).line;
  const last = block.following === undefined ? Number.POSITIVE_INFINITY : before.lines.position(block.end).line;
  const moved = lines.lineCount - before.lines.lineCount;
  const into = block.start - read.skeleton.start;
  const own = read.comments
    .filter(({ start }) => start >= read.skeleton.start && start < read.skeleton.end)
    .map((comment) => specComment({ ...comment, start: comment.start + into }, lines));
  const behind = before.comments.filter(({ line }) => line >= last);
  return [
    ...before.comments.filter(({ line }) => line < first),
    ...own,
    ...(moved === 0 ? behind : behind.map((comment) => ({ ...comment, line: comment.line + moved }))),
  ];
}
