import type { AlertTold } from '../../../engine/src/monitoring/report/alertTold.ts';
import { Badge } from '../../shared/components/badge.tsx';
import { Section } from '../../shared/components/section.tsx';
import { alertText } from '../model/alertText.ts';

const BADGES = {
  quiet: 'skipped',
  sent: 'done',
  resolved: 'passed',
  muted: 'skipped',
  held: 'waiting',
  failed: 'failed',
} as const;

/** Who was told of this check, and what that began. */
export function Alerts({ alerts }: { readonly alerts: readonly AlertTold[] }) {
  if (alerts.length === 0) return null;
  return (
    <Section title="Alerts">
      <ul class="alerts small">
        {alerts.map((alert) => (
          <li key={alert.index}>
            <Badge kind={BADGES[alert.state]}>{alert.state}</Badge> <span>{alertText(alert)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
