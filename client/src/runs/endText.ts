import { figure, measured } from '../../../engine/src/language/figures.ts';
import type { Figure, MetricRow } from '../../../engine/src/operations/runs/page/runPage.ts';
import type { RunRow } from '../../../server/src/views/runs.ts';

/** How a run has ended, in one sentence: `flight-delay finished: roc_auc 0.713, v8`. */
export function endText({ status, metric, models, failure, live, id }: RunRow, pipeline: string): string {
  if (live !== null || status === 'running') return `${pipeline} goes on`;
  if (status === 'finished') {
    const facts = [...(metric === null ? [] : [metricText(metric)]), ...models.map(({ version }) => `v${version}`)];
    return facts.length === 0 ? `${pipeline} finished` : `${pipeline} finished: ${facts.join(', ')}`;
  }
  if (status === 'failed') return failure === null ? `${pipeline} failed` : `${pipeline} failed: ${failure}`;
  if (status === 'interrupted') return `${pipeline} ${id.slice(0, 8)} was interrupted: its process ended before it did`;
  return `${pipeline} was cancelled`;
}

/** The setting `modelyard.notifications`. */
export type Wanted = 'all' | 'failures' | 'none';

/** Whether the end of a run did not come as the user wanted it. */
export function isFailure(status: RunRow['status']): boolean {
  return status === 'failed' || status === 'interrupted';
}

/** Whether the end of a run is told; one that was cancelled is known to whoever did it. */
export function isTold(status: RunRow['status'], wanted: Wanted): boolean {
  return wanted === 'all' ? status === 'finished' || isFailure(status) : wanted === 'failures' && isFailure(status);
}

/** `roc_auc 0.713` */
export function metricText({ name, value, low, high }: MetricRow): string {
  return `${name} ${typeof value === 'number' ? measured(value, low, high) : figure(numberOf(value))}`;
}

function numberOf(value: Exclude<Figure, number>): number {
  return Number(value);
}
