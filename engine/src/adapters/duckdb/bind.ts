import type { DuckDBConnection, DuckDBMaterializedResult } from '@duckdb/node-api';
import type { Column } from '../../language/columnType.ts';
import type { BindScope, Bound } from '../../ports/dataSource.ts';
import { identifier } from '../../ports/sqlText.ts';
import { type Connections, interruptible } from './connections.ts';
import { type EngineError, readEngineError } from './engineError.ts';
import { runSql } from './runSql.ts';
import { brokenRule, type RuleBreak } from './sqlRules.ts';
import { readTree, type SqlTree } from './sqlTree.ts';
import { tokenEnd, utf16Offset } from './textPosition.ts';
import { columnOf } from './types.ts';

/** Milliseconds a text may take to bind: constants are computed then, and `repeat('a', 1e9)` is one. */
const PATIENCE = 2_000;
/** Scopes kept as empty tables. */
const SCOPES = 64;

/** Also what an end of ours looks like to the parser, so the other reading decides. */
const ENDS = 'the SQL ends too early';
const MANY = 'one statement is expected';

type Refused = Extract<Bound, { kind: 'refused' }>;

/** Says what a piece of the user's SQL is, by DuckDB's own parser and binder, over empty tables. */
export class Binder {
  readonly #connections: Connections;
  readonly #scopes = new Map<string, string>();
  #connection: DuckDBConnection | undefined;
  #unstable: ReadonlySet<string> | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #made = 0;

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  /** One at a time: all share a connection, since its temporary tables are the scopes. */
  bind(sql: string, scope: BindScope): Promise<Bound> {
    const bound = this.#last.then(() => this.#bind(sql, scope));
    this.#last = bound.catch(() => undefined);
    return bound;
  }

  /** Tables that the SQL names, lower case. */
  tables(sql: string): Promise<readonly string[]> {
    const read = this.#last.then(async () => {
      this.#connection ??= await this.#connections.lend();
      const tree = await parse(this.#connection, sql, 'query');
      return 'kind' in tree ? [] : [...new Set(tree.tables.map((table) => table.name.toLowerCase()))];
    });
    this.#last = read.catch(() => undefined);
    return read;
  }

  /** Gives its connection back, once what is being bound is done. */
  async close(): Promise<void> {
    await this.#last;
    if (this.#connection !== undefined) this.#connections.giveBack(this.#connection);
    this.#connection = undefined;
  }

  async #bind(sql: string, scope: BindScope): Promise<Bound> {
    this.#connection ??= await this.#connections.lend();
    this.#unstable ??= await unstableFunctions(this.#connection);
    if (sql.trim() === '') return refuse('sql-syntax', 'there is no SQL', 0, sql.length);
    const tree = await parse(this.#connection, sql, scope.kind);
    if ('kind' in tree) return tree;
    const broken = brokenRule(tree, scope, this.#unstable);
    if (broken) return refusedByRule(sql, broken, scope);
    return this.#evaluate(this.#connection, sql, scope, tree);
  }

  async #evaluate(connection: DuckDBConnection, sql: string, scope: BindScope, tree: SqlTree): Promise<Bound> {
    const before = await this.#textBefore(connection, scope);
    const after =
      scope.kind === 'query'
        ? '\n) LIMIT 0'
        : `\n) FROM (SELECT * FROM ${await this.#table(connection, scope.columns ?? [])})`;
    let result: DuckDBMaterializedResult;
    try {
      const patience = AbortSignal.timeout(PATIENCE);
      result = await interruptible(connection, patience, () =>
        runSql(connection, before + sql + after, scope.bindings),
      );
    } catch (error) {
      return refusedByEngine(sql, Buffer.byteLength(before), error, columnsOfScope(scope));
    }
    return judge(sql, scope, tree, result);
  }

  async #textBefore(connection: DuckDBConnection, scope: BindScope): Promise<string> {
    if (scope.kind !== 'query') return 'SELECT (\n';
    const tables: string[] = [];
    for (const [name, columns] of Object.entries(scope.tables ?? {})) {
      tables.push(`${identifier(name)} AS (SELECT * FROM ${await this.#table(connection, columns)})`);
    }
    return `${tables.length === 0 ? '' : `WITH ${tables.join(', ')} `}SELECT * FROM (\n`;
  }

  /** An empty table of these columns. */
  async #table(connection: DuckDBConnection, columns: readonly Column[]): Promise<string> {
    const key = JSON.stringify(columns.map(({ name, sqlType }) => [name, sqlType]));
    const known = this.#scopes.get(key);
    if (known !== undefined) return known;
    const name = identifier(`modelyard scope ${this.#made++}`);
    const described = columns.map((column) => `${identifier(column.name)} ${storableType(column.sqlType)}`);
    const list = described.length === 0 ? '"no columns" BOOLEAN' : described.join(', ');
    await connection.run(`CREATE TEMP TABLE ${name} (${list})`);
    this.#scopes.set(key, name);
    if (this.#scopes.size > SCOPES) await this.#dropOldest(connection);
    return name;
  }

  async #dropOldest(connection: DuckDBConnection): Promise<void> {
    const [key, name] = this.#scopes.entries().next().value!;
    this.#scopes.delete(key);
    await connection.run(`DROP TABLE ${name}`);
  }
}

