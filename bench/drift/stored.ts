// Files as one table against a stored baseline, in a process of its own: stored.ts BASELINE FILE...
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb } from '../../engine/src/adapters/duckdb/duckDb.ts';
import type { Baseline } from '../../engine/src/math/baseline.ts';
import { readPairs } from '../../engine/src/monitoring/columns/readPairs.ts';
import { tablesReport } from '../../engine/src/monitoring/report/tablesReport.ts';

const [stored = '', ...files] = process.argv.slice(2);
const tmpFolder = join(tmpdir(), `modelyard-bench-${process.pid}`);
const data = await openDuckDb({ tmpFolder, readable: files });
try {
  const relation = await data.relation({ files, format: 'parquet' });
  console.log(await check(relation, JSON.parse(readFileSync(stored, 'utf8')) as Baseline));
} finally {
  await data.close();
}

async function check(relation: string, baseline: Baseline): Promise<string> {
  const pairs = await readPairs(data, {
    reference: { kind: 'baseline', baseline },
    current: { kind: 'table', relation },
  });
  const names = { reference: 'baseline', current: 'files' };
  const report = tablesReport({
    pairs,
    rule: { test: 'auto' },
    share: 0.5,
    names,
    made: new Date().toISOString(),
    seconds: 0,
  });
  return JSON.stringify({ rows: report.current.rows, drifted: report.drift?.drifted, tested: report.drift?.tested });
}
