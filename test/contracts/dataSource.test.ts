import { openDuckDb } from '../../engine/src/adapters/duckdb/duckDb.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';
import { dataSourceContract } from './dataSource.ts';

dataSourceContract('DuckDB', async (t) => {
  const folder = temporaryFolder(t);
  const source = await openDuckDb({ tmpFolder: folder, readable: [], threads: 2 });
  t.after(() => source.close());
  return { source, folder };
});
