// list.ts FOLDER MEMO: lists all runs of an mlruns folder, and prints how many and in how many seconds, without the start of the process.
import { openRunSource } from '../../engine/src/adapters/mlflow/openRunSource.ts';
import { openMemo } from '../../engine/src/adapters/sqlite/openMemo.ts';

const [folder = '', memoFile = ''] = process.argv.slice(2);
const memo = openMemo(memoFile, { log: { debug() {}, warn() {} } });
const start = performance.now();
const source = await openRunSource(folder, { memo });
const { runs } = await source.search({ limit: 2000 });
console.log(JSON.stringify({ runs: runs.length, seconds: (performance.now() - start) / 1000 }));
await source.close();
await memo.close();
