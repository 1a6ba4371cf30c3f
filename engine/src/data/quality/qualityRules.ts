import type { Column, ColumnType } from '../../language/columnType.ts';
import type { Cell } from '../../ports/dataSource.ts';
import { identifier } from '../../ports/sqlText.ts';
import { boundRule, inRule, patternRule, type Rule } from './qualityBounds.ts';
import { keyCheck } from './qualityKeys.ts';
import type { Measured } from './qualityMeasured.ts';
import type { CheckKind, CheckResult } from './qualityResult.ts';

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
  /** What the checks of this rule are called, instead of the column and the kind. */
  readonly called?: string;
}

/** @param index A number that no other rule has: it names the parameters. */
export function columnChecks(rule: ColumnRule, index: number, columns: readonly Column[]): Measured[] {
  const column = columns.find((one) => one.name === rule.name)!;
  const check = (kind: CheckKind, threshold: Cell) => ({
    name: rule.called ?? `${rule.name} ${kind}`,
    kind,
    column: rule.name,
    threshold,
  });
  const checks: Measured[] = [];
  if (rule.nullable === false) {
    const failing = `${identifier(rule.name)} IS NULL`;
    checks.push({ ...check('nullable', false), bindings: {}, measure: { by: 'rows', failing, allow: 0 } });
  }
  if (rule.min !== undefined)
    checks.push(ruled(check('min', rule.min), boundRule(column, 'min', rule.min, `min${index}`)));
  if (rule.max !== undefined)
    checks.push(ruled(check('max', rule.max), boundRule(column, 'max', rule.max, `max${index}`)));
  if (rule.pattern !== undefined)
    checks.push(ruled(check('pattern', rule.pattern), patternRule(column, rule.pattern, `pattern${index}`)));
  if (rule.in !== undefined) checks.push(ruled(check('in', rule.in), inRule(column, rule.in, `in${index}`)));
  if (rule.unique)
    checks.push({ ...keyCheck('unique', rule.called ?? `${rule.name} unique`, [rule.name]), column: rule.name });
  return checks;
}

/** A rule that does not fit the type of the column fails nothing while no row has a value. */
function ruled(
  check: Pick<Measured, 'name' | 'kind' | 'threshold'> & { readonly column: string },
  rule: Rule,
): Measured {
  if (rule.kind === 'rule') {
    const { failing, bindings, probe } = rule;
    return { ...check, bindings, measure: { by: 'rows', failing, allow: 0 }, ...(probe && { probe }) };
  }
  return { ...check, bindings: {}, measure: whereThereAreValues(check.column, 'unknown', null, rule.message) };
}

function whereThereAreValues(
  column: string,
  status: 'unknown' | 'failed',
  value: Cell,
  message: string,
): Measured['measure'] {
  return {
    by: 'value',
    value: `count(${identifier(column)})`,
    verdict: (values) =>
      values === 0
        ? { status: 'passed', value: value ?? 0, message: 'no row has a value' }
        : { status, value, message },
  };
}

export function missingColumns(rules: readonly ColumnRule[], known: ReadonlySet<string>): CheckResult[] {
  const names = [...new Set(rules.map((rule) => rule.name))];
  return names.map((name) => ({
    name: `${name} is there`,
    kind: 'column',
    column: name,
    status: known.has(name) ? 'passed' : 'failed',
    value: known.has(name),
    threshold: true,
    failing: 0,
    sample: [],
    ...(known.has(name) ? {} : { message: `the data has no column \`${name}\`` }),
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

/** @param isText Whether the format has no types of its own: then a column without values may be of any. */
export function typeChecks(rules: readonly ColumnRule[], columns: readonly Column[], isText: boolean): Measured[] {
  return rules.flatMap(({ name, type }): Measured[] => {
    const column = columns.find((one) => one.name === name);
    if (type === undefined || column === undefined) return [];
    const fits = column.type === type || FITS[type]?.includes(column.type) === true;
    const message = `\`${name}\` is ${column.type} (${column.sqlType}), declared as ${type}`;
    const verdict = fits ? ({ status: 'passed' } as const) : ({ status: 'failed', message } as const);
    return [
      {
        name: `${name} type`,
        kind: 'type',
        column: name,
        threshold: type,
        bindings: {},
        measure:
          fits || !isText
            ? { by: 'value', value: 'true', verdict: () => ({ ...verdict, value: column.type }) }
            : whereThereAreValues(name, 'failed', column.type, message),
      },
    ];
  });
}
