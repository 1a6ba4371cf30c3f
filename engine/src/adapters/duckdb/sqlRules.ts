import type { BindScope } from '../../ports/dataSource.ts';
import type { FunctionCall, SqlTree } from './sqlTree.ts';

/** Why a tree that parses may not run. `at` is a byte offset of the text that was parsed. */
export interface RuleBreak {
  readonly message: string;
  readonly at: number | undefined;
  /** Where no position is known: what it looks like. */
  readonly text?: RegExp;
  /** Of a table that is not there. */
  readonly table?: string;
}

/** Names DuckDB reads as functions when no column has them. */
const VALUES_OF_THE_MOMENT = new Set(
  'current_catalog current_date current_role current_schema current_time current_timestamp current_user localtime localtimestamp session_user user'.split(
    ' ',
  ),
);

/** Consistent by DuckDB's own list, yet of the machine, the session or the moment. */
const OUTSIDE =
  /^(?:pg_.*|has_.*_privilege|inet_.*|current_.*|duckdb_.*|ago|getvariable|getenv|version|user|session_user|query|query_table|get_block_size|txid_.*|in_search_path|.*_description|parse_duckdb_log_message|add_parquet_key|which_secret)$/;

const MANY_ROWS = new Set(['unnest', 'unlist', 'generate_subscripts', 'regexp_split_to_table']);
const TABLE_FUNCTIONS = new Set(['range', 'generate_series', 'unnest']);

/** The first rule that the SQL breaks. `unstable` are the functions that give another value each time. */
export function brokenRule(tree: SqlTree, scope: BindScope, unstable: ReadonlySet<string>): RuleBreak | undefined {
  return (
    (scope.kind === 'query' ? brokenByQuery(tree, scope) : brokenByValue(tree, scope)) ??
    brokenByFunction(tree.functions, unstable) ??
    brokenByMoment(tree, scope) ??
    brokenByParameter(tree, scope)
  );
}

function brokenByValue(tree: SqlTree, { kind }: BindScope): RuleBreak | undefined {
  const [subquery] = tree.subqueries;
  if (subquery) return { message: `a subquery may not stand in an ${nameOf(kind)}`, at: subquery.at };
  const [window] = tree.windows;
  if (window) return { message: 'a window function may not stand here: a row is judged by itself', at: window.at };
  const [star] = tree.stars;
  if (star) return { message: 'name the columns: `*` may not stand here', at: star.at };
  const many = tree.functions.find((call) => MANY_ROWS.has(call.name));
  return many && { message: `\`${many.name}\` gives many rows for one`, at: many.at };
}

function nameOf(kind: BindScope['kind']): string {
  return kind === 'predicate' ? 'expression' : kind;
}

function brokenByQuery(tree: SqlTree, scope: BindScope): RuleBreak | undefined {
  const known = new Set(Object.keys(scope.tables ?? {}).map((name) => name.toLowerCase()));
  for (const table of tree.tables) {
    if (table.kind === 'other') return { message: `\`${table.name}\` may not stand after FROM`, at: table.at };
    if (table.qualified || !known.has(table.name.toLowerCase())) {
      const message = `no table \`${table.name}\` here; there is ${listed(scope)}`;
      return { message, at: table.at, ...(/^\w+$/.test(table.name) && !table.qualified ? { table: table.name } : {}) };
    }
  }
  const call = tree.functions.find((one) => one.table && !TABLE_FUNCTIONS.has(one.name));
  if (call) return { message: `\`${call.name}\` may not stand after FROM`, at: call.at };
  const [sample] = tree.samples;
  return sample && { message: 'a random sample gives other rows each time', at: sample.at };
}

function listed(scope: BindScope): string {
  const names = Object.keys(scope.tables ?? {});
  return names.length === 0 ? 'none' : names.map((name) => `\`${name}\``).join(', ');
}

function brokenByFunction(calls: readonly FunctionCall[], unstable: ReadonlySet<string>): RuleBreak | undefined {
  for (const { name, arguments: count, at } of calls) {
    if (unstable.has(name) || (name === 'age' && count === 1)) {
      return { message: `\`${name}\` gives another value each time; results must not change from run to run`, at };
    }
    if (OUTSIDE.test(name)) return { message: `\`${name}\` reads more than the data`, at };
  }
  return undefined;
}

function brokenByMoment(tree: SqlTree, scope: BindScope): RuleBreak | undefined {
  const columns = [...(scope.columns ?? []), ...Object.values(scope.tables ?? {}).flat()];
  const known = new Set(columns.map((column) => column.name.toLowerCase()));
  const found = tree.columns.find(({ names }) => {
    const name = names[0]!.toLowerCase();
    return names.length === 1 && VALUES_OF_THE_MOMENT.has(name) && !known.has(name);
  });
  if (found === undefined) return undefined;
  return {
    message: `\`${found.names[0]}\` gives another value each time; results must not change from run to run`,
    at: found.at,
  };
}

function brokenByParameter(tree: SqlTree, scope: BindScope): RuleBreak | undefined {
  const missing = tree.parameters.find(({ name }) => !Object.hasOwn(scope.bindings ?? {}, name));
  if (missing === undefined) return undefined;
  const text = /^\d+$/.test(missing.name) ? /\?|\$\d/ : new RegExp(`\\$${missing.name}(?![\\p{L}\\p{N}_])`, 'u');
  return { message: `no value is given for \`$${missing.name}\``, at: missing.at, text };
}
