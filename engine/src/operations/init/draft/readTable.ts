import { posix as path } from 'node:path';
import { formatOf } from '../../../data/sources/source.ts';
import type { Column } from '../../../language/columnType.ts';
import type { CsvDialect, DataSource, TableFiles } from '../../../ports/dataSource.ts';
import { identifier } from '../../../ports/sqlText.ts';
import { noTable, tooManyColumns } from './draftFailures.ts';
import { findNullTexts, type NullText } from './nullTexts.ts';
import { type TableFacts, tableFacts } from './tableFacts.ts';
import { findTimeParts, type TimeParts } from './timeParts.ts';

/** A table as its dataset is going to read it. */
export interface DraftTable {
  readonly facts: TableFacts;
  /** The same rows in a form that is quick to ask. */
  readonly files: TableFiles;
  readonly nulls: readonly NullText[];
  /** Columns of a CSV file whose type has to be said, by name. */
  readonly types: Readonly<Record<string, TypeGuess>>;
  /** A column of `facts` and `files` that the file itself does not have. */
  readonly made: TimeParts | undefined;
}

export interface TypeGuess {
  readonly sqlType: string;
  readonly why: string;
}

/** Columns of a draft at most. */
export const MOST_COLUMNS = 1000;
/** Rows from which on `modelyard validate` takes the types of a CSV file from its first rows. */
const SAMPLE_ROWS = 20_480;

/**
 * Finds how a file is best read, and what is in it. Files that are quicker to ask are made in `tmpFolder`.
 * @throws Failure of reading, `no-table`, `too-many-columns`
 */
export async function readTable(
  source: DataSource,
  {
    file,
    shown,
    tmpFolder,
    signal,
  }: { readonly file: string; readonly shown: string; readonly tmpFolder: string; readonly signal: AbortSignal },
): Promise<DraftTable> {
  const format = formatOf(file);
  const found: TableFiles = { files: [file], format, ...(format === 'csv' ? { csv: dialectOf(file) } : {}) };
  const columns = await source.columns(`SELECT * FROM ${await source.relation(found)}`);
  if (columns.length > MOST_COLUMNS) throw tooManyColumns(shown, columns.length, MOST_COLUMNS);
  const read =
    format === 'csv'
      ? await readCsv(source, { found, columns, tmpFolder, signal })
      : { files: found, nulls: [], types: {} };
  const facts = await tableFacts(source, await source.relation(read.files), signal);
  if (facts.rows === 0) throw noTable(shown, 'there are no rows below the names of the columns');
  if (facts.columns.length < 2) throw noTable(shown, `there is one column only, \`${facts.columns[0]?.name}\``);
  return { ...read, facts, made: undefined };
}

/** The same table with a column for a time that is spread over others; as it was where there is none. */
export async function withTimeParts(
  source: DataSource,
  table: DraftTable,
  { target, tmpFolder, signal }: { readonly target: string; readonly tmpFolder: string; readonly signal: AbortSignal },
): Promise<DraftTable> {
  const relation = await source.relation(table.files);
  const made = await findTimeParts(source, relation, table.facts, target, signal);
  if (made === undefined) return table;
  const file = path.join(tmpFolder, 'timed.parquet');
  const sql = `SELECT *, ${made.sql} AS ${identifier(made.name)} FROM ${relation}`;
  await source.write(sql, file, { format: 'parquet', signal });
  const files: TableFiles = { files: [file], format: 'parquet' };
  return { ...table, files, made, facts: await tableFacts(source, await source.relation(files), signal) };
}

function dialectOf(file: string): CsvDialect {
  return /\.tsv(?:\.gz|\.zst)?$/i.test(file) ? { delimiter: '\t' } : {};
}

interface CsvRead {
  readonly found: TableFiles;
  readonly columns: readonly Column[];
  readonly tmpFolder: string;
  readonly signal: AbortSignal;
}

async function readCsv(
  source: DataSource,
  { found, columns, tmpFolder, signal }: CsvRead,
): Promise<Omit<DraftTable, 'facts' | 'made'>> {
  const asParquet = async (table: TableFiles, name: string): Promise<TableFiles> => {
    const target = path.join(tmpFolder, name);
    await source.write(`SELECT * FROM ${await source.relation(table)}`, target, { format: 'parquet', signal });
    return { files: [target], format: 'parquet' };
  };
  const first = await asParquet(found, 'first.parquet');
  const nulls = await findNullTexts(source, await source.relation(first), columns, signal);
  const codes = await findCodes(source, found, columns, signal);
  const csv = {
    ...found.csv,
    ...(nulls.length > 0 ? { nulls: ['', ...nulls.map(({ text }) => text)] } : {}),
    ...(Object.keys(codes).length > 0 ? { types: sqlTypes(codes) } : {}),
  };
  const types = { ...codes, ...(await lateTypes(source, { ...found, csv })) };
  const isRead = nulls.length === 0 && Object.keys(types).length === 0;
  const files = isRead
    ? first
    : await asParquet({ ...found, csv: { ...csv, types: sqlTypes(types) } }, 'table.parquet');
  return { files, nulls, types };
}

function sqlTypes(guesses: Readonly<Record<string, TypeGuess>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(guesses).map(([name, { sqlType }]) => [name, sqlType]));
}

/** Whole numbers that are written with zeros in front, such as postal codes: they name something, and the zeros belong to the name. */
async function findCodes(
  source: DataSource,
  found: TableFiles,
  columns: readonly Column[],
  signal: AbortSignal,
): Promise<Readonly<Record<string, TypeGuess>>> {
  const whole = columns.filter(({ type }) => type === 'integer').map(({ name }) => name);
  if (whole.length === 0) return {};
  const types = Object.fromEntries(columns.map(({ name }) => [name, 'VARCHAR']));
  const texts = await source.relation({ ...found, csv: { ...found.csv, types, sampleRows: SAMPLE_ROWS } });
  const items = whole.map((name, index) => {
    const value = identifier(name);
    return `count(*) FILTER (regexp_full_match(${value}, '0\\d+') AND length(${value}) >= 4) AS zeros${index}, any_value(${value}) FILTER (regexp_full_match(${value}, '0\\d+')) AS one${index}`;
  });
  const [row = {}] = await source.rows(`SELECT ${items.join(', ')} FROM ${texts}`, {}, { signal });
  return Object.fromEntries(
    whole.flatMap((name, index): [string, TypeGuess][] =>
      Number(row[`zeros${index}`]) === 0
        ? []
        : [
            [
              name,
              { sqlType: 'VARCHAR', why: `a code and no number: zeros stand in front, as in ${row[`one${index}`]}` },
            ],
          ],
    ),
  );
}

/** Columns whose first rows look like another type than all rows have; checks look at the first rows. */
async function lateTypes(source: DataSource, table: TableFiles): Promise<Readonly<Record<string, TypeGuess>>> {
  const all = await source.columns(`SELECT * FROM ${await source.relation(table)}`);
  const sampled = { ...table, csv: { ...table.csv, sampleRows: SAMPLE_ROWS } };
  const first = await source.columns(`SELECT * FROM ${await source.relation(sampled)}`);
  return Object.fromEntries(
    all.flatMap(({ name, sqlType }, index): [string, TypeGuess][] =>
      first[index]?.sqlType === sqlType
        ? []
        : [[name, { sqlType, why: `the first rows alone look like ${first[index]?.sqlType}` }]],
    ),
  );
}