/** A column of nothing but nulls has the type "NULL", which no table can hold. */
function storableType(sqlType: string): string {
  return /^"?(?:SQL)?NULL"?$/i.test(sqlType) ? 'VARCHAR' : sqlType;
}

async function unstableFunctions(connection: DuckDBConnection): Promise<ReadonlySet<string>> {
  const result = await connection.run(
    `SELECT DISTINCT function_name FROM duckdb_functions() WHERE stability <> 'CONSISTENT'`,
  );
  return new Set((await result.getRows()).map(([name]) => String(name)));
}

/**
 * The SQL must be one expression both in brackets and bare: in brackets `a, b` and `a AS b` fail or change,
 * bare `1) + (2` fails, and a comment or quote left open fails in one of them.
 */
async function parse(connection: DuckDBConnection, sql: string, kind: BindScope['kind']): Promise<SqlTree | Refused> {
  if (kind === 'query') {
    const bare = await parseText(connection, sql, '', '');
    return 'kind' in bare ? bare : parseText(connection, sql, 'SELECT * FROM (\n', '\n)', bare);
  }
  const bare = await parseText(connection, sql, 'SELECT ', '\n FROM scope');
  if ('kind' in bare && bare.message !== ENDS && bare.message !== MANY) return bare;
  const bracketed = await parseText(connection, sql, 'SELECT (\n', '\n) FROM scope');
  if ('kind' in bracketed) return bracketed;
  if ('kind' in bare) return bare;
  if (bare.selected === 1 && !bare.named && bracketed.selected === 1) return bare;
  return refuse('sql-syntax', 'one expression is expected, without a name', 0, sql.length);
}

interface Serialized {
  readonly error: boolean;
  readonly error_type?: string;
  readonly error_message?: string;
  readonly position?: string;
  readonly statements?: readonly Readonly<Record<string, unknown>>[];
}

/** Positions of the tree that comes back are of `sql` alone. */
async function parseText(
  connection: DuckDBConnection,
  sql: string,
  before: string,
  after: string,
  instead?: SqlTree,
): Promise<SqlTree | Refused> {
  const result = await connection.run('SELECT json_serialize_sql($text::VARCHAR)', { text: before + sql + after });
  const answer = JSON.parse(String((await result.getRows())[0]![0])) as Serialized;
  if (answer.error) return refusedByParser(sql, before.length, answer);
  if (answer.statements?.length !== 1) return refuse('sql-syntax', MANY, 0, sql.length);
  return instead ?? moved(readTree(answer.statements[0]!), -before.length);
}

function refusedByRule(sql: string, { message, at, text, table }: RuleBreak, scope: BindScope): Refused {
  const place = at ?? placeOfText(sql, text);
  if (table === undefined) return refuseAt(sql, 'sql-not-allowed', message, place);
  const candidates = Object.keys(scope.tables ?? {});
  return { ...refuseAt(sql, 'unknown-table', message, place), name: table, candidates };
}

function moved(tree: SqlTree, by: number): SqlTree {
  const shift = <T extends { at: number | undefined }>(list: readonly T[]) =>
    list.map((one) => ({ ...one, at: one.at === undefined ? undefined : one.at + by }));
  return {
    ...tree,
    columns: shift(tree.columns),
    functions: shift(tree.functions),
    tables: shift(tree.tables),
    parameters: shift(tree.parameters),
    subqueries: shift(tree.subqueries),
    windows: shift(tree.windows),
    stars: shift(tree.stars),
    samples: shift(tree.samples),
  };
}

