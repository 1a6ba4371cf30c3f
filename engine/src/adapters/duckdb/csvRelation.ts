import type { DuckDBConnection } from '@duckdb/node-api';
import { csvTypeOfNoColumn, csvTypeUnknown, sourceCorrupt, sourceDuplicateColumn } from '../../failure.ts';
import type { CsvDialect, TableFiles } from '../../ports/dataSource.ts';
import { identifier, listLiteral, literal } from '../../ports/sqlText.ts';
import { columnTypes, type NamedType } from './columnTypes.ts';
import { type CsvHead, readCsvHead } from './csvHead.ts';
import { readEngineError } from './engineError.ts';
import {
  instantOfText,
  isInstant,
  isLocalTime,
  type Replacements,
  replaced,
  utcOfInstant,
  utcOfLocal,
  utcOfText,
  type Zone,
  zoneOf,
} from './localTimes.ts';
import { partitionOptions } from './partitions.ts';

/**
 * SQL that reads CSV files with a dialect and types that are fixed here. DuckDB's own guess from the first rows is not enough:
 * over ragged rows it takes another dialect and skips rows, and 5.5 below 20,000 integers is read as 6.
 */
export async function csvRelation(connection: DuckDBConnection, table: TableFiles): Promise<string> {
  const parts = new Map<string, { readonly way: Way; readonly files: string[] }>();
  const found = new Set<string>();
  for (const file of table.files) {
    const way = await readingOf(connection, file, table);
    for (const name of way.names) found.add(name);
    const key = JSON.stringify([way.options, [...way.items]]);
    const part = parts.get(key);
    if (part) part.files.push(file);
    else parts.set(key, { way, files: [file] });
  }
  refuseUnknownNames(table, found);
  const read = [...parts.values()].map(({ way, files }) =>
    replaced(`read_csv(${listLiteral(files)}, ${way.options}, ${partitionOptions(table)})`, way.items),
  );
  if (table.csv?.types !== undefined) await refuseUnknownTypes(connection, table.files[0]!, read);
  return read.length === 1 ? read[0]! : `(${read.map((part) => `SELECT * FROM ${part}`).join(' UNION ALL BY NAME ')})`;
}

/** How one file is read. */
interface Way {
  readonly names: readonly string[];
  readonly options: string;
  readonly items: Replacements;
}

async function readingOf(connection: DuckDBConnection, file: string, table: TableFiles): Promise<Way> {
  const { csv = {} } = table;
  const zone = zoneOf(table);
  const quote = csv.quote ?? '"';
  const head = await readCsvHead(file, { quote, ...(csv.delimiter && { delimiter: csv.delimiter }) });
  const header = csv.header ?? true;
  if (header) refuseDuplicates(file, head.names);
  const fixed = [
    `header = ${header}`,
    `nullstr = ${listLiteral(csv.nulls ?? [''])}`,
    `delim = ${literal(head.delimiter)}`,
    `quote = ${literal(quote)}`,
    `escape = ${literal(quote)}`,
  ].join(', ');
  const found = await foundColumns(connection, file, `${fixed}, skip = 0, comment = ''`, csv).catch((error) =>
    explain(connection, file, fixed, head, error),
  );
  const formats = await timeFormats(connection, file, fixed, found);
  const types = csv.types ?? {};
  const columns = found.map(([name, type]) =>
    csvColumn(name, { found: type, declared: Object.hasOwn(types, name) ? types[name] : undefined, zone, formats }),
  );
  const struct = structOf(columns.map(({ name, type }) => [name, type]));
  const items = columns.flatMap(({ name, item }) => (item === undefined ? [] : [[name, item] as const]));
  return {
    names: found.map(([name]) => name),
    options: `${fixed}, ${formats}auto_detect = false, columns = ${struct}`,
    items: new Map(items),
  };
}

interface CsvColumn {
  readonly name: string;
  /** The type that it is read with. */
  readonly type: string;
  /** What stands for it instead of what was read. */
  readonly item?: string;
}

/**
 * Read as TIMESTAMP, DuckDB leaves zones out that stand in the texts; read WITH TIME ZONE, it takes texts without one for UTC.
 * So a time of the zone is told by its text, unless all texts have a format of their own, in which there is a zone or not.
 */
