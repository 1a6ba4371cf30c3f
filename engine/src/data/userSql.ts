import { Failure } from '../failure.ts';
import type { Bindings, BindScope, Bound, DataSource } from '../ports/dataSource.ts';

/** SQL from a spec; what stood in `${{ }}` is a value of a `$name` parameter. */
export interface UserSql {
  readonly text: string;
  readonly bindings?: Bindings;
}

/** The same SQL with parameters that no other text of one statement has, in brackets of its own. */
export interface PlacedSql {
  readonly sql: string;
  readonly bindings: Bindings;
}

/**
 * Binds SQL of the user before it is put into a statement.
 * @param place What a message calls it, such as `label late`.
 * @throws Failure `sql-refused` with DuckDB's reason
 */
export async function checkSql(
  source: DataSource,
  { text, bindings }: UserSql,
  scope: BindScope,
  place: string,
): Promise<Extract<Bound, { kind: 'bound' }>> {
  const bound = await source.bind(text, bindings === undefined ? scope : { ...scope, bindings });
  if (bound.kind === 'bound') return bound;
  const near = bound.candidates?.length ? ` Near names: ${bound.candidates.join(', ')}.` : '';
  throw new Failure('sql-refused', `${place}: ${bound.message}, at \`${text.slice(bound.start, bound.end)}\``, {
    next: `Correct the SQL of ${place}.${near}`,
  });
}

/** `prefix` makes the parameters of this text differ from those of the others. */
export function placeSql({ text, bindings = {} }: UserSql, prefix: string): PlacedSql {
  const names = Object.keys(bindings);
  if (names.length === 0) return { sql: `(\n${text}\n)`, bindings: {} };
  const renamed = text.replace(TOKENS, (token: string, name: string | undefined) =>
    name !== undefined && Object.hasOwn(bindings, name) ? `$${prefix}_${name}` : token,
  );
  const values = Object.fromEntries(names.map((name) => [`${prefix}_${name}`, bindings[name] ?? null]));
  return { sql: `(\n${renamed}\n)`, bindings: values };
}

/** Quoted texts, quoted names and comments as wholes, and `$name`. */
const TOKENS =
  /[eE]'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$(?:[A-Za-z_]\w*)?\$[\s\S]*?\$(?:[A-Za-z_]\w*)?\$|\$([\p{L}_][\p{L}\p{N}_]*)/gu;
