import { type Entry, type MapNode, resolved } from './node.ts';
import type { Problem } from './problem.ts';
import type { Place } from './specPlaces.ts';
import type { Path, Tree } from './tree.ts';

/**
 * SQL that YAML has cut without an error: in `{rows: a in (1, 2)}` the text ends at the comma, in `rows: a like ' #%'` at
 * the `#`. Found where a bracket or quote that is open at the cut is closed behind it; the fix quotes the whole.
 */
export function cutSql(places: readonly Place[], tree: Tree): Problem[] {
  const seen = new Set<Entry>();
  return places.flatMap(({ path, value, schema }) => {
    if (schema['x-sql'] === undefined || value === null || typeof value === 'object' || !isOpen(String(value)))
      return [];
    const parent = tree.node(path.slice(0, -1));
    const map = parent && resolved(parent);
    const entry = map?.kind === 'map' ? map.byKey.get(String(path.at(-1))) : undefined;
    // Behind an alias stands what was seen where its anchor is.
    if (map?.kind !== 'map' || entry === undefined || seen.has(entry)) return [];
    seen.add(entry);
    const cut = cutOf(map, entry, tree.text);
    return cut === undefined ? [] : [problemOf(entry, cut, path, tree)];
  });
}

/** Offset where the text that was cut would end. */
function cutOf(map: MapNode, { value, keyStart }: Entry, text: string): number | undefined {
  if (value.kind !== 'scalar' || value.style !== 'plain' || !isOpen(value.raw)) return undefined;
  const lineEnd = /^[ \t]+#[^\r\n]*/.exec(text.slice(value.end, value.end + 2000));
  if (lineEnd !== null) {
    const end = value.end + lineEnd[0].trimEnd().length;
    return isOpen(text.slice(value.start, end)) ? undefined : end;
  }
  if (!map.flow) return undefined;
  const index = map.entries.findIndex((entry) => entry.keyStart === keyStart);
  const ends = map.entries
    .slice(index + 1, index + 1 + MAX_PIECES)
    .map((entry) => Math.max(entry.keyEnd, entry.value.end));
  return ends.find((end) => !isOpen(text.slice(value.start, end)));
}

/** Commas that one SQL text may have been cut at. */
const MAX_PIECES = 50;

/** Whether a quote or bracket of the SQL is not closed. */
function isOpen(sql: string): boolean {
  if (!/['"([{]/.test(sql)) return false;
  const unquoted = sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"/g, '');
  if (/['"]/.test(unquoted)) return true;
  let depth = 0;
  for (const char of unquoted) {
    if (char === '(' || char === '[' || char === '{') depth++;
    if (char === ')' || char === ']' || char === '}') depth--;
  }
  return depth > 0;
}

function problemOf(entry: Entry, end: number, path: Path, tree: Tree): Problem {
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
