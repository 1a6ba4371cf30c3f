import { expressionEnd } from '../../../engine/src/language/expressions/template.ts';

/** A piece of SQL as it is coloured and selected; offsets in the text. */
export interface SqlToken {
  readonly kind:
    | 'keyword'
    | 'name'
    | 'quoted'
    | 'function'
    | 'number'
    | 'string'
    | 'operator'
    | 'open'
    | 'close'
    | 'comment'
    | 'expression';
  readonly start: number;
  readonly end: number;
}

/** Cuts any text into the tokens of SQL; `${{ }}` is one of them. What is none is left out. */
export function sqlTokens(text: string): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  let at = 0;
  while (at < text.length) {
    if (text.startsWith('${{', at)) {
      const end = expressionEnd(text, at) ?? text.length;
      tokens.push({ kind: 'expression', start: at, end });
      at = end;
      continue;
    }
    PIECES.lastIndex = at;
    const match = PIECES.exec(text);
    if (match === null) {
      at++;
      continue;
    }
    const end = at + match[0].length;
    let group = 1;
    while (group < match.length && match[group] === undefined) group++;
    const kind = KINDS[group - 1];
    if (kind !== undefined) tokens.push({ kind: kindOf(kind, match[0], text, end), start: at, end });
    at = end;
  }
  return tokens;
}

const PIECES =
  /\s+|(--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|([eE]?'(?:[^']|'')*(?:'|$))|("(?:[^"]|"")*(?:"|$))|(\d[\d_]*(?:\.\d*)?(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?)|([\p{L}_][\p{L}\p{N}_$]*)|([([{])|([)\]}])|(::|->>?|<>|[<>!=]=|\|\||[-+*/%<>=!~^&|@?.,:;])/uy;

/** What the groups of `PIECES` hold. */
const KINDS = ['comment', 'string', 'quoted', 'number', 'name', 'open', 'close', 'operator'] as const;

function kindOf(kind: (typeof KINDS)[number], piece: string, text: string, end: number): SqlToken['kind'] {
  if (kind !== 'name') return kind;
  if (KEYWORDS.has(piece.toLowerCase())) return 'keyword';
  if (LITERALS.test(piece) && /^\s*'/.test(text.slice(end, end + 20))) return 'keyword';
  return /^\s*\(/.test(text.slice(end, end + 20)) ? 'function' : 'name';
}

/** Types that a literal may begin with: `date '2001-01-01'`; alone they are names of columns. */
const LITERALS = /^(?:interval|timestamp|timestamptz|date|time)$/i;

/** Words of SQL that are no names in it. */
const KEYWORDS = new Set(
  'select from where and or not in is null like ilike similar between exists case when then else end as on using join inner left right full outer cross asof natural group by having order limit offset qualify window partition over rows range preceding following unbounded current row filter within union all except intersect distinct true false cast try_cast values with recursive replace exclude asc desc nulls first last escape collate any some lateral unnest pivot unpivot sample'.split(
    ' ',
  ),
);
