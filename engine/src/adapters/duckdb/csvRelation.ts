import type { DuckDBConnection } from '@duckdb/node-api';
import { sourceCorrupt, sourceDuplicateColumn } from '../../failure.ts';
import type { CsvDialect } from '../../ports/dataSource.ts';
import { listLiteral, literal } from '../../ports/sqlText.ts';
import { type CsvHead, readCsvHead } from './csvHead.ts';
import { readEngineError } from './engineError.ts';

/**
 * SQL that reads CSV files with a dialect and types that are fixed here. DuckDB's own guess from the first rows is not enough:
 * over ragged rows it takes another dialect and skips rows, and 5.5 below 20,000 integers is read as 6.
 */
export async function csvRelation(
  connection: DuckDBConnection,
  files: readonly string[],
  dialect: CsvDialect,
): Promise<string> {
  const shapes: { file: string; options: string }[] = [];
  for (const file of files) shapes.push({ file, options: await readOptions(connection, file, dialect) });
  const [first] = shapes;
  if (shapes.every((shape) => shape.options === first!.options))
    return `read_csv(${listLiteral(files)}, ${first!.options})`;
  const parts = shapes.map(({ file, options }) => `SELECT * FROM read_csv(${listLiteral([file])}, ${options})`);
  return `(${parts.join(' UNION ALL BY NAME ')})`;
}

async function readOptions(connection: DuckDBConnection, file: string, dialect: CsvDialect): Promise<string> {
  const quote = dialect.quote ?? '"';
  const head = await readCsvHead(file, { quote, ...(dialect.delimiter && { delimiter: dialect.delimiter }) });
  const header = dialect.header ?? true;
  if (header) refuseDuplicates(file, head.names);
  const fixed = [
    `header = ${header}`,
    `nullstr = ${listLiteral(dialect.nulls ?? [''])}`,
    `delim = ${literal(head.delimiter)}`,
    `quote = ${literal(quote)}`,
    `escape = ${literal(quote)}`,
  ].join(', ');
  const columns = await typedColumns(connection, file, `${fixed}, skip = 0, comment = ''`, dialect).catch((error) =>
    explain(connection, file, fixed, head, error),
  );
  const formats = await timeFormats(connection, file, fixed, columns);
  return `${fixed}, ${formats}auto_detect = false, columns = ${structOf(columns)}`;
}

/** DuckDB takes upper and lower case for one, and would rename the second without a word. */
function refuseDuplicates(file: string, names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names.map((one) => one.trim())) {
    if (name !== '' && seen.has(name.toLowerCase())) throw sourceDuplicateColumn(file, name);
    seen.add(name.toLowerCase());
  }
}

type NamedType = readonly [name: string, type: string];

/** Types that hold for every row (or for the first `sampleRows`), with those the dialect names. */
async function typedColumns(
  connection: DuckDBConnection,
  file: string,
  options: string,
  dialect: CsvDialect,
): Promise<readonly NamedType[]> {
  const sample = `sample_size = ${Math.trunc(dialect.sampleRows ?? -1)}`;
  const prepared = await connection.prepare(`SELECT * FROM read_csv(${listLiteral([file])}, ${options}, ${sample})`);
  try {
    return Array.from({ length: prepared.columnCount }, (_, index) => {
      const name = prepared.columnName(index);
      const declared = dialect.types && Object.hasOwn(dialect.types, name) ? dialect.types[name] : undefined;
      return [name, declared ?? prepared.columnType(index).toString()] as const;
    });
  } finally {
    prepared.destroySync();
  }
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
  await connection.run(`SELECT count(*) FROM read_csv(${listLiteral([file])}, ${options})`).catch((found) => {
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
