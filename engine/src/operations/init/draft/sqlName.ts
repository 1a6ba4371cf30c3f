import { identifier, literal } from '../../../ports/sqlText.ts';

/** A column's name in SQL: as it is where DuckDB reads it as a name, else in quotes. */
export function sqlName(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !RESERVED.has(name.toLowerCase()) ? name : identifier(name);
}

/** A text in SQL that stands in a spec, where `${{` would begin an expression. */
export function sqlText(text: string): string {
  return literal(text).replaceAll('${{', "$' || '{{");
}

/** Words that stand for no column in an expression of DuckDB 1.5; a test asks it. */
const RESERVED = new Set(
  `all analyse analyze and anti any array as asc asof asymmetric at authorization binary both by case cast check collate
  collation column concurrently constraint create cross default deferrable desc describe distinct do else end except false
  fetch for foreign freeze from full glob group having ilike in initially inner intersect into is isnull join lambda lateral
  leading left like limit natural not notnull null offset on only or order outer overlaps pivot pivot_longer pivot_wider
  placing positional primary qualify references returning right select semi show similar some summarize symmetric table
  tablesample then to trailing true union unique unpack unpivot using variadic verbose when where window with`.split(
    /\s+/,
  ),
);
