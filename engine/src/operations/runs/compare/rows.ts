import type { DifferingRow, RowDifferences, Unknown } from './runDifferences.ts';

/** Rows by the keys of the runs' texts, in the order in which they first occur. */
export function rowDifferences(
  columns: readonly Readonly<Record<string, string>>[],
  unknown: readonly Unknown[] = [],
): RowDifferences {
  const names = [...new Set(columns.flatMap((column) => Object.keys(column)))];
  const all = names.map((name): DifferingRow => {
    const values = columns.map((column) => (Object.hasOwn(column, name) ? (column[name] ?? null) : null));
    return { name, values };
  });
  // What is not known of one run says nothing of a row that only others have.
  const blind = new Set(unknown.map(({ run }) => run));
  const rows = all.filter(({ values }) => new Set(values.filter((_, run) => !blind.has(run))).size > 1);
  return { rows, equal: all.length - rows.length, unknown };
}
