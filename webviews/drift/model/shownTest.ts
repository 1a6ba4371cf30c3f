import type { ColumnReport, TestReport } from '../../../engine/src/monitoring/report/columnReport.ts';
import { effectOf } from './rows.ts';
import { testWords } from './testWords.ts';

/** A test that rows may be shown by. */
export interface TestChoice {
  readonly test: string;
  readonly name: string;
  /** That it was made of. */
  readonly columns: number;
}

/** The tests that were made of some columns, those of most columns first. */
export function testChoices(columns: readonly ColumnReport[]): readonly TestChoice[] {
  const counts = new Map<string, number>();
  for (const { test, made } of columns.flatMap((column) => madeTests(column)))
    counts.set(test, (counts.get(test) ?? 0) + made);
  return [...counts]
    .map(([test, made]) => ({ test, name: testWords(test).name, columns: made }))
    .sort((a, b) => b.columns - a.columns || (a.name < b.name ? -1 : 1));
}

function madeTests({ reason, tests }: ColumnReport): readonly { readonly test: string; readonly made: number }[] {
  if (reason !== null) return [];
  return tests.filter(isMade).map(({ test }) => ({ test, made: 1 }));
}

/** One that cannot be computed of these values says nothing. */
function isMade({ drifted }: TestReport): boolean {
  return drifted !== null;
}

/** Columns as another test than the deciding one says them, in its order; what has no verdict has none by any test. */
export function shownBy(columns: readonly ColumnReport[], test: string): readonly ColumnReport[] {
  return columns
    .map((column) => columnBy(column, test))
    .map((column) => ({ column, effect: effectOf(column) ?? Number.NEGATIVE_INFINITY }))
    .sort((a, b) => b.effect - a.effect)
    .map(({ column }) => column);
}

function columnBy(column: ColumnReport, test: string): ColumnReport {
  if (column.reason !== null) return column;
  const found = column.tests.find((one) => one.test === test && isMade(one));
  const { name } = testWords(test);
  if (found === undefined) {
    const nothing = { statistic: null, pValue: null, threshold: null };
    return { ...column, ...nothing, test, verdict: 'unknown', reason: `${name} was not made of it` };
  }
  const { statistic, adjusted, pValue, threshold, drifted } = found;
  return { ...column, test, statistic, threshold, pValue: adjusted ?? pValue, verdict: drifted ? 'drift' : 'none' };
}

/** `Kolmogorov-Smirnov: 7 of 13 columns are beyond its limit; it was not made of 2 more`. */
export function shownWords(columns: readonly ColumnReport[], test: string): string {
  const judged = columns.filter(({ reason }) => reason === null);
  const beyond = judged.filter(({ verdict }) => verdict === 'drift').length;
  const without = columns.filter(({ reason, test: by }) => reason !== null && by === test).length;
  const rest = without === 0 ? '' : `; it was not made of ${without} more`;
  const are = beyond === 1 ? 'is' : 'are';
  return `${testWords(test).name}: ${beyond} of ${judged.length} columns ${are} beyond its limit${rest}`;
}
