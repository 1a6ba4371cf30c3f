import type { Span } from './line.ts';

export interface SqlToken extends Span {
  readonly kind: 'word' | 'name' | 'text' | 'number' | 'operator';
  /** As written. */
  readonly text: string;
}

export interface SqlTokens {
  readonly tokens: readonly SqlToken[];
  /** What the text ends in the middle of. */
  readonly open: 'text' | 'name' | 'comment' | undefined;
}

const PIECES =
  /\s+|(?<comment>--[^\n]*\n?|\/\*[\s\S]*?(?:\*\/|$))|(?<text>'(?:[^']|'')*(?:'|$))|(?<name>"(?:[^"]|"")*(?:"|$))|(?<number>\d[\w.]*)|(?<word>[\p{L}_][\p{L}\p{N}_$]*)|(?<expression>\$\{\{[\s\S]*?(?:\}\}|$))|(?<operator>::|<>|<=|>=|!=|\|\||[^\s])/uy;

/** Cuts SQL that may end anywhere; escapes of quoted YAML scalars are read as they stand. */
export function lexSql(sql: string): SqlTokens {
  const tokens: SqlToken[] = [];
  let open: SqlTokens['open'];
  PIECES.lastIndex = 0;
  for (let at = 0; at < sql.length; at = PIECES.lastIndex) {
    PIECES.lastIndex = at;
    const match = PIECES.exec(sql);
    if (match === null) break;
    const { comment, text, name, number, word, expression } = match.groups!;
    const [piece] = match;
    const end = at + piece.length;
    if (comment !== undefined) open = isOpenComment(piece) && end === sql.length ? 'comment' : undefined;
    else if (piece.trim() !== '') {
      const kind = text
        ? 'text'
        : name
          ? 'name'
          : number
            ? 'number'
            : word
              ? 'word'
              : expression
                ? 'number'
                : 'operator';
      tokens.push({ kind, text: piece, start: at, end });
      open = end === sql.length && isOpenQuote(piece, kind) ? (kind as 'text' | 'name') : undefined;
    }
  }
  return { tokens, open };
}

function isOpenComment(piece: string): boolean {
  return piece.startsWith('--') ? !piece.endsWith('\n') : !piece.endsWith('*/') || piece === '/*/';
}

function isOpenQuote(piece: string, kind: SqlToken['kind']): boolean {
  if (kind !== 'text' && kind !== 'name') return false;
  const quote = piece[0]!;
  const count = piece.split(quote).length - 1;
  return count % 2 === 1;
}
