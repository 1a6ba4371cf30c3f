import { nodeAt } from '../../../../engine/src/language/node.ts';
import { type Fix, type Fixing, inFile } from './fix.ts';
import { removal } from './keys.ts';
import { inside } from './rewrite.ts';

/** Operators as other languages write them. */
const OPERATORS: ReadonlyMap<string, string> = new Map([
  ['=', '=='],
  ['&', '&&'],
  ['|', '||'],
  ['and', '&&'],
  ['or', '||'],
  ['not', '!'],
]);

/** An operator of another language, or braces that are never closed on a line where nothing else stands. */
export function expressionSyntax(fixing: Fixing): readonly Fix[] {
  const { tree, start, end } = fixing;
  const { path } = tree.pathAt(start);
  const text = OPERATORS.get(tree.text.slice(start, end));
  if (text !== undefined)
    return inFile(fixing, `Write \`${text}\``, inside(fixing.file, path, { start, end, text }), { preferred: true });
  const node = nodeAt(tree.root, path);
  if (tree.text.slice(start, end) !== '${{' || node?.kind !== 'scalar') return [];
  const at = node.style === 'plain' ? node.end : node.contentStart + node.raw.length;
  const rest = tree.text.slice(end, at);
  if (rest.trim() === '' || /[}\n]/.test(rest) || node.style === 'literal' || node.style === 'folded') return [];
  return inFile(fixing, 'Close it with `}}`', [{ start: at, end: at, text: ' }}' }], { preferred: true });
}

/** A need that is written down, and closes the circle. */
export function circle(fixing: Fixing): readonly Fix[] {
  const { path } = fixing.tree.pathAt(fixing.start);
  const at = path.indexOf('needs');
  return at === 2
    ? removal(fixing, path.slice(0, 4), `Do not wait for \`${needed(fixing)}\``, { preferred: true })
    : [];
}

function needed({ tree, start, end }: Fixing): string {
  return tree.text.slice(start, end).replace(/["']/g, '');
}
