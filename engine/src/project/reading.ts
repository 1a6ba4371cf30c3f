import type { ColumnType } from '../language/columnType.ts';
import type { CsvOptions, Dataset } from './dataset.ts';

/** What a dataset says about how its files are read. */
export interface DatasetReading {
  readonly csv: CsvOptions;
  readonly timezone?: string;
  readonly types: ReadonlyMap<string, ColumnType>;
}

export function readingOfDataset({ csv, timezone, columns }: Dataset): DatasetReading {
  const types = [...columns.values()].flatMap(({ name, type }) => (type === undefined ? [] : [[name, type] as const]));
  return { csv, types: new Map(types), ...(timezone === undefined ? {} : { timezone }) };
}
