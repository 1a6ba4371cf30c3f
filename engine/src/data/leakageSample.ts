import { Failure } from '../failure.ts';
import type { Column } from '../language/columnType.ts';
import type { Bindings, DataSource, Values } from '../ports/dataSource.ts';
import { identifier } from '../ports/sqlText.ts';
import type { LeakageRequest } from './leakage.ts';
import { columnBuilder, type SampleColumn } from './leakageColumn.ts';
import { type Label, labelOf } from './leakageLabel.ts';
import { checkSql, placeSql, type UserSql } from './userSql.ts';

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
  const chosen = chosenColumns(all, bound.reads, request);
  const hasLabel = bound.type === 'float' ? 'isfinite(y)' : 'y IS NOT NULL';
  const statement = statementOf(relation, target, chosen, { ...request, hasLabel });
  const options = { signal: request.signal };
  const [counted] = await source.rows(`SELECT count(*) AS n FROM (${statement.labelled})`, statement.bindings, options);
  const total = Number(counted!['n']);
  if (total === 0) throw noLabel(request.target.text);
  const wanted = Math.min(MOST_ROWS, Math.floor(MOST_CELLS / (chosen.length + 1)));
  const builders = chosen.map((column) => columnBuilder(column));
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

function chosenColumns(
  all: readonly Column[],
  ofTarget: readonly string[],
  { columns, timestamp, key = [] }: LeakageRequest,
): readonly Column[] {
  const byName = new Map(all.map((column) => [column.name, column]));
  const named = [...(columns ?? []), ...key, ...(timestamp === undefined ? [] : [timestamp])];
  const absent = named.find((name) => !byName.has(name));
  if (absent !== undefined) throw unknownColumn(absent, all);
  const chosen =
    columns === undefined
      ? all.filter(({ name }) => !ofTarget.includes(name))
      : columns.map((name) => byName.get(name)!);
  return chosen.filter(({ type }) => type !== 'list' && type !== 'struct');
}

interface Statement {
  /** `c0`, `c1` ..., `y` and `t` of the rows that have a label. */
  readonly labelled: string;
  readonly bindings: Bindings;
}

function statementOf(
  relation: string,
  target: UserSql,
  columns: readonly Column[],
  { timestamp, firstRows, hasLabel }: LeakageRequest & { readonly hasLabel: string },
): Statement {
  const placed = placeSql(target, 'y');
  const read = firstRows === undefined ? relation : `(SELECT * FROM ${relation} LIMIT ${Math.trunc(firstRows)})`;
  const selected = [
    ...columns.map((column, index) => `${readable(column)} AS c${index}`),
    `${placed.sql} AS y`,
    ...(timestamp === undefined ? [] : [`TRY_CAST(${identifier(timestamp)} AS TIMESTAMP) AS t`]),
  ];
  const rows = `SELECT ${selected.join(', ')} FROM ${read}`;
  return { labelled: `SELECT * FROM (${rows}) WHERE ${hasLabel}`, bindings: placed.bindings };
}

/** Of a long text only the beginning is looked at. */
function readable({ name, type }: Column): string {
  const column = identifier(name);
  if (type === 'string' || type === 'category') return `left(${column}::VARCHAR, 256)`;
  return type === 'time' || type === 'timestamp' || type === 'date' ? column : `${column}::DOUBLE`;
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
