import { posix } from 'node:path';
import { columnsOf } from '../data/versions/datasetVersion.ts';
import type { Column } from '../language/columnType.ts';
import type { DataSource, TableFiles } from '../ports/dataSource.ts';

/** Files of a dataset that are looked at, spread evenly over all: a look costs some milliseconds. */
const LOOKS = 16;

/**
 * How files of one table differ in their columns, in words for people; undefined where those that were looked at do not. Absent columns
 * are read as null, and a column that is text in one file is read as text from all.
 * @param columns of the whole table
 */
export async function unlikeFiles(
  data: DataSource,
  table: TableFiles,
  columns: readonly Column[],
): Promise<string | undefined> {
  if (table.files.length < 2) return undefined;
  const absent = new Map<string, string>();
  const texts: { file: string; name: string }[] = [];
  const others: { file: string; name: string; sqlType: string }[] = [];
  for (const file of spread(table.files)) {
    const own = new Map(
      (await columnsOf(data, oneFile(table, file))).map((column) => [column.name.toLowerCase(), column]),
    );
    for (const { name, type } of columns) {
      const column = own.get(name.toLowerCase());
      if (column === undefined) absent.set(name, absent.get(name) ?? file);
      else if (type === 'string' && column.type === 'string') texts.push({ file, name });
      else if (type === 'string' && column.type !== 'category') others.push({ file, name, sqlType: column.sqlType });
    }
  }
  const parts = [...absent]
    .slice(0, 3)
    .map(([name, file]) => `${posix.basename(file)} has no column \`${name}\`, which is null in its rows`);
  const other = others.find(({ name }) => texts.some((text) => text.name === name));
  const text = texts.find(({ name }) => name === other?.name);
  if (other && text)
    parts.push(
      `\`${other.name}\` is ${other.sqlType} in ${posix.basename(other.file)} and text in ${posix.basename(text.file)}, so all of it is read as text`,
    );
  return parts.length === 0 ? undefined : parts.join('; ');
}

/** Types that the dataset gives by name are of columns that this file may not have. */
function oneFile(table: TableFiles, file: string): TableFiles {
  const { types: _, ...csv } = table.csv ?? {};
  return { ...table, files: [file], ...(table.csv ? { csv } : {}) };
}

function spread(files: readonly string[]): readonly string[] {
  if (files.length <= LOOKS) return files;
  return Array.from({ length: LOOKS }, (_, index) => files[Math.round((index * (files.length - 1)) / (LOOKS - 1))]!);
}
