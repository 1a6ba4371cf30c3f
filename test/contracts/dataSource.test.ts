import type { TestContext } from 'node:test';
import { openDuckDb } from '../../engine/src/adapters/duckdb/duckDb.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';
import { type DataSourceKit, dataSourceContract } from './dataSource.ts';
import { tableFilesContract } from './tableFiles.ts';

dataSourceContract('DuckDB', open);
tableFilesContract('DuckDB', open);

async function open(t: TestContext): Promise<DataSourceKit> {
  const folder = temporaryFolder(t);
  const source = await openDuckDb({ tmpFolder: folder, readable: [], threads: 2 });
  t.after(() => source.close());
  return { source, folder };
}
