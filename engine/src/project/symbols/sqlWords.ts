/**
 * Words that DuckDB 1.5 does not read as a column unless they are quoted (`duckdb_keywords()`, each tried as a column), and BETWEEN, which
 * it reads as one only where no operand stands before it.
 */
const RESERVED: ReadonlySet<string> = new Set(
  `all analyse analyze and anti any array as asc asof asymmetric between both by case cast check collate collation column
  constraint create cross default deferrable desc describe distinct do else end except false fetch for foreign freeze from full
  glob group having ilike in initially inner intersect into is isnull join lambda lateral leading left like limit natural
  not notnull null offset on only or order outer overlaps pivot pivot_longer pivot_wider placing positional primary qualify
  references returning right select semi show similar some summarize symmetric table tablesample then to trailing true
  union unique unpivot using variadic when where window with`.split(/\s+/),
);

/** The same, but words that may follow an operand: `x at time zone 'UTC'`. */
const AFTER_OPERANDS: ReadonlySet<string> = new Set([
  'at',
  'authorization',
  'binary',
  'concurrently',
  'unpack',
  'verbose',
]);

/** A piece of SQL. */
export interface SqlWord {
  /** `name`: a bare word or quoted name that may stand for something; `keyword`: a reserved word. */
  readonly kind: 'name' | 'keyword' | 'string' | 'number' | 'symbol' | 'parameter';
  /** Of a quoted name what it means, of a keyword lower case. */
  readonly text: string;
  readonly quoted: boolean;
  /** Offsets in the text; of a quoted name without the quotes. */
  readonly start: number;
  readonly end: number;
}

/** Blanks and comments, strings, quoted names, parameters, numbers, words; else a sign. */
const PIECES =
  /(\s+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|([eE]'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)|'(?:[^']|'')*(?:'|$)|\$\$[\s\S]*?(?:\$\$|$))|"((?:[^"]|"")*)(?:"|$)|(\$\w+|\$\{\{[\s\S]*)|(\d[\d_]*(?:\.\d+)?(?:[eE][-+]?\d+)?|\.\d+)|([\p{L}_][\p{L}\p{N}_$]*)|(?:::|:=|->>|->|=>|<=|>=|<>|!=|\|\||[\s\S])/uy;

/** Cuts SQL into words; blanks and comments are left out. What is never closed ends with the text. Takes linear time. */
export function sqlWords(sql: string): readonly SqlWord[] {
  const words: SqlWord[] = [];
  let at = 0;
  while (at < sql.length) {
    PIECES.lastIndex = at;
    const match = PIECES.exec(sql)!;
    const start = at;
    at += match[0].length;
    const [, skip, string, quoted, parameter, number, word] = match;
    if (skip !== undefined) continue;
    if (quoted !== undefined) {
      const text = quoted.replaceAll('""', '"');
      words.push({ kind: 'name', text, quoted: true, start: start + 1, end: start + 1 + quoted.length });
    } else if (word !== undefined) {
      const lower = word.toLowerCase();
      const isKeyword = RESERVED.has(lower);
      words.push({
        kind: isKeyword ? 'keyword' : 'name',
        text: isKeyword ? lower : word,
        quoted: false,
        start,
        end: at,
      });
    } else {
      const kind =
        string !== undefined
          ? 'string'
          : parameter !== undefined
            ? 'parameter'
            : number !== undefined
              ? 'number'
              : 'symbol';
      words.push({ kind, text: match[0], quoted: false, start, end: at });
    }
  }
  return words;
}

/** Whether a name can stand in SQL without quotes. */
export function isBareSqlName(name: string): boolean {
  const lower = name.toLowerCase();
  return /^[\p{L}_][\p{L}\p{N}_$]*$/u.test(name) && !RESERVED.has(lower) && !AFTER_OPERANDS.has(lower);
}
