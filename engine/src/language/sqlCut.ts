import type { Entry, MapNode, Node, Path } from './node.ts';
import type { Problem } from './problem.ts';
import type { At } from './schemaProblems.ts';
import { schemaAt } from './schemas.ts';

/**
 * SQL that YAML has cut without an error: in `{rows: a in (1, 2)}` the text ends at the comma, in `rows: a like ' #%'` at
 * the `#`. Found where a bracket or quote that is open at the cut is closed behind it; the fix quotes the whole.
 */
export function cutSql(at: At): Problem[] {
  const { root } = at.tree;
  return root === undefined ? [] : [...cutsIn(root, [], at)];
}

function* cutsIn(node: Node, path: Path, at: At): Generator<Problem> {
  if (node.kind === 'list') {
    for (const [i, item] of node.items.entries()) yield* cutsIn(item, [...path, i], at);
  } else if (node.kind === 'map') {
    for (const [i, entry] of node.entries.entries()) {
      const cut = cutOf(node, i, at.tree.text);
      const below = [...path, entry.key];
      if (cut !== undefined && isSql(below, at)) yield problemOf(entry, cut, below, at);
      else yield* cutsIn(entry.value, below, at);
    }
  }
}

/** Offset where the text that was cut would end. */
function cutOf(map: MapNode, index: number, text: string): number | undefined {
  const { value } = map.entries[index]!;
  if (value.kind !== 'scalar' || value.style !== 'plain' || !isOpen(value.raw)) return undefined;
  const lineEnd = /^[ \t]+#[^\r\n]*/.exec(text.slice(value.end, value.end + 2000));
  if (lineEnd !== null) {
    const end = value.end + lineEnd[0].trimEnd().length;
    return isOpen(text.slice(value.start, end)) ? undefined : end;
  }
  if (!map.flow) return undefined;
  const ends = map.entries
    .slice(index + 1, index + 1 + MAX_PIECES)
    .map((entry) => Math.max(entry.keyEnd, entry.value.end));
  return ends.find((end) => !isOpen(text.slice(value.start, end)));
}

/** Commas that one SQL text may have been cut at. */
const MAX_PIECES = 50;

/** Whether a quote or bracket of the SQL is not closed. */
function isOpen(sql: string): boolean {
  const unquoted = sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"/g, '');
  if (/['"]/.test(unquoted)) return true;
  let depth = 0;
  for (const char of unquoted) {
    if (char === '(' || char === '[' || char === '{') depth++;
    if (char === ')' || char === ']' || char === '}') depth--;
  }
  return depth > 0;
}

function isSql(path: Path, { kind, tree, steps }: At): boolean {
  return schemaAt(kind, tree.value, path, steps)?.schema['x-sql'] !== undefined;
}

function problemOf(entry: Entry, end: number, path: Path, { tree }: At): Problem {
  const { start } = entry.value;
  const whole = tree.text.slice(start, end);
  return {
    code: 'sql-cut-by-yaml',
    severity: 'error',
    message: `YAML ends this SQL at \`${tree.text.slice(start, entry.value.end).slice(-40)}\`: quote it, or write it in a block (|)`,
    range: tree.lines.range(start, end),
    data: { path, replacement: `'${whole.replaceAll("'", "''")}'` },
  };
}
