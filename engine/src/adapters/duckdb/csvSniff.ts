import type { DuckDBConnection } from '@duckdb/node-api';
import { sourceCorrupt, sourceDuplicateColumn } from '../../failure.ts';
import type { CsvDialect } from '../../ports/dataSource.ts';
import { listLiteral, literal } from '../../ports/sqlText.ts';
import { columnTypes, type NamedType } from './columnTypes.ts';
import { type CsvHead, readCsvHead } from './csvHead.ts';
import { readEngineError } from './engineError.ts';

/** What a look at a CSV file tells. */
export interface SniffedCsv {
  readonly file: string;
  /** Options of `read_csv` that fix its dialect and the formats of its times. */
  readonly options: string;
  /** Whether times are written in a format of their own. */
  readonly hasTimeFormat: boolean;
  /** Names and types of its columns, which hold for every row (or for the first `sampleRows`). */
  readonly columns: readonly NamedType[];
}

export async function sniffCsv(connection: DuckDBConnection, file: string, csv: CsvDialect): Promise<SniffedCsv> {
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
  const columns = await foundColumns(connection, file, `${fixed}, skip = 0, comment = ''`, csv).catch((error) =>
    explain(connection, file, fixed, head, error),
  );
  const formats = await timeFormats(connection, file, fixed, columns);
  return { file, options: `${fixed}, ${formats}`, hasTimeFormat: formats.includes('timestampformat'), columns };
}

/** SQL of a struct of names and types, as `columns` of `read_csv` takes it. */
export function structOf(columns: readonly NamedType[]): string {
  return `{${columns.map(([name, type]) => `${literal(name)}: ${literal(type)}`).join(', ')}}`;
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
