import type { Column, ColumnType } from '../language/columnType.ts';
import type { Bindings, Cell } from '../ports/dataSource.ts';
import { identifier } from '../ports/sqlText.ts';
import type { CheckResult } from './qualityResult.ts';
import type { UserSql } from './userSql.ts';

/** What a dataset says of one column. */
export interface ColumnRule {
  readonly name: string;
  readonly type?: ColumnType;
  /** False: no value may be missing. */
  readonly nullable?: boolean;
  readonly min?: number | string;
  readonly max?: number | string;
  /** RE2, found anywhere in the text unless anchored. */
  readonly pattern?: string;
  readonly in?: readonly (boolean | number | string)[];
  readonly unique?: boolean;
}

/** A check that counts failing rows, or gives one value. */
export interface Measured {
  readonly name: string;
  readonly kind: CheckResult['kind'];
  readonly column?: string;
  /** Columns it names by itself. */
  readonly needs?: readonly string[];
  readonly bindings: Bindings;
  readonly threshold: Cell;
  /** SQL of the user, bound before it runs. */
  readonly sql?: UserSql;
  /** Predicate of rows that fail. `windowed`: it looks at other rows too. */
  readonly failing?: { readonly sql: string; readonly bindings: Bindings; readonly windowed?: boolean };
  /** Aggregate that gives the value. */
  readonly value?: string;
  /** A statement of its own that gives `failing`. */
  readonly query?: (relation: string) => string;
}

export function columnChecks(rule: ColumnRule, columns: readonly Column[]): Measured[] {
  const index = columns.findIndex((column) => column.name === rule.name);
  const { type } = columns[index]!;
  const name = identifier(rule.name);
  const checks: Measured[] = [];
  const add = (kind: Measured['kind'], threshold: Cell, sql: string, bindings: Bindings = {}) =>
    checks.push({
      name: `${rule.name} ${kind}`,
      kind,
      column: rule.name,
      threshold,
      bindings,
      failing: { sql, bindings },
    });
  if (rule.nullable === false) add('nullable', false, `${name} IS NULL`);
  const notANumber = type === 'float' ? `isnan(${name}) OR ` : '';
  if (rule.min !== undefined)
    add('min', rule.min, `${notANumber}${name} < $min${index}`, { [`min${index}`]: rule.min });
  if (rule.max !== undefined) add('max', rule.max, `${name} > $max${index}`, { [`max${index}`]: rule.max });
  if (rule.pattern !== undefined) {
    const sql = `NOT regexp_matches(${name}::VARCHAR, $pattern${index})`;
    add('pattern', rule.pattern, sql, { [`pattern${index}`]: rule.pattern });
  }
  if (rule.in !== undefined) add('in', rule.in, ...notIn(name, index, rule.in));
  if (rule.unique) checks.push({ ...keyCheck('unique', `${rule.name} unique`, [rule.name]), column: rule.name });
  return checks;
}

function notIn(name: string, index: number, values: readonly (boolean | number | string)[]): [string, Bindings] {
  const names = values.map((_, at) => `in${index}_${at}`);
  const bindings = Object.fromEntries(values.map((value, at) => [names[at]!, value]));
  return [`${name} NOT IN (${names.map((one) => `$${one}`).join(', ')})`, bindings];
}

/** Rows that share their values with another row; for a key also rows where one of them is missing. */
export function keyCheck(kind: 'key' | 'unique', name: string, key: readonly string[]): Measured {
  const names = key.map(identifier).join(', ');
  const absent = key.map((one) => `${identifier(one)} IS NULL`).join(' OR ');
  const failing = kind === 'key' ? `absent OR times > 1` : 'NOT absent AND times > 1';
  return {
    name,
    kind,
    needs: key,
    bindings: {},
    threshold: [...key],
    query: (relation) =>
      `SELECT coalesce(sum(times) FILTER (${failing}), 0)::BIGINT AS failing FROM
       (SELECT ${names}, count(*) AS times, (${absent}) AS absent FROM ${relation} GROUP BY ALL)`,
    failing: {
      sql: `${kind === 'key' ? `(${absent}) OR ` : `NOT (${absent}) AND `}count(*) OVER (PARTITION BY ${names}) > 1`,
      bindings: {},
      windowed: true,
    },
  };
}

export function missingColumns(rules: readonly ColumnRule[], known: ReadonlySet<string>): CheckResult[] {
  return rules.map((rule) => ({
    name: `${rule.name} is there`,
    kind: 'column',
    column: rule.name,
    status: known.has(rule.name) ? 'passed' : 'failed',
    value: known.has(rule.name),
    threshold: true,
    failing: 0,
    sample: [],
    ...(known.has(rule.name) ? {} : { message: `the data has no column \`${rule.name}\`` }),
  }));
}

/** What may stand in a column that is declared as the type before the colon. */
const FITS: Readonly<Partial<Record<ColumnType, readonly ColumnType[]>>> = {
  float: ['integer', 'decimal'],
  decimal: ['integer'],
  string: ['category'],
  category: ['string', 'boolean', 'integer'],
  timestamp: ['date'],
};

export function typeResults(rules: readonly ColumnRule[], columns: readonly Column[]): CheckResult[] {
  return rules.flatMap((rule): CheckResult[] => {
    const column = columns.find((one) => one.name === rule.name);
    if (rule.type === undefined || column === undefined) return [];
    const fits = column.type === rule.type || FITS[rule.type]?.includes(column.type) === true;
    return [
      {
        name: `${rule.name} type`,
        kind: 'type',
        column: rule.name,
        status: fits ? 'passed' : 'failed',
        value: column.type,
        threshold: rule.type,
        failing: 0,
        sample: [],
        ...(fits
          ? {}
          : { message: `\`${rule.name}\` is ${column.type} (${column.sqlType}), declared as ${rule.type}` }),
      },
    ];
  });
}
