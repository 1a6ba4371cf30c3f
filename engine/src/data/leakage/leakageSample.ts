import { Failure } from '../../failure.ts';
import type { Column } from '../../language/columnType.ts';
import type { Bindings, DataSource, Values } from '../../ports/dataSource.ts';
import { identifier } from '../../ports/sqlText.ts';
import { checkSql, placeSql, type UserSql } from '../userSql.ts';
import type { LeakageRequest } from './finding.ts';
import { columnBuilder, type SampleColumn } from './leakageColumn.ts';
import { type Label, labelOf } from './leakageLabel.ts';

/** Labelled rows spread evenly over a table, column by column. */
export interface LabelledSample {
  readonly rows: number;
  /** Labelled rows of the whole table, as far as it was read. */
  readonly total: number;
  readonly columns: readonly SampleColumn[];
  readonly label: Label;
  /** Microseconds since 1970 of the rows' own time, where a timestamp was named; NaN where there is none. */
  readonly times: Float64Array | undefined;
}

const MOST_ROWS = 100_000;
const MOST_CELLS = 10_000_000;

/** @throws Failure `sql-refused`, `unknown-column`, `no-label`, `label-constant`, `label-type` */
export async function readLabelledSample(source: DataSource, request: LeakageRequest): Promise<LabelledSample> {
  const relation = await source.relation(request.files);
  const all = await source.columns(`SELECT * FROM ${relation}`);
  const target = targetSql(request.target, all);
  const bound = await checkSql(source, target, { kind: 'expression', columns: all }, 'the target');
  if (bound.type === 'list' || bound.type === 'struct') throw wrongLabel(request.target.text, bound.type);
  const inputs = await chosenInputs(source, all, bound.reads, request);
  if (request.where) await checkSql(source, request.where, { kind: 'predicate', columns: all }, '`where`');
  const hasLabel = bound.type === 'float' ? 'isfinite(y)' : 'y IS NOT NULL';
  const statement = statementOf({ relation, target, inputs, hasLabel }, request);
  const options = { signal: request.signal };
  const [counted] = await source.rows(`SELECT count(*) AS n FROM (${statement.labelled})`, statement.bindings, options);
  const total = Number(counted!['n']);
  if (total === 0) throw noLabel(request.target.text);
  const wanted = Math.min(request.mostRows ?? MOST_ROWS, Math.floor(MOST_CELLS / (inputs.length + 1)));
  const builders = inputs.map((input) => columnBuilder(input));
  const label = columnBuilder({ name: 'label', type: bound.type, sqlType: bound.sqlType });
  const times = columnBuilder({ name: 'time', type: 'timestamp', sqlType: 'TIMESTAMP' });
  let rows = 0;
  for await (const batch of source.batches(spread(statement, total, wanted), statement.bindings, options)) {
    const valuesOf = (name: string): Values => batch.columns[name]!;
    for (const [index, builder] of builders.entries()) builder.append(valuesOf(`c${index}`));
    label.append(valuesOf('y'));
    if (request.timestamp !== undefined) times.append(valuesOf('t'));
    rows += batch.rows;
  }
  return {
    rows,
    total,
    columns: builders.map((builder) => builder.column()),
    label: labelOf(label.column(), request.target.text),
    times: request.timestamp === undefined ? undefined : times.column().numbers,
  };
}

/** A text that is the name of a column names it, whatever SQL would make of it: `default`, `a.b`. */
function targetSql(target: UserSql, columns: readonly Column[]): UserSql {
  const name = target.text.trim();
  return columns.some((column) => column.name === name) ? { text: identifier(name) } : target;
}

/** A column to look at: one of the table, or an expression. */
interface Input extends Column {
  readonly sql: UserSql;
}