function csvColumn(
  name: string,
  from: {
    readonly found: string;
    readonly declared: string | undefined;
    readonly zone: Zone | undefined;
    readonly formats: string;
  },
): CsvColumn {
  const { found, zone, formats } = from;
  const wanted = from.declared ?? found;
  const declared = wanted.toUpperCase();
  const column = identifier(name);
  const isLocal = isLocalTime(declared) || declared === 'DATETIME';
  if (!isLocal && !isInstant(declared)) return { name, type: wanted };
  if (isLocal && (isLocalTime(found) || found === 'DATE'))
    return zone === undefined ? { name, type: wanted } : { name, type: 'TIMESTAMP', item: utcOfLocal(column, zone) };
  if (zone === undefined || formats.includes('timestampformat')) {
    const read = { name, type: 'TIMESTAMP WITH TIME ZONE' };
    return isLocal ? { ...read, item: utcOfInstant(column) } : read;
  }
  return { name, type: 'VARCHAR', item: isLocal ? utcOfText(column, zone) : instantOfText(column, zone) };
}

/** A name that no file has is a slip of the pen: its column would be read with another type than was meant. */
function refuseUnknownNames({ files, csv }: TableFiles, found: ReadonlySet<string>): void {
  const unknown = Object.keys(csv?.types ?? {}).find((name) => !found.has(name));
  if (unknown !== undefined) throw csvTypeOfNoColumn(files[0]!, unknown, [...found]);
}

async function refuseUnknownTypes(connection: DuckDBConnection, file: string, read: readonly string[]): Promise<void> {
  for (const from of read)
    await columnTypes(connection, from).catch((error) => {
      const message = readEngineError(error)?.message;
      throw message !== undefined && /\btype\b/i.test(message)
        ? csvTypeUnknown(file, message.split('\n', 1)[0]!)
        : error;
    });
}

/** DuckDB takes upper and lower case for one, and would rename the second without a word. */
function refuseDuplicates(file: string, names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names.map((one) => one.trim())) {
    if (name !== '' && seen.has(name.toLowerCase())) throw sourceDuplicateColumn(file, name);
    seen.add(name.toLowerCase());
  }
}

/** Types that hold for every row (or for the first `sampleRows`). */
async function foundColumns(
  connection: DuckDBConnection,
  file: string,
  options: string,
  dialect: CsvDialect,
): Promise<readonly NamedType[]> {
  const sample = `sample_size = ${Math.trunc(dialect.sampleRows ?? -1)}`;
  return columnTypes(connection, `read_csv(${listLiteral([file])}, ${options}, ${sample}, hive_partitioning = false)`);
}

/** Dates that are not written as in ISO 8601 need the format that DuckDB found; it looks at every row again. */
async function timeFormats(
  connection: DuckDBConnection,
  file: string,
  fixed: string,
  columns: readonly NamedType[],
): Promise<string> {
  if (!columns.some(([, type]) => /^(?:DATE|TIMESTAMP)/.test(type))) return '';
  const find = async (sample: number) => {
    const sql = `SELECT DateFormat, TimestampFormat FROM sniff_csv(${literal(file)}, ${fixed}, sample_size = ${sample})`;
    const [row] = await (await connection.run(sql)).getRows();
    return row!.map((format) => (format === null ? '' : String(format)));
  };
  const isIso = (format: string) => format === '' || format.startsWith('%Y-%m-%d');
  const [date, time] = (await find(20_480)).every(isIso) ? ['', ''] : await find(-1);
  return (date ? `dateformat = ${literal(date)}, ` : '') + (time ? `timestampformat = ${literal(time)}, ` : '');
}

/** Where DuckDB cannot tell what is wrong, reading all as text finds the line. */
async function explain(
  connection: DuckDBConnection,
  file: string,
  fixed: string,
  head: CsvHead,
  error: unknown,
): Promise<never> {
  if (!/Error when sniffing/.test(readEngineError(error)?.message ?? '')) throw error;
  const columns = head.names.map((_, index): NamedType => [`column${index}`, 'VARCHAR']);
  const options = `${fixed}, auto_detect = false, columns = ${structOf(columns)}`;
  await connection
    .run(`SELECT count(*) FROM read_csv(${listLiteral([file])}, ${options}, hive_partitioning = false)`)
    .catch((found) => {
      const told = readEngineError(found)?.message.startsWith('CSV Error on Line');
      throw told ? found : notOneDialect(file);
    });
  throw notOneDialect(file);
}

function notOneDialect(file: string): Error {
  return sourceCorrupt(
    file,
    'the rows do not follow one CSV dialect (mixed line ends, quotes inside of values)',
    'Write the file again with one kind of line end and with quotes doubled inside of quotes.',
  );
}

function structOf(columns: readonly NamedType[]): string {
  return `{${columns.map(([name, type]) => `${literal(name)}: ${literal(type)}`).join(', ')}}`;
}
