import type { Node } from '../../../../engine/src/language/node.ts';
import type { Tree } from '../../../../engine/src/language/tree.ts';
import type { Edit } from '../edits/edit.ts';

/** What stands inside braces before the first key, as the first braces of a file have it: nothing, or a blank. */
export function bracePadding(tree: Tree): '' | ' ' {
  return (tree.root && paddingIn(tree.text, tree.root)) ?? '';
}

function paddingIn(text: string, node: Node): '' | ' ' | undefined {
  if (node.kind === 'scalar' || node.kind === 'alias') return undefined;
  const first = node.kind === 'map' && node.flow && text[node.start] === '{' ? node.entries[0] : undefined;
  const before = first && text.slice(node.start + 1, first.keyStart);
  if (before !== undefined && /^[ \t]*$/.test(before)) return before === '' ? '' : ' ';
  for (const inner of innerOf(node)) {
    const found = paddingIn(text, inner);
    if (found !== undefined) return found;
  }
  return undefined;
}

function innerOf(node: Extract<Node, { kind: 'map' | 'list' }>): readonly Node[] {
  return node.kind === 'map' ? node.entries.map(({ value }) => value) : node.items;
}

/** Edits that put one blank behind each comma and colon of a flow collection, and `padding` inside its braces. */
export function flowGaps(tree: Tree, node: Node, gaps: Edit[], padding: '' | ' '): void {
  if (node.kind === 'scalar' || node.kind === 'alias') return;
  const { text } = tree;
  const isBraced = text[node.start] === (node.kind === 'map' ? '{' : '[');
  const inside = node.kind === 'map' ? padding : '';
  let at = isBraced ? node.start + 1 : node.start;
  for (const { start, end } of partsOf(node)) {
    if (at > node.start) gap(text, at, start, at === node.start + 1 ? inside : ', ', gaps);
    at = end;
  }
  for (const { keyEnd, value } of node.kind === 'map' ? node.entries : [])
    if (value.end > value.start) gap(text, keyEnd, value.start, ': ', gaps);
  const last = at === node.start + 1 ? '' : inside;
  if (isBraced) gap(text, at, node.end - 1, text.slice(at, node.end - 1).includes(',') ? `,${last}` : last, gaps);
  for (const inner of innerOf(node)) flowGaps(tree, inner, gaps, padding);
}

function partsOf(node: Extract<Node, { kind: 'map' | 'list' }>): readonly { start: number; end: number }[] {
  if (node.kind === 'list') return node.items;
  return node.entries.map(({ keyStart, keyEnd, value }) => ({ start: keyStart, end: Math.max(keyEnd, value.end) }));
}

/** Only blanks and marks on one line: what holds a comment, an anchor or a line break stays. */
function gap(text: string, start: number, end: number, wanted: string, gaps: Edit[]): void {
  const found = text.slice(start, end);
  if (found === wanted || !/^[ \t]*[,:]?[ \t]*$/.test(found) || found.trim() !== wanted.trim()) return;
  gaps.push({ start, end, text: wanted });
}
