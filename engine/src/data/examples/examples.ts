import { randomUUID } from 'node:crypto';
import { Failure, keyNotUnique } from '../../failure.ts';
import type { Column } from '../../language/columnType.ts';
import type { Bindings, DataSource } from '../../ports/dataSource.ts';
import { identifier } from '../../ports/sqlText.ts';
import { carriedColumns, joinToExamples, placedRows } from '../features/toExamples.ts';
import { quickHashSql, rowIdSql } from '../rowId.ts';
import { checkSql, type PlacedSql, placeSql, type UserSql } from '../userSql.ts';
import { ROW_ID, TIMESTAMP } from './exampleNames.ts';
import type { ExamplesRequest } from './examplesRequest.ts';

export { ROW_ID, TIMESTAMP } from './exampleNames.ts';

export interface Examples {
  readonly rows: number;
  /** Rows of the dataset that `where` keeps and that have no label; they are left out. */
  readonly withoutLabel: number;
  /** `row_id`, `timestamp` (where the dataset has one), inputs, features, label. */
  readonly columns: readonly Column[];
  readonly inputs: readonly string[];
  /** Names of dataset columns that each input and the label read. */
  readonly reads: Readonly<Record<string, readonly string[]>>;
}

/**
 * Writes labelled rows to a Parquet file, ordered by (timestamp, row id): equal data gives equal bytes on any number of threads.
 * Times without zone are UTC. Equal rows without a key are numbered: `HASH`, `HASH-2` ...
 * @throws Failure `sql-refused`, `unknown-column`, `name-taken`, `key-not-unique`, `no-examples`, `no-timestamp`, and as `joinFeatures`
 */
export async function makeExamples(source: DataSource, request: ExamplesRequest): Promise<Examples> {
  const relation = await source.relation(request.files);
  const columns = await source.columns(`SELECT * FROM ${relation}`);
  const { reads, inputs } = await checkRequest(source, columns, request);
  const statement = statementOf(relation, columns, request);
  const options = { signal: request.signal };
  const counted = await countRows(source, statement, options);
  if (counted.kept === 0) throw noExamples(request, counted.withoutLabel);
  if (request.key !== undefined) await checkKey(source, statement, request.key, options);
  const repeated = request.key === undefined ? await findRepeated(source, statement, options) : undefined;
  try {
    const sql = orderedSql(statement, repeated);
    const { features } = request;
    const written =
      features === undefined
        ? await source.write(sql, request.file, { bindings: statement.bindings, ...options })
        : await joinToExamples(source, { sql, bindings: statement.bindings, columns }, { ...request, features });
    return {
      rows: written.rows,
      withoutLabel: counted.withoutLabel,
      columns: written.columns,
      inputs: [...inputs, ...featureNames(request)],
      reads,
    };
  } finally {
    if (repeated !== undefined) await source.execute(`DROP TABLE ${repeated}`);
  }
}

async function checkRequest(source: DataSource, columns: readonly Column[], request: ExamplesRequest) {
  const scope = { kind: 'expression', columns } as const;
  const reads: Record<string, readonly string[]> = {};
  for (const name of [...(request.timestamp ? [request.timestamp] : []), ...(request.key ?? [])]) {
    if (!columns.some((column) => column.name === name)) throw unknownColumn(name, columns);
  }
  if (request.where) await checkSql(source, request.where, { ...scope, kind: 'predicate' }, '`where`');
  for (const [name, sql] of namedSql(request)) {
    if (name === ROW_ID || (name === TIMESTAMP && request.timestamp !== undefined) || Object.hasOwn(reads, name)) {
      throw nameTaken(name);
    }
    reads[name] = (await checkSql(source, sql, scope, `\`${name}\``)).reads;
  }
  const taken = new Set([ROW_ID, TIMESTAMP, ...Object.keys(reads)]);
  for (const name of featureNames(request)) {
    if (taken.has(name)) throw nameTaken(name);
    taken.add(name);
  }
  if (request.features !== undefined && request.timestamp === undefined) throw noTimestamp();
  return { reads, inputs: Object.keys(request.columns) };
}

/** Names of the features, prefixes before them. */
function featureNames({ features }: ExamplesRequest): readonly string[] {
  return (features?.joins ?? []).flatMap(({ view, fields, prefix }) =>
    (fields ?? view.fields.map((field) => field.name)).map((name) => prefix + name),
  );
}

function namedSql(request: ExamplesRequest): (readonly [string, UserSql])[] {
  const label = request.label ? [[request.label.name, request.label.sql] as const] : [];
  return [...Object.entries(request.columns), ...label];
}

/** Pieces of SQL over the rows that are kept. */
interface Statement {
  readonly bindings: Bindings;
  readonly relation: string;
  readonly where: string;
  /** `label IS NOT NULL`, or true. */
  readonly labelled: string;
  readonly rowId: string;
  readonly quickHash: string;
  /** `row_id`, `timestamp`, inputs, label. */
  readonly selected: string;
  readonly order: string;
}

