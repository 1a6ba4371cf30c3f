// One table against a stored baseline, in a process of its own: stored.ts make|check BASELINE FILE...
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb } from '../../engine/src/adapters/duckdb/duckDb.ts';
import { BASELINE_SCHEMA, type Baseline } from '../../engine/src/math/baseline.ts';
import { describeTable } from '../../engine/src/monitoring/baseline/describeTable.ts';
import { EXACT_CELLS, readPairs } from '../../engine/src/monitoring/columns/readPairs.ts';
import { withScanned } from '../../engine/src/monitoring/columns/scannedTable.ts';
import { tablesReport } from '../../engine/src/monitoring/report/tablesReport.ts';

const [task, stored = '', ...files] = process.argv.slice(2);
const tmpFolder = join(tmpdir(), `modelyard-bench-${process.pid}`);
const data = await openDuckDb({ tmpFolder, readable: files });
try {
  const relation = await data.relation({ files, format: 'parquet' });
  if (task === 'make') writeFileSync(stored, JSON.stringify(await makeBaseline(relation)));
  else console.log(await check(relation, JSON.parse(readFileSync(stored, 'utf8')) as Baseline));
} finally {
  await data.close();
}

async function makeBaseline(relation: string): Promise<Baseline> {
  const columns = await data.columns(`SELECT * FROM ${relation}`);
  const [numbers, categories] = [false, true].map((isText) =>
    columns.filter(({ type }) => (type === 'string') === isText),
  );
  const side = { kind: 'table', relation } as const;
  return withScanned(
    data,
    side,
    columns.map(({ name }) => name),
    { signal: undefined },
    async (table) => {
      const inputs = await describeTable(table, {
        numbers: numbers!,
        categories: categories!,
        exactCells: EXACT_CELLS,
      });
      return { schema: BASELINE_SCHEMA, rows: table.rows, inputs, outputs: {}, label: {} };
    },
  );
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
