import type { DuckDBConnection } from '@duckdb/node-api';
import { csvNoTime, csvTypeOfNoColumn, csvTypeUnknown } from '../../failure.ts';
import type { CsvDialect, TableFiles } from '../../ports/dataSource.ts';
import { identifier, listLiteral } from '../../ports/sqlText.ts';
import { columnTypes, type NamedType } from './columnTypes.ts';
import { csvColumn } from './csvColumn.ts';
import { type SniffedCsv, sniffCsv, structOf } from './csvSniff.ts';
import { readEngineError } from './engineError.ts';
import { type Replacements, replaced, zoneOf } from './localTimes.ts';
import { partitionOptions } from './partitions.ts';

/**
 * SQL that reads CSV files with a dialect and types that are fixed here. DuckDB's own guess from the first rows is not enough:
 * over ragged rows it takes another dialect and skips rows, and 5.5 below 20,000 integers is read as 6.
 */
export async function csvRelation(connection: DuckDBConnection, table: TableFiles): Promise<string> {
  const sniffed: SniffedCsv[] = [];
  for (const file of table.files) sniffed.push(await sniffCsv(connection, file, table.csv ?? {}));
  refuseUnknownNames(table, sniffed);
  const parts = new Map<string, { readonly way: Way; readonly files: string[] }>();
  for (const file of await withTypesOfOthers(connection, sniffed)) {
    const way = wayOf(file, table);
    const key = JSON.stringify([way.options, [...way.items]]);
    const part = parts.get(key);
    if (part) part.files.push(file.file);
    else parts.set(key, { way, files: [file.file] });
  }
  const read = [...parts.values()].map(({ way, files }) =>
    replaced(`read_csv(${listLiteral(files)}, ${way.options}, ${partitionOptions(table)})`, way.items),
  );
  if (table.csv?.types !== undefined) {
    await refuseUnknownTypes(connection, table.files[0]!, read);
    for (const file of sniffed) await refuseTexts(connection, file, table.csv);
  }
  return read.length === 1 ? read[0]! : `(${read.map((part) => `SELECT * FROM ${part}`).join(' UNION ALL BY NAME ')})`;
}

/** How a file is read. */
interface Way {
  readonly options: string;
  readonly items: Replacements;
}

function wayOf({ options, hasTimeFormat, columns: found }: SniffedCsv, table: TableFiles): Way {
  const types = table.csv?.types ?? {};
  const zone = zoneOf(table);
  const columns = found.map(([name, type]) => {
    const declared = Object.hasOwn(types, name) ? types[name] : undefined;
    return csvColumn(name, { found: type, declared, zone, hasTimeFormat });
  });
  const items = columns.flatMap(({ name, item }) => (item === undefined ? [] : [[name, item] as const]));
  const struct = structOf(columns.map(({ name, type }) => [name, type]));
  return { options: `${options}auto_detect = false, columns = ${struct}`, items: new Map(items) };
}

/**
 * A column without a value in one file is no text because of that: it has the type of the other files. Dates are times where other files
 * have times, so that they are times of the same zone.
 */
async function withTypesOfOthers(
  connection: DuckDBConnection,
  sniffed: readonly SniffedCsv[],
): Promise<readonly SniffedCsv[]> {
  const types = new Map<string, string>();
  for (const [name, type] of sniffed.flatMap(({ columns }) => columns))
    if (type !== 'VARCHAR' && (type === 'TIMESTAMP' || !types.has(name))) types.set(name, type);
  const typed: SniffedCsv[] = [];
  for (const file of sniffed) {
    const texts = file.columns.filter(([name, type]) => type === 'VARCHAR' && types.has(name));
    const empty = await emptyColumns(connection, file, texts);
    const columns = file.columns.map(([name, type]): NamedType => {
      const other = types.get(name);
      const takes = empty.has(name) || (type === 'DATE' && other === 'TIMESTAMP');
      return [name, takes && other !== undefined ? other : type];
    });
    typed.push({ ...file, columns });
  }
  return typed;
}

async function emptyColumns(
  connection: DuckDBConnection,
  sniffed: SniffedCsv,
  among: readonly NamedType[],
): Promise<ReadonlySet<string>> {
  if (among.length === 0) return new Set();
  const counts = among.map(([name]) => `count(${identifier(name)})`).join(', ');
  const [row] = await (await connection.run(`SELECT ${counts} FROM ${asTexts(sniffed)}`)).getRows();
  return new Set(among.flatMap(([name], index) => (Number(row![index]) === 0 ? [name] : [])));
}

/** A name that no file has is a slip of the pen: its column would be read with another type than was meant. */
function refuseUnknownNames({ files, csv }: TableFiles, sniffed: readonly SniffedCsv[]): void {
  const found = new Set(sniffed.flatMap(({ columns }) => columns.map(([name]) => name)));
  const unknown = Object.keys(csv?.types ?? {}).find((name) => !found.has(name));
  if (unknown !== undefined) throw csvTypeOfNoColumn(files[0]!, unknown, [...found]);
}

/** Texts that are declared times and are not found to be: DuckDB casts them without saying where the one stands that is none. */
async function refuseTexts(connection: DuckDBConnection, sniffed: SniffedCsv, csv: CsvDialect): Promise<void> {
  const types = csv.types ?? {};
  for (const [name, type] of sniffed.columns) {
    const declared = Object.hasOwn(types, name) ? (types[name] ?? '') : '';
    if (type !== 'VARCHAR' || !/^(?:timestamp|datetime)/i.test(declared)) continue;
    const text = identifier(name);
    const result = await connection.run(
      `SELECT row, text FROM (SELECT row_number() OVER () AS row, ${text} AS text FROM ${asTexts(sniffed)})
       WHERE text IS NOT NULL AND try_cast(text AS TIMESTAMP WITH TIME ZONE) IS NULL ORDER BY row LIMIT 1`,
    );
    const [first] = await result.getRows();
    if (first === undefined) continue;
    const line = Number(first[0]) + (csv.header === false ? 0 : 1);
    throw csvNoTime(sniffed.file, { column: name, text: String(first[1]), line });
  }
}

function asTexts({ file, options, columns }: SniffedCsv): string {
  const struct = structOf(columns.map(([name]) => [name, 'VARCHAR']));
  return `read_csv(${listLiteral([file])}, ${options}auto_detect = false, hive_partitioning = false, columns = ${struct})`;
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
