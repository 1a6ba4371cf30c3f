/**
 * Writes the SQL functions that completion offers: names chosen here, signatures and descriptions from DuckDB itself.
 * `node bin/node.mjs tools/sqlFunctions.mjs` writes the file; `--check` fails where it differs from what would be written.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';

const target = new URL('../server/src/features/completion/sqlFunctions.generated.ts', import.meta.url);

/** Functions of one row that give the same for the same, and need no file, session or clock. */
const SCALARS = `
abs acos array_length asin atan atan2 bit_count cbrt ceil chr concat concat_ws contains cos cosh cot damerau_levenshtein date_diff
date_part date_sub date_trunc day dayname dayofmonth dayofweek dayofyear days_in_month degrees ends_with epoch epoch_ms even exp
factorial floor fmod format gcd greatest hamming hash hour instr isfinite isinf isnan isodow isoyear jaccard jaro_similarity
jaro_winkler_similarity json_array_length json_extract json_extract_string json_valid last_day lcm least left len length levenshtein
list_avg list_contains list_count list_distinct list_extract list_has_any list_max list_min list_position list_sort list_sum
list_value ln log log10 log2 lower lpad ltrim make_date make_time make_timestamp map_extract map_keys map_values md5 microsecond
millisecond minute mod month monthname nullif pi position pow quarter radians regexp_extract regexp_extract_all regexp_full_match
regexp_matches regexp_replace repeat replace reverse right round rpad rtrim second sha256 sign sin sinh split_part sqrt starts_with
strftime string_split strip_accents strpos strptime struct_extract substr tan tanh time_bucket timezone to_days to_hours to_minutes
to_months to_seconds to_timestamp to_weeks to_years translate trim trunc try_strptime typeof unicode upper week weekday weekofyear
xor year yearweek`;

const AGGREGATES = `
any_value approx_count_distinct arg_max arg_min avg bit_and bit_or bool_and bool_or corr count count_if covar_pop covar_samp entropy
first geomean histogram kurtosis last list mad max median min mode product quantile_cont quantile_disc regr_intercept regr_r2
regr_slope sem skewness stddev_pop stddev_samp string_agg sum var_pop var_samp`;

/** What DuckDB does not describe, and what is syntax to it. */
const OWN = {
  date_part: 'Part of a time, such as `hour`.',
  days_in_month: 'Days of the month of a date.',
  fmod: 'Remainder of a division of floats.',
  geomean: 'Geometric mean of the values.',
  hash: 'A hash of the value as a whole number; it differs between versions of DuckDB.',
  list_avg: 'Mean of the items of a list.',
  list_count: 'Items of a list that are not null.',
  list_max: 'Greatest item of a list.',
  list_min: 'Least item of a list.',
  list_sum: 'Sum of the items of a list.',
  json_array_length: 'Items of a list in JSON.',
  json_extract: 'What stands at a path of JSON, as JSON.',
  json_extract_string: 'What stands at a path of JSON, as text.',
  json_valid: 'Whether a text is JSON.',
  mod: 'Remainder of a division; it has the sign of the first number.',
  nullif: 'Null where both are equal, else the first.',
  split_part: 'A part of a text that is split at a separator, counted from 1.',
};

/** Where DuckDB does not name the parameters, or names those of a rarer form first. */
const SIGNATURES = {
  contains: 'contains(string, search_string)',
  json_array_length: 'json_array_length(json)',
  json_extract: 'json_extract(json, path)',
  json_extract_string: 'json_extract_string(json, path)',
  json_valid: 'json_valid(text)',
  len: 'len(list or text)',
  length: 'length(text or list)',
  mod: 'mod(x, y)',
  round: 'round(x, precision)',
  substr: 'substr(string, start, length)',
};

