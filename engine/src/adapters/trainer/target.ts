import type { Failure } from '../../failure.ts';
import type { Column, ColumnType } from '../../language/columnType.ts';
import {
  badTargets,
  constantTarget,
  notBinary,
  oneClass,
  textRegression,
  tooManyClasses,
  unlearnableTarget,
  unseenClasses,
} from '../../learning/learningFailures.ts';
import type { DataSource } from '../../ports/dataSource.ts';
import type { SignatureOutput, Task } from '../../ports/learner.ts';
import { identifier, literal } from '../../ports/sqlText.ts';

/** What is learned, and the SQL that reads it as numbers: class codes, or values. */
export interface Target {
  readonly name: string;
  readonly task: Task;
  readonly output: SignatureOutput;
  /** Empty for a regression. */
  readonly classes: readonly string[];
  readonly sql: string;
}

const MOST_CLASSES = 1000;
/** Integers of up to so many values are taken as classes, where the task is not said. */
const FEW_VALUES = 20;

/** Looks at the target in the training rows. Rejects with a `Failure` where it cannot be learned. */
export async function readTarget(
  source: DataSource,
  relation: string,
  column: Column,
  asked: Task | undefined,
): Promise<Target> {
  if (!LEARNABLE.has(column.type)) throw unlearnableTarget(column.name, column.sqlType);
  await refuseBadTargets(source, relation, column, 'training');
  const name = identifier(column.name);
  const [facts] = await source.rows(
    `select count(distinct ${name}) as "values", min(${name})::varchar as one${
      isNumeric(column.type) ? `, bool_and(${name} = floor(${name})) as whole, min(${name})::double as number` : ''
    } from ${relation}`,
  );
  const values = Number(facts?.['values']);
  const whole = facts?.['whole'] === true;
  const task = asked ?? inferTask(column.type, values, whole);
  if (task === 'regression') return regression(column, values, Number(facts?.['number']));
  if (values === 1) throw oneClass(column.name, String(facts?.['one']));
  if (task === 'binary' && values > 2) throw notBinary(column.name, values);
  if (values > MOST_CLASSES) throw tooManyClasses(column.name, values, MOST_CLASSES);
  const label = labelOf(column.type, whole);
  const text = label === 'integer' ? `cast(${name} as bigint)::varchar` : `${name}::varchar`;
  const found = await source.rows(`select ${text} as label from ${relation} group by ${name} order by ${name}`);
  const classes = found.map((row) => String(row['label']));
  return {
    name: column.name,
    task,
    classes,
    output: { task, label, classes, probability: 'float' },
    sql: `try_cast(${text} as ENUM(${classes.map(literal).join(', ')}))`,
  };
}

/** Refuses validation rows whose target is missing or a class that training has not seen. */
export async function checkValidationTarget(
  source: DataSource,
  relation: string,
  column: Column,
  target: Target,
): Promise<void> {
  await refuseBadTargets(source, relation, column, 'validation');
  if (target.task === 'regression') return;
  const [unseen] =
    await source.rows(`select count(*) as n, min(row) as "first", list(distinct label)[1:3] as labels from (
    select row_number() over () as row, ${identifier(column.name)}::varchar as label, ${target.sql} as code from ${relation}
  ) where code is null`);
  if (Number(unseen?.['n']) === 0) return;
  const labels = (unseen?.['labels'] ?? []) as readonly string[];
  throw unseenClasses(column.name, labels, Number(unseen?.['n']), Number(unseen?.['first']));
}

const LEARNABLE: ReadonlySet<ColumnType> = new Set(['boolean', 'integer', 'float', 'decimal', 'string', 'category']);

function isNumeric(type: ColumnType): boolean {
  return type === 'integer' || type === 'float' || type === 'decimal';
}

function inferTask(type: ColumnType, values: number, whole: boolean): Task {
  if (type === 'boolean' || values === 2) return 'binary';
  if (!isNumeric(type)) return 'multiclass';
  return type === 'integer' && whole && values > 1 && values <= FEW_VALUES ? 'multiclass' : 'regression';
}

function labelOf(type: ColumnType, whole: boolean): SignatureOutput['label'] {
  if (type === 'boolean') return 'boolean';
  return isNumeric(type) && whole ? 'integer' : 'string';
}

function regression({ name, type }: Column, values: number, value: number): Target {
  if (!isNumeric(type)) throw textRegression(name);
  if (values === 1) throw constantTarget(name, value);
  return {
    name,
    task: 'regression',
    classes: [],
    output: { task: 'regression', label: 'float' },
    sql: `cast(${identifier(name)} as double)`,
  };
}

async function refuseBadTargets(
  source: DataSource,
  relation: string,
  { name, type }: Column,
  part: 'training' | 'validation',
): Promise<void> {
  const column = identifier(name);
  const bad = type === 'float' ? `${column} is null or not isfinite(${column})` : `${column} is null`;
  const [found] = await source.rows(`select count(*) as n from ${relation} where ${bad}`);
  if (Number(found?.['n']) > 0) throw await badTarget(source, relation, name, bad, part, type === 'float');
}

async function badTarget(
  source: DataSource,
  relation: string,
  name: string,
  bad: string,
  part: 'training' | 'validation',
  numeric: boolean,
): Promise<Failure> {
  const [found] = await source.rows(
    `select count(*) as n, min(row) as "first" from (select row_number() over () as row, ${identifier(name)} from ${relation}) where ${bad}`,
  );
  return badTargets(name, part, Number(found?.['n']), Number(found?.['first']), numeric);
}
