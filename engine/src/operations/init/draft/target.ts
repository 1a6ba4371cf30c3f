import { count } from '../../../language/figures.ts';
import type { DataSource } from '../../../ports/dataSource.ts';
import { identifier } from '../../../ports/sqlText.ts';
import { badPositive, badTarget, noSuchColumn, positiveOfMany } from './draftFailures.ts';
import { sqlName, sqlText } from './sqlName.ts';
import type { ColumnFacts, TableFacts } from './tableFacts.ts';

/** What the model shall answer. */
export interface TargetGuess {
  readonly column: ColumnFacts;
  readonly task: 'binary' | 'multiclass' | 'regression';
  /** SQL over the table's columns. */
  readonly sql: string;
  /** Of classes: the values and their rows, most frequent first. Empty for numbers. */
  readonly classes: readonly ClassRows[];
  /** Of a binary task. */
  readonly positive?: ClassRows;
  /** Why this task. */
  readonly why: string;
}

export interface ClassRows {
  readonly value: string;
  readonly rows: number;
}

/** Values of a whole number up to which they are taken as classes, as model/train does. */
const FEW_NUMBERS = 20;
/** Rows that the rarest of such values must have. */
const ENOUGH = 10;
/** Classes that a model can tell apart in a draft. */
const MOST_CLASSES = 100;
const YES = /^(?:yes|y|true|t|1|1\.0|positive|pos)$/i;

/**
 * Guesses the task from type and values of the target.
 * @throws Failure `unknown-column`, `bad-target`, `usage` of `--positive`
 */
export async function guessTarget(
  source: DataSource,
  relation: string,
  { rows, columns }: TableFacts,
  {
    target,
    positive,
    signal,
  }: { readonly target: string; readonly positive: string | undefined; readonly signal: AbortSignal },
): Promise<TargetGuess> {
  const column = columns.find(({ name }) => name === target);
  if (column === undefined)
    throw noSuchColumn(
      target,
      columns.map(({ name }) => name),
      '--target',
    );
  refuse(column, rows);
  const classes = column.distinct <= MOST_CLASSES ? await classRows(source, relation, column, signal) : [];
  if (column.distinct === 2) return binary(column, classes, positive);
  if (positive !== undefined) throw positiveOfMany(target);
  const isNumber = column.type === 'integer' || column.type === 'float' || column.type === 'decimal';
  const rarest = classes.at(-1)?.rows ?? 0;
  if (isNumber && !(column.whole && column.distinct <= FEW_NUMBERS && rarest >= ENOUGH)) return regression(column);
  if (!isNumber) refuseText(column, rows);
  const sql = isNumber && column.type !== 'integer' ? `${sqlName(target)}::BIGINT` : sqlName(target);
  const kind = isNumber ? 'whole numbers' : 'texts';
  const other = isNumber ? ' If they are amounts and no classes, say `task: regression` and metrics such as rmse.' : '';
  return {
    column,
    task: 'multiclass',
    sql,
    classes,
    why: `Its ${column.distinct} ${kind} are taken as classes.${other}`,
  };
}

function refuse({ name, type, missing, distinct, sqlType }: ColumnFacts, rows: number): void {
  if (name.includes('${{')) throw badTarget(name, 'its name reads like an expression of a spec');
  if (missing === rows) throw badTarget(name, `all ${count(rows)} rows are without a value`);
  if (distinct === 1) throw badTarget(name, 'it has the same value in every row');
  if (type === 'timestamp' || type === 'date' || type === 'time' || type === 'list' || type === 'struct')
    throw badTarget(name, `a model answers with a class or a number, and it is ${sqlType}`);
}

function refuseText({ name, distinct, missing }: ColumnFacts, rows: number): void {
  if (distinct >= (rows - missing) * 0.5 && distinct > 2)
    throw badTarget(
      name,
      `${count(distinct)} different texts in ${count(rows - missing)} rows are an id or free text, and no classes`,
    );
  if (distinct > MOST_CLASSES)
    throw badTarget(name, `${count(distinct)} different texts are too many for classes (${MOST_CLASSES} at most)`);
}

async function classRows(
  source: DataSource,
  relation: string,
  { name }: ColumnFacts,
  signal: AbortSignal,
): Promise<readonly ClassRows[]> {
  const value = identifier(name);
  const sql = `SELECT ${value}::VARCHAR AS value, count(*) AS n FROM ${relation} WHERE ${value} IS NOT NULL GROUP BY ${value} ORDER BY n DESC, ${value}`;
  const found = await source.rows(sql, {}, { signal });
  return found.map((row) => ({ value: String(row['value']), rows: Number(row['n']) }));
}

function binary(column: ColumnFacts, classes: readonly ClassRows[], asked: string | undefined): TargetGuess {
  const { positive, why } = positiveOf(column, classes, asked);
  const name = sqlName(column.name);
  const isText = column.type === 'string' || column.type === 'category';
  const sql =
    column.type === 'boolean'
      ? positive.value === 'true'
        ? name
        : `not ${name}`
      : `${name} = ${isText ? sqlText(positive.value) : positive.value}`;
  return {
    column,
    task: 'binary',
    sql,
    classes,
    positive,
    why:
      column.type === 'boolean' && positive.value === 'true'
        ? 'It is true or false.'
        : `It has two values; true stands for ${positive.value}, ${why}.`,
  };
}

function positiveOf(column: ColumnFacts, classes: readonly ClassRows[], asked: string | undefined) {
  const named = (value: string) => classes.find((one) => one.value === value);
  if (asked !== undefined) {
    const found = named(asked);
    if (found === undefined)
      throw badPositive(
        asked,
        classes.map(({ value }) => value),
      );
    return { positive: found, why: 'as `--positive` said' };
  }
  const yes = classes.filter(({ value }) => YES.test(value));
  if (yes.length === 1) return { positive: yes[0]!, why: 'the value that says yes' };
  if (column.low !== null) {
    const larger = classes.reduce((one, other) => (Number(other.value) > Number(one.value) ? other : one));
    return { positive: larger, why: 'the larger one' };
  }
  const rarer = classes.at(-1)!;
  return { positive: rarer, why: 'the rarer one: whom one looks for is mostly the exception; `--positive` chooses' };
}

function regression(column: ColumnFacts): TargetGuess {
  const amount = column.whole ? `${count(column.distinct)} different whole numbers` : 'numbers with fractions';
  return {
    column,
    task: 'regression',
    sql: sqlName(column.name),
    classes: [],
    why: `It holds ${amount}: an amount, not a class.`,
  };
}