function statementOf(relation: string, columns: readonly Column[], request: ExamplesRequest): Statement {
  const placed: PlacedSql[] = [];
  const place = (sql: UserSql): string => {
    const one = placeSql(sql, `s${placed.length}`);
    placed.push(one);
    return one.sql;
  };
  const where = request.where ? place(request.where) : 'true';
  const inputs = Object.entries(request.columns).map(([name, sql]) => `${place(sql)} AS ${identifier(name)}`);
  const label = request.label && place(request.label.sql);
  const rowId = rowIdSql(columns, request.key);
  const carried = request.features === undefined ? [] : carriedColumns(request.features.joins);
  const time = request.timestamp && `${identifier(request.timestamp)}::TIMESTAMP AS ${identifier(TIMESTAMP)}`;
  const ending = label === undefined ? [] : [`${label} AS ${identifier(request.label!.name)}`];
  return {
    bindings: Object.assign({}, ...placed.map((one) => one.bindings)) as Bindings,
    relation: request.features === undefined ? relation : placedRows(relation),
    where,
    labelled: label === undefined ? 'true' : `(${label} IS NOT NULL)`,
    rowId,
    quickHash: quickHashSql(columns),
    selected: [`${rowId} AS ${identifier(ROW_ID)}`, ...(time ? [time] : []), ...inputs, ...ending, ...carried].join(
      ', ',
    ),
    order: `${time ? `${identifier(TIMESTAMP)} NULLS LAST, ` : ''}${identifier(ROW_ID)}`,
  };
}

interface RunOptions {
  readonly signal: AbortSignal | undefined;
}

async function countRows(source: DataSource, { relation, where, labelled, bindings }: Statement, options: RunOptions) {
  const [row] = await source.rows(
    `SELECT count(*) FILTER (${labelled}) AS kept, count(*) AS passed FROM ${relation} WHERE ${where}`,
    bindings,
    options,
  );
  const kept = Number(row!['kept']);
  return { kept, withoutLabel: Number(row!['passed']) - kept };
}

async function checkKey(source: DataSource, statement: Statement, key: readonly string[], options: RunOptions) {
  const absent = key.map((name) => `${identifier(name)} IS NULL`).join(' OR ');
  const [row] = await source.rows(
    `SELECT CASE WHEN ${absent} THEN NULL ELSE ${statement.rowId} END AS id, count(*) AS times FROM ${statement.relation}
     WHERE ${statement.where} AND ${statement.labelled} GROUP BY 1 HAVING count(*) > 1 OR id IS NULL ORDER BY 1 NULLS FIRST LIMIT 1`,
    statement.bindings,
    options,
  );
  if (row !== undefined)
    throw keyNotUnique(key, row['id'] === null ? undefined : String(row['id']), Number(row['times']));
}

/** Name of a table that holds the quick hashes of rows that stand more than once. */
async function findRepeated(source: DataSource, statement: Statement, options: RunOptions): Promise<string> {
  const table = identifier(`repeated ${randomUUID()}`);
  await source.execute(
    `CREATE TABLE ${table} AS SELECT ${statement.quickHash} AS hash FROM ${statement.relation}
     WHERE ${statement.where} AND ${statement.labelled} GROUP BY 1 HAVING count(*) > 1`,
    statement.bindings,
    options,
  );
  return table;
}

/** Only rows that may stand twice pass a window, which would otherwise hold the whole table. */
function orderedSql(statement: Statement, repeated: string | undefined): string {
  const { selected, relation, where, labelled, quickHash, order } = statement;
  const rows = `SELECT ${selected} FROM ${relation} WHERE ${where} AND ${labelled}`;
  if (repeated === undefined) return `${rows} ORDER BY ${order}`;
  const id = identifier(ROW_ID);
  return `${rows} AND ${quickHash} NOT IN (SELECT hash FROM ${repeated})
    UNION ALL
    SELECT * EXCLUDE ("occurrence of row") REPLACE (
      CASE WHEN "occurrence of row" = 1 THEN ${id} ELSE ${id} || '-' || "occurrence of row" END AS ${id})
    FROM (SELECT *, row_number() OVER (PARTITION BY ${id}) AS "occurrence of row"
          FROM (${rows} AND ${quickHash} IN (SELECT hash FROM ${repeated})))
    ORDER BY ${order}`;
}

function unknownColumn(name: string, columns: readonly Column[]): Failure {
  const names = columns.map((column) => column.name).slice(0, 20);
  return new Failure('unknown-column', `the data has no column \`${name}\``, { next: `It has: ${names.join(', ')}.` });
}

function nameTaken(name: string): Failure {
  return new Failure('name-taken', `the name \`${name}\` is taken in a table of examples`, {
    next: `Give it another name; \`${ROW_ID}\` and \`${TIMESTAMP}\` are made by data/examples, and inputs and label differ.`,
  });
}

function noTimestamp(): Failure {
  return new Failure(
    'no-timestamp',
    'features are joined as they were known at the timestamp of a row, and the dataset has none',
    {
      next: 'Say `timestamp:` in the dataset, or take `features` out.',
    },
  );
}

function noExamples(request: ExamplesRequest, withoutLabel: number): Failure {
  if (request.where === undefined && withoutLabel === 0)
    return new Failure('no-examples', 'the dataset has no row', { next: 'Look at the files of its `source`.' });
  const why = withoutLabel > 0 ? `; ${withoutLabel} rows have no \`${request.label?.name}\`` : '';
  return new Failure(
    'no-examples',
    `no row is left${request.where ? ` by \`where: ${request.where.text}\`` : ''}${why}`,
    {
      next: 'Widen `where`, or look at the SQL of the label.',
    },
  );
}