const SYNTAX = [
  { name: 'coalesce', signature: 'coalesce(value, ...)', description: 'The first value that is not null.' },
  {
    name: 'cast',
    signature: 'cast(value AS type)',
    description: 'The value as another type; what cannot be turned is an error.',
  },
  {
    name: 'try_cast',
    signature: 'try_cast(value AS type)',
    description: 'The value as another type; null where it cannot be turned.',
  },
  { name: 'extract', signature: 'extract(part FROM time)', description: 'Part of a time, such as `hour`.' },
  {
    name: 'if',
    signature: 'if(condition, then, else)',
    description: '`then` where the condition is true, else `else`.',
  },
  { name: 'ifnull', signature: 'ifnull(value, other)', description: 'The value, or the other one where it is null.' },
];

const wanted = new Map([
  ...words(SCALARS).map((name) => [name, 'scalar']),
  ...words(AGGREGATES).map((name) => [name, 'aggregate']),
]);

const connection = await (await DuckDBInstance.create(':memory:')).connect();
const reader = await connection.runAndReadAll(`
  SELECT function_name AS name, to_json(parameters)::VARCHAR AS parameters, to_json(parameter_types)::VARCHAR AS types,
    return_type, varargs, coalesce(description, '') AS description, coalesce(stability, 'CONSISTENT') AS stability
  FROM duckdb_functions() WHERE function_type IN ('scalar', 'aggregate', 'macro')`);
const found = Map.groupBy(reader.getRowObjectsJson(), (row) => row.name);
const functions = [...wanted]
  .map(([name, kind]) => entry(name, kind))
  .concat(SYNTAX.map((each) => ({ ...each, kind: 'scalar' })));
const text = `// Written by tools/sqlFunctions.mjs; do not edit.
export interface SqlFunction {
  readonly name: string;
  readonly kind: 'scalar' | 'aggregate';
  /** As people write it: \`date_trunc(part, timestamp)\`. */
  readonly signature: string;
  readonly description: string;
}

/** DuckDB's functions that SQL in specs may use, those that are met most. */
export const SQL_FUNCTIONS: readonly SqlFunction[] = ${JSON.stringify(functions.toSorted(byName), null, 1)};
`;
if (!process.argv.includes('--check')) writeFileSync(target, text);
else if (readFileSync(target, 'utf8') !== text) {
  console.error('sqlFunctions.generated.ts is not what DuckDB tells: run `node bin/node.mjs tools/sqlFunctions.mjs`');
  process.exitCode = 1;
}
console.log(`sqlFunctions.generated.ts: ${functions.length} functions`);

function entry(name, kind) {
  const overloads = found.get(name);
  if (overloads === undefined) throw new Error(`DuckDB has no function ${name}`);
  if (overloads.some(({ stability }) => stability !== 'CONSISTENT')) throw new Error(`${name} is not stable`);
  const [plainest] = overloads.toSorted(byLength);
  const described = overloads.map(({ description }) => description).toSorted()[overloads.length - 1];
  const signature = SIGNATURES[name] ?? signatureOf(name, plainest);
  return { name, kind, signature, description: OWN[name] ?? sentence(described) };
}

function byLength(a, b) {
  const size = ({ parameters }) => JSON.parse(parameters).length;
  return Math.max(1, size(a)) - Math.max(1, size(b)) || compare(JSON.stringify(a), JSON.stringify(b));
}

function signatureOf(name, { parameters, varargs }) {
  const names = JSON.parse(parameters).map((parameter) => parameter.replace(/\(.*\)$/, ''));
  return `${name}(${[...names, ...(varargs === null ? [] : ['...'])].join(', ')})`;
}

function sentence(description) {
  const first =
    description
      .trim()
      .replace(/\s+/g, ' ')
      .split(/(?<=\.)\s(?=[A-Z])/)[0] ?? '';
  return first === '' || first.endsWith('.') ? first : `${first}.`;
}

function words(list) {
  return list.trim().split(/\s+/);
}

function byName(a, b) {
  return compare(a.name, b.name);
}

function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
