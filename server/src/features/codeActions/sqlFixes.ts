import { isInFlow, lineBreak } from '../../../../engine/src/language/edits/places.ts';
import { nodeAt } from '../../../../engine/src/language/node.ts';
import { type Fix, type Fixing, inFile } from './fix.ts';

/** SQL that YAML has cut: in quotes, or in a block where it stands on a line of its own. */
export function cutSql(fixing: Fixing): readonly Fix[] {
  const { tree, problem, path, start, end } = fixing;
  if (problem.data?.replacement === undefined) return [];
  const sql = tree.text.slice(start, end);
  const quoted = /["\\]/.test(sql) || !sql.includes("'") ? problem.data.replacement : `"${sql}"`;
  const quote = inFile(fixing, 'Quote the SQL', [{ start, end, text: quoted }], { preferred: true, safe: true });
  const holder = nodeAt(tree.root, path.slice(0, -1));
  if (isInFlow(tree, path) || holder?.kind !== 'map') return quote;
  const entry = holder.byKey.get(String(path.at(-1)));
  if (entry === undefined) return quote;
  const indent = ' '.repeat(tree.lines.position(entry.keyStart).character + 2);
  const text = `|${lineBreak(tree.text)}${indent}${sql}`;
  return [...quote, ...inFile(fixing, 'Write the SQL in a block', [{ start, end, text }])];
}
