import type { ColumnReport } from '../report/columnReport.ts';
import type { DriftRule, NamedPair } from './driftRule.ts';

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
 * (Benjamini and Hochberg 1995).
 */
export function judgeColumns(named: readonly NamedPair[], rule: DriftRule): readonly JudgedColumn[] {
  return named.map(({ column, pair }) => ({
    column,
    kind: pair.kind === 'numbers' ? 'number' : 'category',
    verdict: 'unknown',
    reason: `\`${rule.test}\` has not been made`,
    test: rule.test,
    statistic: null,
    threshold: null,
    pValue: null,
    tests: [],
    newCategories: null,
    lostCategories: null,
    artefact: null,
    changed: '',
  }));
}
