import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { openDuckDb } from '../../../engine/src/adapters/duckdb/duckDb.ts';
import type { DataSource, TableFiles } from '../../../engine/src/ports/dataSource.ts';
import { temporaryFolder } from '../../kit/temporaryFolder.ts';

export interface Data {
  readonly source: DataSource;
  readonly folder: string;
  /** A CSV table written down in the test; its text may be indented. */
  csv(text: string, name?: string): TableFiles;
  /** A table that a SELECT gives. */
  table(sql: string): Promise<TableFiles>;
  rows(file: string): Promise<readonly unknown[]>;
}

/** A data source in a folder of this test. */
export async function openData(t: TestContext, threads = 2): Promise<Data> {
  const folder = temporaryFolder(t);
  const source = await openDuckDb({ tmpFolder: folder, readable: [], threads });
  t.after(() => source.close());
  let made = 0;
  return {
    source,
    folder,
    csv: (text, name = `table${made++}.csv`) => {
      const file = join(folder, name);
      writeFileSync(file, text.trim().replace(/^ +/gm, ''));
      return { files: [file], format: 'csv' };
    },
    table: async (sql) => {
      const file = join(folder, `table${made++}.parquet`);
      await source.write(sql, file);
      return { files: [file], format: 'parquet' };
    },
    rows: async (file) => source.rows(`FROM ${await source.relation({ files: [file], format: 'parquet' })}`),
  };
}
