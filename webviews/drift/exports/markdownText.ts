import { forExport, pValue } from '../../../engine/src/language/screenFigures.ts';
import type { ColumnReport } from '../../../engine/src/monitoring/report/columnReport.ts';
import type { MonitorReport } from '../../../engine/src/monitoring/report/monitorReport.ts';
import { momentText, sideText, statisticText } from '../model/driftTexts.ts';
import { plainSentence } from '../model/sentenceParts.ts';
import { testWords } from '../model/testWords.ts';
import { tileCaption, tileValue } from '../model/tiles.ts';
import { NO_HISTORY } from './noHistory.ts';

const VERDICTS = { drift: 'drift', none: 'no drift', unknown: 'no verdict' } as const;

/** Verdict, checks and columns, for pull requests and notes. */
export function markdownText(report: MonitorReport): string {
  const { headline, summary, checks, columns, drift, monitor, due, made, reference, current } = report;
  const blocks = [
    `## ${inline(headline)}`,
    summary.map(inline).join(' '),
    `Reference: ${inline(sideText(reference))}. Current: ${inline(sideText(current))}. Checked ${momentText(monitor === null ? made : due)}.`,
    table(
      ['Check', 'Status', 'Value', 'Against'],
      checks.map((check) => [
        check.title,
        check.status,
        tileValue(check, report),
        tileCaption(check, report, NO_HISTORY),
      ]),
    ),
    table(['Column', 'Verdict', 'Test', 'Value', 'Limit', 'p', 'What changed'], columns.map(columnCells)),
    drift === null ? '' : inline(drift.rule),
  ];
  return `${forExport(blocks.filter((block) => block !== '').join('\n\n'))}\n`;
}

function columnCells(column: ColumnReport): readonly string[] {
  const { column: name, verdict, test, statistic, threshold, pValue: p, changed, reason } = column;
  return [
    name,
    VERDICTS[verdict],
    testWords(test).name,
    statisticText(statistic),
    threshold === null ? '-' : String(threshold),
    p === null ? '-' : pValue(p),
    reason ?? changed,
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]) => `| ${cells.map(inline).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Names of users are text: no sign of them begins something. */
function inline(text: string): string {
  return plainSentence(text)
    .replaceAll(/[\r\n]+/g, ' ')
    .replaceAll(/[\\|*_<>[\]#`]/g, '\\$&');
}
