import type { CheckRecord } from '../../ports/monitorStore.ts';
import type { ColumnReport } from './columnReport.ts';

/**
 * Says of drifted columns since when they have: the first of the unbroken row of checks up to this one in which they drifted. A check
 * without a verdict on the column breaks no row.
 * @param earlier of the same monitor, the newest first, before `due`
 */
export function withSince(
  columns: readonly ColumnReport[],
  due: number,
  earlier: readonly Pick<CheckRecord, 'due' | 'columns'>[],
): readonly ColumnReport[] {
  return columns.map((column) =>
    column.verdict === 'drift' ? { ...column, since: sinceOf(column, due, earlier) } : column,
  );
}

function sinceOf(
  { column }: ColumnReport,
  due: number,
  earlier: readonly Pick<CheckRecord, 'due' | 'columns'>[],
): ColumnReport['since'] {
  let first = due;
  let checks = 1;
  for (const check of earlier) {
    const point = check.columns[column];
    if (point?.verdict === 'none') break;
    if (point?.verdict !== 'drift' || check.due >= first) continue;
    first = check.due;
    checks += 1;
  }
  return { due: new Date(first).toISOString(), checks };
}