function refusedByParser(sql: string, before: number, answer: Serialized): Refused {
  if (answer.error_type !== 'parser') {
    const message = /Only SELECT/.test(answer.error_message ?? '')
      ? 'only a SELECT may stand here'
      : (answer.error_message ?? '');
    return refuse('sql-not-allowed', message, 0, sql.length);
  }
  const at = answer.position === undefined ? undefined : Number(answer.position) - before;
  const ended = at !== undefined && at >= Buffer.byteLength(sql.trimEnd());
  const message = (answer.error_message ?? 'syntax error').replace(/ at or near "[\s\S]*\n[\s\S]*$/, '');
  return refuseAt(sql, 'sql-syntax', ended ? ENDS : message, at);
}

function refusedByEngine(sql: string, before: number, error: unknown, columns: readonly string[]): Refused {
  const engine = readEngineError(error);
  if (engine === undefined) {
    if (error instanceof Error && error.name === 'Cancelled') {
      return refuse('sql-not-allowed', 'the SQL takes too long to compute before any row is read', 0, sql.length);
    }
    throw error;
  }
  const at = engine.position === undefined ? undefined : engine.position - before;
  const message = engine.message.split('\n', 1)[0]!;
  if (engine.subtype === 'COLUMN_NOT_FOUND' && engine.name !== undefined) {
    const candidates = (engine.candidates ?? []).map(unqualified).filter((name) => columns.includes(name));
    const refused = refuseAt(sql, 'unknown-column', `no column \`${engine.name}\``, at);
    return { ...refused, name: engine.name, candidates };
  }
  return refuseAt(sql, codeOf(engine), message, at);
}

function unqualified(candidate: string): string {
  return candidate.replace(/^"?modelyard scope \d+"?\./, '').replace(/^"(.*)"$/, '$1');
}

function codeOf(engine: EngineError): Refused['code'] {
  if (engine.type === 'Parser') return 'sql-syntax';
  if (engine.type === 'Catalog' && /Function/.test(engine.message)) return 'unknown-function';
  if (engine.type === 'Permission' || engine.type === 'Out of Memory') return 'sql-not-allowed';
  return 'sql-type';
}

function judge(sql: string, scope: BindScope, tree: SqlTree, result: DuckDBMaterializedResult): Bound {
  const columns = result.columnNames().map((name, index) => columnOf(name, result.columnType(index)));
  const reads = columnsRead(tree, scope);
  const first = columns[0]!;
  if (scope.kind === 'query') return { kind: 'bound', type: 'struct', sqlType: 'STRUCT', reads, columns };
  if (scope.kind === 'aggregate' && result.rowCount !== 1) {
    return refuse('sql-not-allowed', 'one value for all rows is expected, such as `count(*)`', 0, sql.length);
  }
  if (scope.kind !== 'aggregate' && result.rowCount !== 0) {
    return refuse('sql-not-allowed', 'a value a row is expected, not one for all rows', 0, sql.length);
  }
  if (scope.kind === 'predicate' && first.type !== 'boolean') {
    return refuse('sql-type', `a predicate is true or false; this is ${first.sqlType}`, 0, sql.length);
  }
  return { kind: 'bound', type: first.type, sqlType: first.sqlType, reads };
}

function columnsOfScope(scope: BindScope): readonly string[] {
  return [...(scope.columns ?? []), ...Object.values(scope.tables ?? {}).flat()].map((column) => column.name);
}

/** In the order of the scope. `t.a` and `s.field` are told apart by what the scope has; `*` reads all of the tables named. */
function columnsRead(tree: SqlTree, scope: BindScope): readonly string[] {
  const named = new Set(tree.columns.flatMap(({ names }) => names.slice(0, 2).map((name) => name.toLowerCase())));
  const tables = new Set(tree.stars.length > 0 ? tree.tables.map((table) => table.name.toLowerCase()) : []);
  const whole = Object.entries(scope.tables ?? {}).filter(([name]) => tables.has(name.toLowerCase()));
  const wholly = new Set(whole.flatMap(([, columns]) => columns.map((column) => column.name)));
  const read = columnsOfScope(scope).filter((name) => wholly.has(name) || named.has(name.toLowerCase()));
  return [...new Set(read)];
}

/** The parser gives no position of parameters. */
function placeOfText(sql: string, text: RegExp | undefined): number | undefined {
  const found = text === undefined ? -1 : sql.search(text);
  return found < 0 ? undefined : Buffer.byteLength(sql.slice(0, found));
}

/** `at` is a byte offset of `sql`, undefined where DuckDB does not say: then all of it is meant. */
function refuseAt(sql: string, code: Refused['code'], message: string, at: number | undefined): Refused {
  if (at === undefined || at < 0) return refuse(code, message, 0, sql.length);
  const end = sql.trimEnd().length;
  const start = Math.min(utf16Offset(sql, at), end);
  if (start >= end) return refuse(code, message, Math.max(0, end - 1), end);
  return refuse(code, message, start, Math.max(start + 1, tokenEnd(sql, start)));
}

function refuse(code: Refused['code'], message: string, start: number, end: number): Refused {
  return { kind: 'refused', code, message, start, end };
}
