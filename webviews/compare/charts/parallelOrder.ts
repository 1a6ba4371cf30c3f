/** With one of them a place further left or right. */
export function moved(columns: readonly string[], at: number, by: 1 | -1): readonly string[] {
  const to = at + by;
  const [one, other] = [columns[at], columns[to]];
  if (one === undefined || other === undefined) return columns;
  return columns.with(at, other).with(to, one);
}

/** With it, or without it where it is there. */
export function turned(columns: readonly string[], column: string): readonly string[] {
  return columns.includes(column) ? columns.filter((other) => other !== column) : [...columns, column];
}
