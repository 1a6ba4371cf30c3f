import type { Edit } from './edit.ts';
import type { ListNode, MapNode, Node } from './node.ts';

/** A block map or list on the way from the root to an edit. */
export interface Level {
  readonly container: MapNode | ListNode;
  /** Column of its keys or dashes. */
  readonly column: number;
  /** Whether it begins on the line of the dash that it stands behind. */
  readonly compact: boolean;
  /** The child that holds the edit, or the first of those that it touches. */
  readonly child: number;
}

/** Whole entries of a block map or list whose lines hold an edit. */
export interface Block {
  /** From the root to the container of the entries. */
  readonly levels: readonly Level[];
  /** Indices of the first entry and, exclusive, of the last. */
  readonly first: number;
  readonly last: number;
  /** Where the line of the first entry begins. */
  readonly start: number;
  /** Where the line of what follows begins: an entry of the level `following`; without one, behind the end of the text. */
  readonly end: number;
  readonly following: number | undefined;
}

/**
 * Blocks of the text before an edit that hold it, the smallest first; each also with the entries around it, since a key whose
 * colon is not written yet takes the next one for more of itself. The head of a block, which says what it is and how deep,
 * lies before the edit: so what stands above it reads as before.
 */
export function blocksAround(root: Node | undefined, text: string, edit: Edit): readonly Block[] {
  const blocks: Block[] = [];
  const levels: Level[] = [];
  let end = text.length + 1;
  let following: number | undefined;
  let node = root;
  let compact = false;
  while (node !== undefined && (node.kind === 'map' || node.kind === 'list') && !node.flow) {
    const container = node;
    const column = container.start - lineStart(text, container.start);
    const first = lastChild(container, (index) => headEnd(container, text, index) <= edit.start);
    if (first === -1 || headOf(container, text, 0) !== container.start) break;
    const last = 1 + lastChild(container, (index) => index <= first || childLine(container, text, index) < edit.oldEnd);
    const outer = { end, following };
    const level = { container, column, compact, child: first };
    levels.push(level);
    if (last < childCount(container)) {
      end = childLine(container, text, last);
      following = levels.length - 1;
      if (!isFollower(container, text, last, column)) break;
    }
    if (edit.oldEnd > end) break;
    if (isHead(container, text, first, column)) {
      const start = childLine(container, text, first);
      blocks.push(...widened({ levels: [...levels], first, last, start, end, following }, text, outer));
    } else if (!compact || first > 0) break;
    if (last - first !== 1) break;
    const inner = childValue(container, first);
    const gap = text.slice(behindHead(container, text, first), inner.start);
    compact = container.kind === 'list' && COMPACT.test(gap);
    if (!compact && !(container.kind === 'list' ? BELOW_DASH : BELOW_KEY).test(gap)) break;
    node = inner;
  }
  return blocks.reverse();
}

/** What stands between a dash and what begins on its line. */
const COMPACT = /^ +$/;
/** The rest of a line and lines of blanks and comments, then the indentation of what follows. */
const BELOW_DASH = /^ *(?: #[^\n]*)?\n(?: *(?:#[^\n]*)?\n)* *$/;
const BELOW_KEY = /^: *(?: #[^\n]*)?\n(?: *(?:#[^\n]*)?\n)* *$/;

/** The block with the entries around it, the largest first; `outer` is what follows its container. */
function widened(block: Block, text: string, outer: Pick<Block, 'end' | 'following'>): readonly Block[] {
  const isLast = block.last === childCount(block.levels.at(-1)!.container);
  const longer = isLast ? undefined : withNext(block, text, outer);
  const both = block.first > 0 && (isLast || longer !== undefined) ? withPrevious(longer ?? block, text) : undefined;
  return [both, longer, block].filter((each) => each !== undefined);
}

/** The block with one entry more behind it. */
function withNext(block: Block, text: string, outer: Pick<Block, 'end' | 'following'>): Block | undefined {
  const { container, column } = block.levels.at(-1)!;
  const last = block.last + 1;
  if (last >= childCount(container)) return { ...block, last, ...outer };
  if (!isFollower(container, text, last, column)) return undefined;
  return { ...block, last, end: childLine(container, text, last), following: block.levels.length - 1 };
}

/** The block with one entry more before it. */
function withPrevious(block: Block, text: string): Block | undefined {
  const { container, column } = block.levels.at(-1)!;
  const first = block.first - 1;
  if (!isHead(container, text, first, column)) return undefined;
  return { ...block, first, start: childLine(container, text, first) };
}

function childCount(container: MapNode | ListNode): number {
  return container.kind === 'map' ? container.entries.length : container.items.length;
}

function childValue(container: MapNode | ListNode, index: number): Node {
  return container.kind === 'map' ? container.entries[index]!.value : container.items[index]!;
}

/** The last child that `holds`, which all before it do; -1 when none does. */
function lastChild(container: MapNode | ListNode, holds: (index: number) => boolean): number {
  let low = -1;
  let high = childCount(container) - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Offset of the key, or of the dash. */
function headOf(container: MapNode | ListNode, text: string, index: number): number {
  if (container.kind === 'map') return container.entries[index]!.keyStart;
  if (index === 0) return container.start;
  const column = container.start - lineStart(text, container.start);
  const floor = container.items[index - 1]!.start;
  for (let line = lineStart(text, container.items[index]!.start); line > floor; line = lineStart(text, line - 1)) {
    if (text[line + column] === '-' && text.slice(line, line + column).trim() === '') return line + column;
  }
  return container.items[index]!.start;
}

/** Offset behind what must stay as it is for the block to begin as it did: the first character of a key, a dash and a blank. */
function headEnd(container: MapNode | ListNode, text: string, index: number): number {
  return headOf(container, text, index) + (container.kind === 'map' ? 1 : 2);
}

function behindHead(container: MapNode | ListNode, text: string, index: number): number {
  return container.kind === 'map' ? container.entries[index]!.keyEnd : headOf(container, text, index) + 1;
}

function childLine(container: MapNode | ListNode, text: string, index: number): number {
  return lineStart(text, headOf(container, text, index));
}

/** Whether the child begins a line, at the column of its container and in the plainest way: no `? `, tag or anchor. */
function isHead(container: MapNode | ListNode, text: string, index: number, column: number): boolean {
  const head = headOf(container, text, index);
  const line = lineStart(text, head);
  if (head - line !== column || text.slice(line, head).trim() !== '') return false;
  if (container.kind === 'list') return text[head] === '-' && (text[head + 1] === ' ' || text[head + 1] === '\n');
  return /[\p{L}\p{N}_"']/u.test(text[head]!);
}

/** Whether what stands above the child is nothing to it: an empty item ends where a comment above it says. */
function isFollower(container: MapNode | ListNode, text: string, index: number, column: number): boolean {
  if (container.kind === 'list' && isEmpty(container.items[index])) return false;
  return isHead(container, text, index, column);
}

export function isEmpty(node: Node | undefined): boolean {
  return node !== undefined && node.start === node.end;
}

function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}
