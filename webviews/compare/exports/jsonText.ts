import type { Sheet, SheetValue } from './sheet.ts';

/** Runs as JSON, values by the ids of their columns; NaN and infinite ones, which JSON has not, are words. */
export function jsonText({ about, columns, runs }: Sheet): string {
  const told = {
    ...about,
    columns: columns.map(({ id, kind, better }) => ({ id, kind, better })),
    runs: runs.map(({ id, values }) => ({
      run: id,
      values: byColumn(columns, values, ({ value }) => worded(value)),
      intervals: byColumn(columns, values, ({ low, high }) =>
        low === undefined || high === undefined ? undefined : [worded(low), worded(high)],
      ),
    })),
  };
  return `${JSON.stringify(told, undefined, 2)}\n`;
}

function byColumn<T>(
  columns: Sheet['columns'],
  values: readonly (SheetValue | undefined)[],
  of: (cell: SheetValue) => T | undefined,
): Readonly<Record<string, T>> {
  return Object.fromEntries(
    columns.flatMap(({ id }, index) => {
      const cell = values[index];
      const told = cell === undefined ? undefined : of(cell);
      return told === undefined ? [] : [[id, told]];
    }),
  );
}

function worded(value: number | string): number | string {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}
