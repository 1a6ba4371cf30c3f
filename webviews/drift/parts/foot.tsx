import type { MonitorReport, ReportSide } from '../../../engine/src/monitoring/report/monitorReport.ts';
import { dayText, momentText } from '../model/driftTexts.ts';
import { plainSentence } from '../model/sentenceParts.ts';

/** By which rule it was judged, in words, and what it was made from. */
export function Foot({ report }: { readonly report: MonitorReport }) {
  const { drift, project, reference, current, made } = report;
  return (
    <footer class="foot cap">
      {drift !== null && <p>{plainSentence(drift.rule)}</p>}
      {drift !== null && drift.unknown > 0 && (
        <p>
          {drift.unknown} {drift.unknown === 1 ? 'column has' : 'columns have'} no verdict and{' '}
          {drift.unknown === 1 ? 'counts' : 'count'} neither as changed nor as unchanged.
        </p>
      )}
      <p>
        Reference: {madeFrom(reference)}. Current: {madeFrom(current)}.
      </p>
      <p>
        {project !== null && `${projectText(project)}. `}Made {momentText(made)}.
      </p>
    </footer>
  );
}

function madeFrom({ name, from, to, dataset, version, isBaseline }: ReportSide): string {
  return [
    name,
    from === null || to === null ? undefined : `${dayText(from)} to ${dayText(to)}`,
    dataset === null ? undefined : `${dataset}${version === null ? '' : ` ${version.slice(0, 12)}`}`,
    isBaseline ? 'the stored baseline, so tests of order are binned' : undefined,
  ]
    .filter((part) => part !== undefined)
    .join(', ');
}

export function projectText({ name, commit, dirty }: NonNullable<MonitorReport['project']>): string {
  if (commit === null) return `${name}, no commit`;
  return `${name}, commit ${commit.slice(0, 8)}${dirty ? ' with changes' : ''}`;
}