async function chosenInputs(
  source: DataSource,
  all: readonly Column[],
  ofTarget: readonly string[],
  { columns, inputs, timestamp, key = [] }: LeakageRequest,
): Promise<readonly Input[]> {
  const names = new Set(all.map((column) => column.name));
  const named = [...(columns ?? []), ...key, ...(timestamp === undefined ? [] : [timestamp])];
  const absent = named.find((name) => !names.has(name));
  if (absent !== undefined) throw unknownColumn(absent, all);
  const isChosen = ({ name }: Column) => (columns === undefined ? !ofTarget.includes(name) : columns.includes(name));
  const chosen =
    inputs === undefined
      ? all.filter(isChosen).map((column) => ({ ...column, sql: { text: identifier(column.name) } }))
      : await Promise.all(Object.entries(inputs).map((input) => boundInput(source, all, input)));
  return chosen.filter(({ type }) => type !== 'list' && type !== 'struct');
}

async function boundInput(
  source: DataSource,
  columns: readonly Column[],
  [name, sql]: readonly [string, UserSql],
): Promise<Input> {
  const { type, sqlType } = await checkSql(source, sql, { kind: 'expression', columns }, `\`${name}\``);
  return { name, type, sqlType, sql };
}

interface Statement {
  /** `c0`, `c1` ..., `y` and `t` of the rows that have a label. */
  readonly labelled: string;
  readonly bindings: Bindings;
}

interface Parts {
  readonly relation: string;
  readonly target: UserSql;
  readonly inputs: readonly Input[];
  readonly hasLabel: string;
}

function statementOf(
  { relation, target, inputs, hasLabel }: Parts,
  { timestamp, first, where }: LeakageRequest,
): Statement {
  const bindings: Bindings[] = [];
  const place = (sql: UserSql): string => {
    const placed = placeSql(sql, `p${bindings.length}`);
    bindings.push(placed.bindings);
    return placed.sql;
  };
  const selected = [
    ...inputs.map((input, index) => `${readable(place(input.sql), input)} AS c${index}`),
    `${place(target)} AS y`,
    ...(timestamp === undefined ? [] : [`TRY_CAST(${identifier(timestamp)} AS TIMESTAMP) AS t`]),
  ];
  const read = first === undefined ? relation : `(SELECT * FROM ${relation} LIMIT ${Math.trunc(first.rows)})`;
  const rows = `SELECT ${selected.join(', ')} FROM ${read}${where === undefined ? '' : ` WHERE ${place(where)}`}`;
  const most = first === undefined ? '' : ` LIMIT ${Math.trunc(first.labelled)}`;
  return {
    labelled: `SELECT * FROM (${rows}) WHERE ${hasLabel}${most}`,
    bindings: Object.assign({}, ...bindings) as Bindings,
  };
}

/** Of a long text only the beginning is looked at. */
function readable(sql: string, { type }: Column): string {
  if (type === 'string' || type === 'category') return `left(${sql}::VARCHAR, 256)`;
  return type === 'time' || type === 'timestamp' || type === 'date' ? sql : `${sql}::DOUBLE`;
}

/** Every row whose number times the golden ratio has a small fraction: an even spread that no period of the data meets. */
function spread({ labelled }: Statement, total: number, wanted: number): string {
  if (total <= wanted) return labelled;
  const limit = BigInt(Math.round((wanted / total) * 2 ** 32));
  return `SELECT * EXCLUDE (n) FROM (SELECT *, row_number() OVER () AS n FROM (${labelled})) WHERE (n * 2654435769) % 4294967296 < ${limit}`;
}

function unknownColumn(name: string, columns: readonly Column[]): Failure {
  const names = columns.map((column) => column.name).slice(0, 20);
  return new Failure('unknown-column', `the data has no column \`${name}\``, { next: `It has: ${names.join(', ')}.` });
}

function noLabel(target: string): Failure {
  return new Failure('no-label', `\`${target}\` has no value in any row`, { next: 'Look at the SQL of the target.' });
}

function wrongLabel(target: string, type: string): Failure {
  return new Failure('label-type', `\`${target}\` is a ${type}, which no model predicts`, {
    next: 'Name a target that is a number, a text or a boolean.',
  });
}
