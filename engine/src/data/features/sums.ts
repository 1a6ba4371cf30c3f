import type { Column } from '../../language/columnType.ts';
import type { DataSource } from '../../ports/dataSource.ts';
import { identifier } from '../../ports/sqlText.ts';

/** Sum or count over the events, from which a field is worked out. */
export interface Part {
  readonly kind: 'count' | 'sum';
  /** SQL over an event: what is summed, or what is counted where it is not null; undefined counts all. */
  readonly sql: string | undefined;
  /** SQL type of the sum. */
  readonly sqlType: string;
  /** Sums of floats are kept exact in another way than those of integers. */
  readonly float: boolean;
}

/** An aggregate as an expression over sums and counts. */
export interface Decomposed {
  readonly parts: readonly Part[];
  /** SQL over the columns `partName(field, 0)`, `partName(field, 1)` ... */
  readonly sql: string;
}

/** Name of the column of a part; as SQL it is quoted. */
export function partName(field: string, index: number): string {
  return `part ${index} of ${field}`;
}

const CALL = /\b(count|sum|avg)\s*\(/iy;
const SKIPPED = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|[\p{L}_$][\p{L}\p{N}_$]*|[\s\S]/uy;
const FILTER = /\s*filter\s*\(/iy;

/**
 * An aggregate taken apart where it is an expression over `count`, `sum` and `avg` of integers and floats, such as
 * `sum(paid) / nullif(count(*), 0)`; undefined for all others. What is found in the text is proved by DuckDB's binder.
 */
export async function decompose(
  source: DataSource,
  { name, sql: text }: { readonly name: string; readonly sql: string },
  columns: readonly Column[],
): Promise<Decomposed | undefined> {
  const calls = readCalls(text);
  if (calls === undefined || calls.length === 0) return undefined;
  const parts = new Parts(name);
  let sql = '';
  let end = 0;
  for (const call of calls) {
    const replacement = await replace(source, call, columns, parts);
    if (replacement === undefined) return undefined;
    sql += text.slice(end, call.start) + replacement;
    end = call.end;
  }
  sql += text.slice(end);
  const scope = parts.all.map((part, i): Column => ({ name: partName(name, i), type: 'float', sqlType: part.sqlType }));
  const bound = await source.bind(sql, { kind: 'expression', columns: scope });
  return bound.kind === 'bound' ? { parts: parts.all, sql } : undefined;
}

interface Call {
  readonly name: string;
  readonly argument: string;
  readonly filter: string | undefined;
  readonly start: number;
  readonly end: number;
}

/** Calls of the three functions, outermost first; undefined where the text cannot be read so. */
function readCalls(text: string): readonly Call[] | undefined {
  const calls: Call[] = [];
  for (let at = 0; at < text.length; ) {
    const opened = matchAt(CALL, text, at);
    if (opened === undefined) {
      at += matchAt(SKIPPED, text, at)?.[0].length ?? 1;
      continue;
    }
    const open = at + opened[0].length;
    const close = closing(text, open);
    if (close === undefined) return undefined;
    const filtered = matchAt(FILTER, text, close + 1);
    const filterOpen = filtered && close + 1 + filtered[0].length;
    const filterClose = filterOpen === undefined ? undefined : closing(text, filterOpen);
    if (filterOpen !== undefined && filterClose === undefined) return undefined;
    const end = (filterClose ?? close) + 1;
    calls.push({
      name: opened[1]!.toLowerCase(),
      argument: text.slice(open, close),
      filter: filterOpen === undefined ? undefined : text.slice(filterOpen, filterClose).replace(/^\s*where\b/i, ''),
      start: at,
      end,
    });
    at = end;
  }
  return calls;
}

function closing(text: string, from: number): number | undefined {
  let depth = 1;
  for (let at = from; at < text.length; ) {
    const token = matchAt(SKIPPED, text, at)![0];
    if (token === '(') depth++;
    if (token === ')' && --depth === 0) return at;
    at += token.length;
  }
  return undefined;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

/** SQL over parts that stands for a call; its parts are added. */
async function replace(
  source: DataSource,
  { name, argument, filter, start, end }: Call,
  columns: readonly Column[],
  parts: Parts,
): Promise<string | undefined> {
  if (end <= start) return undefined;
  const condition = filter === undefined ? undefined : await source.bind(filter, { kind: 'predicate', columns });
  if (condition?.kind === 'refused') return undefined;
  const of = (value: string) =>
    filter === undefined ? `(\n${value}\n)` : `CASE WHEN (\n${filter}\n) THEN (\n${value}\n) END`;
  if (name === 'count' && /^\s*\*?\s*$/.test(argument))
    return parts.place({
      kind: 'count',
      sql: filter === undefined ? undefined : of('1'),
      sqlType: 'BIGINT',
      float: false,
    });
  const bound = await source.bind(argument, { kind: 'expression', columns });
  if (bound.kind === 'refused') return undefined;
  const count: Part = { kind: 'count', sql: of(argument), sqlType: 'BIGINT', float: false };
  if (name === 'count') return parts.place(count);
  const isFloat = bound.type === 'float';
  if (!isFloat && !SMALL.test(bound.sqlType)) return undefined;
  const summed: Part = { kind: 'sum', sql: of(argument), sqlType: isFloat ? 'DOUBLE' : 'HUGEINT', float: isFloat };
  const [n, sum] = [parts.place(count), parts.place(summed)];
  return name === 'sum'
    ? `(CASE WHEN ${n} > 0 THEN ${sum} END)`
    : `(CASE WHEN ${n} > 0 THEN ${sum}::DOUBLE / ${n} END)`;
}

/** Types whose values a double holds exactly; sums that leave its exact integers are noticed while they are made. */
const SMALL = /^U?(?:TINY|SMALL|BIG)?INT(?:EGER)?$|^BOOLEAN$/;

/** Parts of one field, each once. */
class Parts {
  readonly all: Part[] = [];
  readonly #field: string;

  constructor(field: string) {
    this.#field = field;
  }

  /** SQL that stands for the part. */
  place(part: Part): string {
    const known = this.all.findIndex((one) => one.kind === part.kind && one.sql === part.sql);
    const index = known >= 0 ? known : this.all.push(part) - 1;
    return identifier(partName(this.#field, index));
  }
}
