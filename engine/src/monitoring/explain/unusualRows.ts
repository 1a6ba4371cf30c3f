import { Cancelled } from '../../failure.ts';
import { areRows } from '../health/healthSpec.ts';
import type { UnusualRows } from '../report/monitorReport.ts';
import type { AroundRows } from '../rowsInSql.ts';
import type { JudgedRow } from './judgedRows.ts';
import { LOOKED_AT, type SampledTables, sampleTables } from './sampleTables.ts';
import { showRows } from './showRows.ts';
import { judgeByBaseline } from './surprise/judgeByBaseline.ts';
import { judgeByRows } from './surprise/judgeByRows.ts';
import type { UnusualRowsRequest } from './unusualRowsRequest.ts';

const LEAST_REFERENCE = 500;

/**
 * Rows that look like nothing in the reference: of its own rows 1% do, by the same measure. Null where there are too few rows to tell, or
 * no column that can be read.
 *
 * With the rows of the reference: how surprising a row is by the columns and by the pairs of columns that tell most of each other, the
 * limit told from reference rows that those were not told from. With a stored baseline, which knows no pairs: rows with a value so rare
 * that at most 1% of the reference rows can have one in any column (Bonferroni).
 */
export async function unusualRows(around: AroundRows, request: UnusualRowsRequest): Promise<UnusualRows | null> {
  const { reference, current, columns } = request;
  const limits = { columns, rows: LOOKED_AT };
  const ofRows = areRows(reference);
  const sampled = request.sampled ?? (await sampleTables(around, ofRows ? reference : null, current, limits));
  if (sampled.columns.length === 0 || sampled.current.rows === 0) return null;
  if (ofRows && sampled.reference.rows < LEAST_REFERENCE) return null;
  const breathe = breathing(around);
  const judged = ofRows ? await judgeByRows(sampled, request.seed, breathe) : judgeByBaseline(sampled, reference);
  if (judged === undefined) return null;
  const { share, expected, rows } = judged;
  return {
    share,
    expected,
    looked: sampled.current.rows,
    ...(await showRows(around, request, numbered(rows, sampled))),
  };
}

function numbered(rows: readonly JudgedRow[], { current }: SampledTables): readonly JudgedRow[] {
  return rows.map((row) => ({ ...row, row: current.numbers[row.row]! }));
}

function breathing({ signal }: AroundRows): () => Promise<void> {
  return async () => {
    await new Promise((resolve) => setImmediate(resolve));
    if (signal?.aborted) throw new Cancelled();
  };
}
