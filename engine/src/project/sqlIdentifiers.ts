/**
 * Names that may be columns in a piece of SQL, told from its text alone: words and quoted names outside strings and
 * comments that are not called like functions and do not stand behind a dot. Lower case, as DuckDB compares them.
 */
export function sqlIdentifiers(sql: string): ReadonlySet<string> {
  const names = new Set<string>();
  const token = /'(?:[^']|'')*'|--[^\n]*|\/\*[\s\S]*?\*\/|"((?:[^"]|"")+)"|\$\w+|(\.?)([A-Za-z_]\w*)(\s*\()?/g;
  for (const [, quoted, dot, word, call] of sql.matchAll(token)) {
    if (quoted !== undefined) names.add(quoted.replaceAll('""', '"').toLowerCase());
    else if (word !== undefined && dot === '' && call === undefined) names.add(word.toLowerCase());
  }
  return names;
}
