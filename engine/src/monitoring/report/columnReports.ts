import type { PairedColumn } from '../columns/pairedColumns.ts';
import type { CalendarPart, DriftRule, NamedPair } from '../drift/driftRule.ts';
import { type JudgedColumn, judgeColumns } from '../drift/judgeColumns.ts';
import type { ColumnReport } from './columnReport.ts';

export interface ColumnReportsRequest {
  readonly columns: readonly PairedColumn[];
  readonly rule: DriftRule;
  readonly role: ColumnReport['role'];
  /** Where a column comes from, in words; its type where nothing is said. */
  readonly types?: Readonly<Record<string, string>> | undefined;
  /** Columns that hold a part of a date. */
  readonly calendar?: Readonly<Record<string, CalendarPart>> | undefined;
}

/** Judges columns that were read: the drifted first, then by effect, at last those without a verdict. Since when and where are others'. */
export function columnReports({ columns, rule, role, types, calendar }: ColumnReportsRequest): readonly ColumnReport[] {
  const judged = new Map(
    judgeColumns(
      columns.flatMap((column) => named(column, calendar)),
      rule,
    ).map((one) => [one.column, one]),
  );
  const reports = columns.map((column): ColumnReport => {
    const { column: name, sensitive, figures, picture } = column;
    return {
      ...(judged.get(name) ?? unjudged(column, rule)),
      role,
      type: types?.[name] ?? column.type,
      sensitive,
      ...figures,
      picture,
      since: null,
      where: [],
    };
  });
  return byEffect(reports);
}

/** The drifted first, then by effect; those without a verdict last. */
export function byEffect(columns: readonly ColumnReport[]): readonly ColumnReport[] {
  const rank = { drift: 0, none: 1, unknown: 2 } as const;
  const roles = { input: 0, output: 1 } as const;
  return columns
    .map((column) => ({ column, effect: effectOf(column) }))
    .sort(
      (a, b) =>
        roles[a.column.role] - roles[b.column.role] ||
        rank[a.column.verdict] - rank[b.column.verdict] ||
        b.effect - a.effect,
    )
    .map(({ column }) => column);
}

/** Of different tests: how many times its limit the statistic is; of a test of p alone how far p is below. */
function effectOf({ statistic, threshold, pValue, tests }: ColumnReport): number {
  const limit = threshold || 1;
  const distance = tests.find(({ pValue: p, statistic: value }) => p === null && value !== null);
  if (distance?.statistic != null) return Math.abs(distance.statistic) / (distance.threshold || limit);
  if (statistic !== null && pValue === null) return Math.abs(statistic) / limit;
  return pValue === null ? 0 : 1 - pValue;
}

function named({ column, pair, sensitive }: PairedColumn, calendar: ColumnReportsRequest['calendar']): NamedPair[] {
  if (pair === null) return [];
  const part = calendar?.[column];
  return [{ column, pair, ...(sensitive && { sensitive }), ...(part !== undefined && { calendar: part }) }];
}

function unjudged({ column, kind, reason, schema }: PairedColumn, { test, columns }: DriftRule): JudgedColumn {
  const own = columns !== undefined && Object.hasOwn(columns, column) ? columns[column]?.test : undefined;
  const gone = { same: null, lost: 'It is gone', new: 'It is new', retyped: 'Its type is another' }[schema];
  return {
    column,
    kind,
    verdict: 'unknown',
    reason,
    test: own ?? test,
    statistic: null,
    threshold: null,
    pValue: null,
    tests: [],
    newCategories: null,
    lostCategories: null,
    artefact: null,
    changed: gone ?? '',
  };
}
