import { count, figure } from '../../../engine/src/language/figures.ts';
import { markdownCode, markdownTable, markdownText } from '../../../engine/src/language/markdown.ts';
import type { ColumnReport } from '../../../engine/src/monitoring/report/columnReport.ts';
import type { MonitorReport, ReportCheck } from '../../../engine/src/monitoring/report/monitorReport.ts';
import { checkLimit, checkValue, limitText, pText, saidOf, sideText, statisticText, subjectOf } from './driftWords.ts';

const SIGNS = { drift: '❌ drift', none: '✅ none', unknown: '❔ unknown' };
const CHECKS = { failed: '❌ failed', passed: '✅ passed', unknown: '❔ unknown' };
/** A comment is read, not searched. */
const MOST = 60;
const MOST_PAIRS = 5;

/** A heading with the verdict, checks, and the columns as a table; for the summary of a job or a comment. */
export function driftMarkdown(report: MonitorReport): string {
  const { verdict, headline, summary, reference, current, drift, checks, columns } = report;
  const sign = SIGNS[verdict].slice(0, SIGNS[verdict].indexOf(' '));
  const isMonitor = checks.length > 1;
  return [
    `### ${sign} ${prose(subjectOf(report))}`,
    prose(headline),
    ...(isMonitor && summary.length > 0 ? [summary.map(prose).join(' ')] : []),
    `Reference ${prose(sideText(reference))}; current ${prose(sideText(current))}.`,
    ...(isMonitor ? [markdownTable(['', 'Check', 'Value', 'Asked', 'Found'], checks.map(checkRow))] : []),
    ...columnTable(columns),
    ...correlationTable(report),
    ...(drift === null ? [] : [prose(drift.rule)]),
  ].join('\n\n');
}

function checkRow(check: ReportCheck): readonly string[] {
  return [
    CHECKS[check.status],
    markdownCode(check.id),
    markdownText(checkValue(check)),
    markdownText(checkLimit(check)),
    prose(check.said),
  ];
}

function columnTable(columns: readonly ColumnReport[]): readonly string[] {
  if (columns.length === 0) return [];
  const rows = columns
    .slice(0, MOST)
    .map((column) => [
      SIGNS[column.verdict],
      markdownCode(column.column),
      column.test,
      statisticText(column),
      limitText(column),
      markdownText(pText(column.pValue)),
      prose(saidOf(column)),
    ]);
  const table = markdownTable(['', 'Column', 'Test', 'Statistic', 'Limit', 'p', 'What changed'], rows);
  const cut = columns.length - rows.length;
  return cut === 0 ? [table] : [table, `And ${count(cut)} more.`];
}

function correlationTable({ correlations }: MonitorReport): readonly string[] {
  if (correlations.length === 0) return [];
  const rows = correlations
    .slice(0, MOST_PAIRS)
    .map(({ a, b, reference, current }) => [
      `${markdownCode(a)} and ${markdownCode(b)}`,
      figure(reference),
      figure(current),
    ]);
  return [markdownTable(['Correlation', 'Reference', 'Current'], rows)];
}

function prose(text: string): string {
  return markdownText(text.replaceAll('`', ''));
}
