import type { Column } from '../../language/columnType.ts';
import type { Bindings } from '../../ports/dataSource.ts';
import { identifier } from '../../ports/sqlText.ts';
import { readDecimal, type Scaled, scaled } from './exactDecimal.ts';

type SpecCell = boolean | number | string;

/** A predicate of rows that fail, or why the values cannot be compared with the column. */
export type Rule =
  | {
      readonly kind: 'rule';
      readonly failing: string;
      readonly bindings: Bindings;
      /** SQL that DuckDB refuses where a value is none. */
      readonly probe?: string;
    }
  | { readonly kind: 'refused'; readonly message: string };

/**
 * Rows whose value is less than `min`, or greater than `max`. Numbers are compared exactly with integers and decimals, as
 * FLOAT with FLOAT; NaN lies in no range. Times are compared with texts (without zone UTC), texts with texts by code point.
 * @param parameter Name of the `$parameter` that holds the value.
 */
export function boundRule(column: Column, side: 'min' | 'max', value: number | string, parameter: string): Rule {
  const compared = comparable(column, value, parameter, side === 'min' ? 'up' : 'down');
  if ('message' in compared) return compared;
  const { left, value: bound, probe } = compared;
  const noNumber = column.type === 'float' ? `isnan(${left}) OR ` : '';
  const failing = `${noNumber}${left} ${side === 'min' ? '<' : '>'} ${bound.sql}`;
  return { kind: 'rule', failing, bindings: { [parameter]: bound.value }, ...(probe && { probe: bound.sql }) };
}

/** Rows whose value is none of these; null is left out. */
export function inRule(column: Column, values: readonly SpecCell[], parameter: string): Rule {
  const listed: Bound[] = [];
  let left = identifier(column.name);
  let probe = false;
  for (const [index, value] of values.entries()) {
    const compared = comparable(column, value, `${parameter}_${index}`, 'listed');
    if ('message' in compared) return compared;
    left = compared.left;
    probe ||= compared.probe === true;
    if (compared.reachable) listed.push(compared.value);
  }
  if (listed.length === 0) return { kind: 'rule', failing: `${left} IS NOT NULL`, bindings: {} };
  const list = listed.map((one) => one.sql).join(', ');
  const bindings = Object.fromEntries(listed.map((one) => [one.name, one.value]));
  return { kind: 'rule', failing: `${left} NOT IN (${list})`, bindings, ...(probe && { probe: `[${list}]` }) };
}

/** RE2, found anywhere in a text, in the digits of a whole number or in the ISO form of a date. */
export function patternRule(column: Column, pattern: string, parameter: string): Rule {
  const { type } = column;
  if (!isText(column) && type !== 'integer' && type !== 'date')
    return refuse(column, 'a pattern is for texts, whole numbers and dates');
  return {
    kind: 'rule',
    failing: `NOT regexp_matches(${identifier(column.name)}::VARCHAR, $${parameter})`,
    bindings: { [parameter]: pattern },
    probe: `regexp_matches('', $${parameter})`,
  };
}

interface Bound {
  readonly name: string;
  /** Such as `CAST($min0 AS BIGINT)`. */
  readonly sql: string;
  readonly value: Bindings[string];
}

interface Comparable {
  readonly left: string;
  readonly value: Bound;
  /** False where no value of the column can be equal. */
  readonly reachable: boolean;
  readonly probe?: true;
}

type Refused = Extract<Rule, { kind: 'refused' }>;
/** `up`, `down`: to the next value that the column can hold; `listed`: to be equal. */
type Rounding = 'up' | 'down' | 'listed';

