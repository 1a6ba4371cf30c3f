import { contentEnd, isInFlow, lineBreak } from '../../../../engine/src/language/edits/places.ts';
import { yamlText } from '../../../../engine/src/language/edits/scalarText.ts';
import { nodeAt } from '../../../../engine/src/language/node.ts';
import type { Node, Path, Tree } from '../../../../engine/src/language/tree.ts';
import type { SpecFile } from '../../../../engine/src/project/specFile.ts';
import type { Edit } from '../edits/edit.ts';
import { bracePadding } from '../formatting/flowGaps.ts';
import { type Fix, inFile } from './fix.ts';

type Collection = Extract<Node, { kind: 'map' | 'list' }>;

/** The map or list around an offset in the other style: `{a: 1}` on lines of their own, and lines in braces. */
export function collectionStyle(file: SpecFile, offset: number): readonly Fix[] {
  const { tree } = file;
  const { path } = tree.pathAt(offset);
  for (let length = path.length; length > 0; length--) {
    const at = path.slice(0, length);
    const node = nodeAt(tree.root, at);
    if (node === undefined || node.kind === 'scalar' || node.kind === 'alias' || isInFlow(tree, at)) continue;
    const edits = node.flow ? toBlock(tree, at, node) : toFlow(tree, at, node);
    const what = node.kind === 'map' ? ['braces', 'keys'] : ['brackets', 'items'];
    const title = node.flow ? `Write the ${what[1]} on lines of their own` : `Write it in ${what[0]} on one line`;
    return inFile({ file }, title, edits);
  }
  return [];
}

/** Pieces of a collection in braces, as they stand in the text. */
function toBlock(tree: Tree, path: Path, node: Collection): Edit[] {
  const source = tree.text.slice(node.start, node.end);
  const pieces = piecesOf(tree, node);
  if (pieces.length === 0 || source.includes('\n') || /\s#/.test(source)) return [];
  const isItem = typeof path.at(-1) === 'number';
  const head = tree.text.slice(
    tree.lines.offset({ line: tree.lines.position(node.start).line, character: 0 }),
    node.start,
  );
  if (isItem && node.kind === 'map' && /^\s*- +$/.test(head)) {
    const indent = lineBreak(tree.text) + ' '.repeat(tree.lines.position(node.start).character);
    return [{ start: node.start, end: node.end, text: pieces.join(indent) }];
  }
  const key = /^(\s*(?:- +)*)(?:[^\s'"&!*][^'"&!]*|"[^"]*"|'[^']*'):([ \t]+)$/.exec(head);
  if (isItem || key === null) return [];
  const indent = lineBreak(tree.text) + ' '.repeat(key[1]!.length + 2);
  const dash = node.kind === 'list' ? '- ' : '';
  const text = pieces.map((piece) => indent + dash + piece).join('');
  return [{ start: node.start - key[2]!.length, end: node.end, text }];
}

function piecesOf({ text }: Tree, node: Collection): readonly string[] {
  if (node.kind === 'list') return node.items.map(({ start, end }) => text.slice(start, end));
  return node.entries.map(({ keyStart, keyEnd, value }) => {
    const key = text.slice(keyStart, keyEnd);
    const rest = text.slice(keyEnd, Math.max(keyEnd, value.end)).replace(/^\s*:\s*/, '');
    return rest === '' ? `${key}:` : `${key}: ${rest}`;
  });
}

/** Longer lines are no gain. */
const WIDEST = 100;
const MOST_LINES = 20;

function toFlow(tree: Tree, path: Path, node: Collection): Edit[] {
  const end = contentEnd(tree, node);
  const from = tree.lines.position(node.start).line;
  const to = tree.lines.position(end).line;
  if (to - from > MOST_LINES) return [];
  const text = inBraces(tree, node);
  const start = typeof path.at(-1) === 'number' ? node.start : colonBefore(tree, node.start);
  if (text === undefined || start === undefined || text.length > WIDEST) return [];
  if (hasComment(tree, tree.lines.position(start).line, to, from)) return [];
  return [{ start, end, text: start === node.start ? text : ` ${text}` }];
}

function hasComment(tree: Tree, from: number, to: number, first: number): boolean {
  return tree.comments.some(({ line }) => line >= Math.min(from, first) && line <= to);
}

/** Behind the colon in front of a value that begins on a later line. */
function colonBefore({ text }: Tree, start: number): number | undefined {
  const colon = text.lastIndexOf(':', start - 1);
  return colon === -1 || text.slice(colon + 1, start).trim() !== '' ? undefined : colon + 1;
}

function inBraces(tree: Tree, node: Node): string | undefined {
  if (node.kind === 'alias') return tree.text.slice(node.start, node.end);
  if (node.kind === 'scalar') return onOneLine(tree, node);
  if (node.flow) {
    const source = tree.text.slice(node.start, node.end);
    return source.includes('\n') ? undefined : source;
  }
  const pieces =
    node.kind === 'list'
      ? node.items.map((item) => inBraces(tree, item))
      : node.entries.map(({ keyStart, keyEnd, value }) =>
          entryInBraces(tree, tree.text.slice(keyStart, keyEnd), [keyEnd, value]),
        );
  if (pieces.some((piece) => piece === undefined)) return undefined;
  const padding = bracePadding(tree);
  return node.kind === 'list' ? `[${pieces.join(', ')}]` : `{${padding}${pieces.join(', ')}${padding}}`;
}

function entryInBraces(tree: Tree, key: string, [keyEnd, value]: readonly [number, Node]): string | undefined {
  if (!/^\s*:\s*$/.test(tree.text.slice(keyEnd, value.start))) return undefined;
  const text = inBraces(tree, value);
  return text === undefined ? undefined : text === '' ? `${key}:` : `${key}: ${text}`;
}

function onOneLine(tree: Tree, node: Extract<Node, { kind: 'scalar' }>): string | undefined {
  const source = tree.text.slice(node.start, node.end);
  if (source.includes('\n')) return undefined;
  return node.style === 'plain' && typeof node.value === 'string' ? yamlText(node.value, { flow: true }) : source;
}
