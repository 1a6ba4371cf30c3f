import { type Block, isEmpty } from './block.ts';
import { buildNodes } from './buildNodes.ts';
import type { Edit } from './edit.ts';
import type { Json, ListNode, MapNode } from './node.ts';
import { type Faults, isUsual, type Parsed } from './parseWhole.ts';
import { type Comment, MAX_PIECES, readYaml } from './readYaml.ts';
import { Shift } from './shift.ts';
import { containersIn, type Skeleton, skeletonOf } from './skeleton.ts';

/** An edit of a text that was read, and a block of it that holds the edit. */
export interface Change {
  readonly before: Parsed;
  readonly edit: Edit;
  readonly block: Block;
}

/** A block as read in its skeleton. */
export interface ReadBlock {
  readonly skeleton: Skeleton;
  /** From the root of the skeleton to the container of the block. */
  readonly containers: readonly (MapNode | ListNode)[];
  readonly value: Json;
  readonly comments: readonly Comment[];
  readonly faults: Faults;
  /** Of the whole text. */
  readonly aliased: number;
  readonly pieces: number;
  /** From the skeleton to the new text. */
  readonly into: Shift;
}

/**
 * Reads the lines of the block in the new text; undefined when they do not stay in their place, or more hangs on them. A
 * fault in the first line counts as such, too: how the parser goes on behind it hangs on what stands above.
 */
export function readBlock(text: string, change: Change): ReadBlock | undefined {
  const { block, edit, before } = change;
  const own = text.slice(block.start, block.end + edit.newEnd - edit.oldEnd);
  if (!isUsual(own) || own.includes('\t')) return undefined;
  if (block.following !== undefined && !own.endsWith('\n')) return undefined;
  if (!isSelfContained(change)) return undefined;
  const skeleton = skeletonOf(block, own);
  const { document, errors, comments, pieces } = readYaml(skeleton.text);
  if (pieces + before.pieces > MAX_PIECES) return undefined;
  if (document === undefined || errors.some(({ code }) => UNLOCATED.has(code))) return undefined;
  const anchored = before.anchored.filter(({ node }) => node.start < block.start);
  const built = buildNodes(document, skeleton.text, { anchored, aliased: before.aliased });
  const { root, value, findings, unclosed, aliased } = built;
  const faults = { errors, unclosed, findings };
  const behindHead = { start: skeleton.start + own.indexOf('\n') + 1, end: skeleton.end };
  if (built.anchored.length > 0 || !all(faults).every((fault) => isInside(fault, behindHead))) return undefined;
  if (findings.some(({ code }) => code === 'alias-blow-up')) return undefined;
  const containers = containersIn(root, block);
  if (containers === undefined || repeatsKey(block, containers.at(-1)!)) return undefined;
  const inner = containers.at(-1);
  if (inner?.kind === 'list' && isEmpty(inner.items[block.first > 0 ? 1 : 0])) return undefined;
  if (block.first > 0 && containers.some(({ end }, depth) => depth > (block.following ?? -1) && end <= skeleton.start))
    return undefined;
  const into = new Shift({ from: 0, delta: block.start - skeleton.start, anchored, fixed: true });
  return { skeleton, containers, value, comments, faults, aliased, pieces: pieces + before.pieces, into };
}

/** Errors after which more than the block is not what it was: the parser leaves the document, or loses count of offsets. */
const UNLOCATED = new Set(['MULTIPLE_DOCS', 'IMPOSSIBLE']);

function all({ errors, unclosed, findings }: Faults): readonly Span[] {
  return [...errors, ...unclosed, ...findings];
}

interface Span {
  readonly start: number;
  readonly end: number;
  readonly related?: { readonly start: number; readonly end: number };
}

function isInside({ start, end, related }: Span, place: { readonly start: number; readonly end: number }): boolean {
  if (start < place.start || start >= place.end || end > place.end) return false;
  return related === undefined || isInside(related, place);
}

/** Whether nothing outside of the block hangs on it: what breaks the text and what is named in it, above all. */
function isSelfContained({ block, before: { faults, anchored } }: Change): boolean {
  if (faults.errors.some(({ code }) => UNLOCATED.has(code))) return false;
  if (anchored.some(({ node }) => node.start < block.end && node.end >= block.start)) return false;
  if (![...faults.errors, ...faults.unclosed].every((fault) => isInside(fault, block))) return false;
  return faults.findings.every(
    (finding) => finding.code !== 'alias-blow-up' && (isInside(finding, block) || isOutside(finding, block)),
  );
}

function isOutside({ start, end, related }: Span, place: { readonly start: number; readonly end: number }): boolean {
  if (end > place.start && start < place.end) return false;
  return related === undefined || isOutside(related, place);
}

/** Whether a key of the block stands elsewhere in its map, too. */
function repeatsKey({ levels, first, last }: Block, read: MapNode | ListNode): boolean {
  const { container } = levels.at(-1)!;
  if (container.kind !== 'map' || read.kind !== 'map') return false;
  const own = new Set(container.entries.slice(first, last).map(({ key }) => key));
  return read.entries.some(({ key }) => !own.has(key) && container.byKey.has(key));
}
