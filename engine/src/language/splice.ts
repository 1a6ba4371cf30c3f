import type { Block } from './block.ts';
import type { LineIndex } from './lineIndex.ts';
import { lineIndex } from './lineIndex.ts';
import { type Json, type ListNode, type MapNode, mapNode, type Node } from './node.ts';
import { define } from './ownProperty.ts';
import { judged, lastWhole, type Parsed, type SpecComment, specComment } from './parseWhole.ts';
import type { Change, ReadBlock } from './readBlock.ts';
import { Shift } from './shift.ts';
import { type JsonMap, listWith, mapWith, withKey } from './spliceValue.ts';

/** What was read before with a block of it as read anew. */
export function splice(text: string, read: ReadBlock, change: Change): Parsed {
  const { before, edit, block } = change;
  const lines = lineIndex(text, { index: before.lines, edit });
  const { into } = read;
  const behind = new Shift({ from: block.end, delta: edit.newEnd - edit.oldEnd, anchored: before.anchored });
  const { node, value } = spliced(0, { old: before.value, read: read.value }, { block, read, into, behind });
  const { errors, unclosed, findings } = read.faults;
  const faults = {
    errors: errors.map((error) => into.span(error)),
    unclosed: unclosed.map((error) => into.span(error)),
    findings: [
      ...before.faults.findings.filter(({ start }) => start < block.start),
      ...findings.map((finding) => into.finding(finding)),
      ...before.faults.findings.filter(({ start }) => start >= block.end).map((finding) => behind.finding(finding)),
    ],
  };
  const { problems, brokenAt } = judged(faults, lines);
  return {
    text,
    lines,
    value,
    root: node,
    problems,
    brokenAt,
    comments: splicedComments(read, change, lines),
    faults,
    anchored: behind.anchored(before.anchored),
    aliased: read.aliased,
    pieces: read.pieces,
    usual: true,
    whole: brokenAt === undefined ? undefined : lastWhole(before),
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
      node: mapNode({ start: container.start, end, flow: false }, [
        ...entries.slice(0, child),
        { ...entry, value: below.node },
        ...behindIt,
      ]),
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
      node: mapNode({ start, end, flow: false }, [
        ...entries.slice(0, first),
        ...own,
        ...behind.entries(entries.slice(last)),
      ]),
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

function splicedComments(read: ReadBlock, { before, block }: Change, lines: LineIndex): readonly SpecComment[] {
  const first = before.lines.position(block.start).line;
  const last = block.following === undefined ? Number.POSITIVE_INFINITY : before.lines.position(block.end).line;
  const moved = lines.lineCount - before.lines.lineCount;
  const { skeleton, into } = read;
  const own = read.comments
    .filter(({ start }) => start >= skeleton.start && start < skeleton.end)
    .map((comment) => specComment({ ...comment, start: into.offset(comment.start) }, lines));
  const behind = before.comments.filter(({ line }) => line >= last);
  return [
    ...before.comments.filter(({ line }) => line < first),
    ...own,
    ...(moved === 0 ? behind : behind.map((comment) => ({ ...comment, line: comment.line + moved }))),
  ];
}
