import type { Column } from '../language/columnType.ts';
import { identifier } from '../ports/sqlText.ts';

/**
 * SQL text that stands for a row: its key, or 64 bits of the md5 of its values, as 16 hex digits.
 * Values stand in the order of their names, parted by characters that no text holds, so that the order of the columns does not matter.
 * Rows of equal values get equal text; `occurrences` tells them apart.
 */
export function rowIdSql(columns: readonly Column[], key: readonly string[] | undefined): string {
  if (key !== undefined && key.length === 1) return `${identifier(key[0]!)}::VARCHAR`;
  if (key !== undefined && key.length > 1) return `concat_ws('|', ${key.map(escaped).join(', ')})`;
  return `left(md5(concat_ws(chr(31), ${sorted(columns).map(present).join(', ')})), 16)`;
}

/** Quick hash of the whole row, the same for equal rows in one process only: it finds the rows that may stand twice. */
export function quickHashSql(columns: readonly Column[]): string {
  return `hash(${sorted(columns).map(identifier).join(', ')})`;
}

function sorted(columns: readonly Column[]): string[] {
  return columns.map((column) => column.name).toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function present(name: string): string {
  return `coalesce(${identifier(name)}::VARCHAR, chr(30))`;
}

/** `a|b` and `c` must not read like `a` and `b|c`. */
function escaped(name: string): string {
  return String.raw`replace(replace(${identifier(name)}::VARCHAR, '\', '\\'), '|', '\|')`;
}
