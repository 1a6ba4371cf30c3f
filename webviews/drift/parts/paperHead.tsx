import type { MonitorReport } from '../../../engine/src/monitoring/report/monitorReport.ts';
import { momentText, shortName } from '../model/driftTexts.ts';
import { projectText } from './foot.tsx';

/** On paper, at the top of each page: what this is, from which commit and data, and when in UTC. */
export function PaperHead({ report }: { readonly report: MonitorReport }) {
  const { monitor, project, reference, current, due, made } = report;
  const versions = [...new Set([reference, current].flatMap(({ version }) => version?.slice(0, 12) ?? []))];
  const parts = [
    monitor === null ? `${shortName(reference.name)} and ${shortName(current.name)}` : `monitor ${monitor}`,
    project === null ? undefined : projectText(project),
    versions.length === 0 ? undefined : `data ${versions.join(', ')}`,
    momentText(monitor === null ? made : due),
  ];
  return <div class="paper-head">{parts.filter((part) => part !== undefined).join('; ')}</div>;
}
