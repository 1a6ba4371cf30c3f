import { benjaminiHochberg } from '../../math/benjaminiHochberg.ts';
import type { DriftFigure } from '../../math/drift/columnPair.ts';
import type { ColumnReport, TestReport } from '../report/columnReport.ts';
import type { Verdict } from '../report/verdict.ts';
import type { ColumnRule, DriftRule, NamedPair } from './driftRule.ts';
import { isBeyond, type Limit, limitOf, SURE } from './limits.ts';
import { type Measured, measureColumn } from './measureColumn.ts';
import { categoryChanges } from './words/categoryChanges.ts';
import { whatChanged } from './words/whatChanged.ts';

/** What a column report says of drift; its figures, picture and history are others'. */
export type JudgedColumn = Pick<
  ColumnReport,
  | 'column'
  | 'kind'
  | 'verdict'
  | 'reason'
  | 'test'
  | 'statistic'
  | 'threshold'
  | 'pValue'
  | 'tests'
  | 'newCategories'
  | 'lostCategories'
  | 'artefact'
  | 'changed'
>;

/**
 * Judges all columns of a check together, in their order: `auto` adjusts its p-values over the columns that it judges
 * (Benjamini and Hochberg 1995). A column without a verdict says why, and has the figures that could be computed.
 */
export function judgeColumns(named: readonly NamedPair[], rule: DriftRule): readonly JudgedColumn[] {
  const measured = named.map((each) => measureColumn(each, ruleOf(rule, each.column), rule.allTests === true));
  const adjusted = adjustedP(measured);
  return measured.map((column) => judged(column, adjusted.get(column) ?? null, rule));
}

/** What holds for one column. A column with a test of its own does not have the limit of the others. */
function ruleOf({ test, max, columns }: DriftRule, column: string): ColumnRule {
  const own = columns !== undefined && Object.hasOwn(columns, column) ? columns[column] : undefined;
  const limit = own?.max ?? (own?.test === undefined || own.test === test ? max : undefined);
  return { test: own?.test ?? test, ...(limit !== undefined && { max: limit }) };
}

/** Of the columns that have a p-value that must be sure, and otherwise enough to be judged. */
function adjustedP(measured: readonly Measured[]): ReadonlyMap<Measured, number> {
  const asked = measured.flatMap((column) => {
    const pValue = column.reason === null ? column.sure?.figure.pValue : undefined;
    return pValue == null ? [] : [{ column, pValue }];
  });
  const adjusted = benjaminiHochberg(asked.map(({ pValue }) => pValue));
  return new Map(asked.map(({ column }, index) => [column, adjusted[index]!]));
}

function judged(measured: Measured, adjusted: number | null, rule: DriftRule): JudgedColumn {
  const { named, test, limit, figure, sure } = measured;
  const { verdict, reason } = verdictOf(measured, adjusted);
  const words = whatChanged(measured, verdict, rule.spans);
  return {
    column: named.column,
    kind: named.pair.kind === 'numbers' ? 'number' : 'category',
    verdict,
    reason,
    test,
    statistic: figure.statistic,
    threshold: limit.value,
    pValue: sure === null ? (figure.pValue ?? null) : adjusted,
    tests: testReports(measured, adjusted),
    ...categoryChanges(named),
    ...words,
  };
}

function verdictOf(
  { reason, rule, figure, limit, sure }: Measured,
  adjusted: number | null,
): { readonly verdict: Verdict; readonly reason: string | null } {
  if (reason !== null) return { verdict: 'unknown', reason };
  const isLarge = isBeyond(figure, limit);
  // Where nothing can be computed, Evidently finds no drift.
  if (isLarge === null && rule.test !== 'evidently')
    return { verdict: 'unknown', reason: 'The test cannot be computed from these values' };
  if (sure === null || isLarge !== true) return { verdict: isLarge === true ? 'drift' : 'none', reason: null };
  if (adjusted === null)
    return { verdict: 'unknown', reason: 'Too few rows share a category to tell change from chance' };
  return { verdict: adjusted <= SURE ? 'drift' : 'none', reason: null };
}

function testReports(measured: Measured, adjusted: number | null): readonly TestReport[] {
  const { test, figure, limit, sure, others } = measured;
  return [
    testReport(test, figure, limit, null),
    ...(sure === null ? [] : [testReport(sure.test, sure.figure, { of: 'p', value: SURE, inclusive: true }, adjusted)]),
    ...others.map((other) => testReport(other.test, other.figure, limitOf(other.test), null)),
  ];
}

function testReport(test: string, figure: DriftFigure, limit: Limit, adjusted: number | null): TestReport {
  return {
    test,
    statistic: figure.statistic,
    pValue: figure.pValue ?? null,
    adjusted,
    threshold: limit.value,
    drifted: isBeyond(adjusted === null ? figure : { ...figure, pValue: adjusted }, limit),
    binned: figure.binned === true,
  };
}
