import type { Block, Level } from './block.ts';
import type { ListNode, MapNode, Node, ScalarNode } from './node.ts';

/**
 * A small document in which a block stands as it does in its file: below the same kinds of maps and lists at the same
 * columns, behind an entry where one comes before it, and before an entry of the level that follows it.
 */
export interface Skeleton {
  readonly text: string;
  /** Offset of the block in it. */
  readonly start: number;
  readonly end: number;
}

const BEFORE = '\uE000';
const AFTER = '\uE001';

export function skeletonOf(block: Block, text: string): Skeleton {
  const inner = block.levels.at(-1)!;
  const above = block.levels.slice(0, -1).map(headLine).join('');
  const head = above + (block.first > 0 ? filler(inner, BEFORE) : '');
  const following = block.following === undefined ? undefined : block.levels[block.following]!;
  const tail = following === undefined ? '' : filler({ ...following, compact: false }, AFTER);
  return { text: head + text + tail, start: head.length, end: head.length + text.length };
}

/** The beginning of an entry whose value is the next level. */
function headLine({ container, column, compact }: Level, index: number, levels: readonly Level[]): string {
  const indent = compact ? '' : ' '.repeat(column);
  if (container.kind === 'map') return `${indent}${BEFORE}:\n`;
  const next = levels[index + 1];
  return `${indent}-${next?.compact === true ? ' '.repeat(next.column - column - 1) : '\n'}`;
}

function filler({ container, column, compact }: Level, key: string): string {
  const indent = compact ? '' : ' '.repeat(column);
  return container.kind === 'map' ? `${indent}${key}: 0\n` : `${indent}- 0\n`;
}

/** The containers of the skeleton, from the root to that of the block; undefined when the block reached out of its place. */
export function containersIn(root: Node | undefined, block: Block): readonly (MapNode | ListNode)[] | undefined {
  const containers: (MapNode | ListNode)[] = [];
  let node = root;
  for (const [depth, { container }] of block.levels.entries()) {
    if (node?.kind !== container.kind || node.flow) return undefined;
    containers.push(node);
    const children: readonly Node[] = node.kind === 'map' ? node.entries.map(({ value }) => value) : node.items;
    const isInner = depth === block.levels.length - 1;
    const before = isInner ? (block.first > 0 ? 1 : 0) : 1;
    const after = block.following === depth ? 1 : 0;
    const own = children.length - before - after;
    if (isInner ? own < 1 : own !== 0) return undefined;
    if (after > 0 && !isFiller(children.at(-1))) return undefined;
    if (isInner && before > 0 && !isFiller(children[0])) return undefined;
    if (node.kind === 'map' && after > 0 && node.entries.at(-1)?.key !== AFTER) return undefined;
    if (node.kind === 'map' && before > 0 && node.entries[0]?.key !== BEFORE) return undefined;
    node = children[0];
  }
  return containers;
}

function isFiller(node: Node | undefined): node is ScalarNode {
  return node?.kind === 'scalar' && node.style === 'plain' && node.raw === '0';
}