function comparable(column: Column, value: SpecCell, name: string, how: Rounding): Comparable | Refused {
  const left = identifier(column.name);
  const bound = (sqlType: string, of: Bindings[string] = value): Comparable => ({
    left,
    value: { name, sql: `CAST($${name} AS ${sqlType})`, value: of },
    reachable: true,
  });
  if (isText(column)) {
    if (typeof value !== 'string' && how !== 'listed')
      return refuse(column, `${value} is no text; quote it to compare texts by their characters`);
    return { ...bound('VARCHAR', String(value)), left: `${left}::VARCHAR` };
  }
  switch (column.type) {
    case 'integer':
    case 'decimal':
    case 'float':
      return comparableNumber(column, value, name, how);
    case 'timestamp':
    case 'date':
      if (typeof value !== 'string') return refuse(column, `${value} is no date or time such as '2001-01-31'`);
      if (column.type === 'date' && /^\d{4}-\d\d-\d\d$/.test(value)) return { ...bound('DATE'), probe: true };
      // A cast to TIMESTAMP alone would drop the zone that stands in the text.
      return {
        ...bound('TIMESTAMPTZ'),
        value: { name, sql: `CAST($${name} AS TIMESTAMPTZ)::TIMESTAMP`, value },
        probe: true,
      };
    case 'time':
      if (typeof value !== 'string') return refuse(column, `${value} is no time such as '10:30:00'`);
      return { ...bound('TIME'), probe: true };
    case 'boolean':
      if (how === 'listed' && typeof value === 'boolean') return bound('BOOLEAN');
      return refuse(column, how === 'listed' ? `${quoted(value)} is neither true nor false` : 'it has no order');
    default:
      return refuse(column, 'its values cannot be compared with one of a spec');
  }
}

function comparableNumber(column: Column, value: SpecCell, name: string, how: Rounding): Comparable | Refused {
  const text = typeof value === 'string' ? value.trim() : String(value);
  const decimal = typeof value === 'boolean' ? undefined : readDecimal(text);
  const infinite = value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY;
  if (decimal === undefined && !infinite) return refuse(column, `${quoted(value)} is no number`);
  const left = identifier(column.name);
  const number = Number(text);
  const exact = decimal && exactBound(column, name, (scale) => scaled(decimal, scale, how === 'up' ? 'up' : 'down'));
  if (exact) return { left, value: exact.bound, reachable: exact.isWhole };
  const single = column.sqlType === 'FLOAT' && Number.isFinite(Math.fround(number)) ? Math.fround(number) : number;
  const sql = `CAST($${name} AS DOUBLE)`;
  return {
    left: column.type === 'float' ? left : `${left}::DOUBLE`,
    // As text, since whole numbers are bound as integers, and those end at 2^63.
    value: { name, sql, value: String(single) },
    reachable: true,
  };
}

/** A bound that an integer or decimal column is compared with digit by digit; undefined where no such type holds it. */
function exactBound(
  column: Column,
  name: string,
  at: (scale: number) => Scaled,
): { readonly bound: Bound; readonly isWhole: boolean } | undefined {
  if (column.type === 'integer') {
    const { units, isWhole } = at(0);
    if (units >= -MAX_BIGINT && units <= MAX_BIGINT)
      return { bound: { name, sql: `CAST($${name} AS BIGINT)`, value: units }, isWhole };
    if (units >= -MAX_HUGEINT && units <= MAX_HUGEINT)
      return { bound: { name, sql: `$${name}`, value: units }, isWhole };
  }
  if (column.type === 'decimal') {
    const scale = Number(/,\s*(\d+)\)/.exec(column.sqlType)?.[1] ?? 0);
    const { units, isWhole, text } = at(scale);
    if (units > -MAX_DECIMAL && units < MAX_DECIMAL)
      return { bound: { name, sql: `CAST($${name} AS DECIMAL(38, ${scale}))`, value: text }, isWhole };
  }
  return undefined;
}

const MAX_BIGINT = 2n ** 63n - 1n;
const MAX_HUGEINT = 2n ** 127n - 1n;
const MAX_DECIMAL = 10n ** 38n;

/** What DuckDB holds as characters; blobs and intervals are `string` too, and have no such form. */
export function isText({ type, sqlType }: Column): boolean {
  return (type === 'string' || type === 'category') && /^(?:VARCHAR|CHAR|TEXT|ENUM|UUID|JSON|"?NULL"?$)/i.test(sqlType);
}

function refuse({ name, type, sqlType }: Column, why: string): Refused {
  return { kind: 'refused', message: `\`${name}\` is ${type} (${sqlType}): ${why}` };
}

function quoted(value: SpecCell): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}
