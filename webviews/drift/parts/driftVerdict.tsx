import type { MonitorReport } from '../../../engine/src/monitoring/report/monitorReport.ts';
import { Verdict } from '../../shared/components/page.tsx';
import { plainSentence } from '../model/sentenceParts.ts';
import { Marked } from './marked.tsx';

/** Whether the world changed, in one line, and what lies behind it. */
export function DriftVerdict({ report }: { readonly report: MonitorReport }) {
  const { verdict, headline, summary, checks, columns } = report;
  const failed = checks.some(({ status }) => status === 'failed');
  const kind = verdict === 'drift' ? 'warn' : verdict === 'unknown' ? 'warn' : failed ? 'bad' : 'good';
  const icon = { drift: 'warning', unknown: 'unknown', none: failed ? 'failed' : 'passed' } as const;
  const names = columns.filter((column) => column.verdict === 'drift').map(({ column }) => column);
  return (
    <Verdict kind={kind} icon={icon[verdict]} title={plainSentence(headline).replace(/\.$/, '')}>
      {summary.map((sentence, i) => (
        <span key={`${i}`}>
          <Marked text={sentence} names={names} />{' '}
        </span>
      ))}
    </Verdict>
  );
}
