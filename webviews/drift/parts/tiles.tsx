import { useSignal } from '@preact/signals';
import { count } from '../../../engine/src/language/figures.ts';
import type { DriftHistory } from '../../../engine/src/monitoring/report/driftHistory.ts';
import type { MonitorReport, ReportCheck } from '../../../engine/src/monitoring/report/monitorReport.ts';
import { Badge } from '../../shared/components/badge.tsx';
import { Figure } from '../../shared/components/figure.tsx';
import { plainSentence } from '../model/sentenceParts.ts';
import { checkTiles, tileCaption, tileValue } from '../model/tiles.ts';
import { printing } from '../printing.ts';
import { explainCheck } from './explainCheck.ts';
import { Spark } from './spark.tsx';

export interface TilesProps {
  readonly report: MonitorReport;
  readonly history: DriftHistory;
}

/** Each check against its limit, with how it went; of many those that failed first. */
export function Tiles({ report, history }: TilesProps) {
  const isOpen = useSignal(false);
  if (report.checks.length === 0) return null;
  const { shown, folded } = checkTiles(report.checks, isOpen.value || printing.value);
  return (
    <div class="tiles" data-region="checks">
      <ul aria-label="Checks">
        {shown.map((check) => (
          <Tile key={check.id} check={check} report={report} history={history} />
        ))}
      </ul>
      {folded > 0 && (
        <button
          type="button"
          class="link small"
          aria-expanded={isOpen.value}
          onClick={() => (isOpen.value = !isOpen.value)}
        >
          {isOpen.value ? 'Fewer checks' : `${count(folded)} more passed`}
        </button>
      )}
    </div>
  );
}

function Tile({ check, report, history }: TilesProps & { readonly check: ReportCheck }) {
  const value = tileValue(check, report);
  const caption = tileCaption(check, report, history);
  return (
    <li class="tile" title={plainSentence(check.said)}>
      <div class="cap tile-title">{check.title}</div>
      <div class="tile-value">
        <Badge kind={badgeOf(check)} iconOnly />
        <Figure
          label={`${check.title}: ${check.status}, ${value}, ${caption}`}
          explain={() => explainCheck(check, history)}
          {...(check.value !== null && { copies: String(check.value) })}
        >
          {value}
        </Figure>
      </div>
      <div class="cap">{caption}</div>
      <Spark check={check} history={history} />
    </li>
  );
}

/** What moved is a warning; what is worse than it may be has failed. */
function badgeOf({ status, kind }: ReportCheck) {
  if (status !== 'failed') return status;
  return kind === 'drift' || kind === 'prediction_drift' ? 'drift' : 'failed';
}
