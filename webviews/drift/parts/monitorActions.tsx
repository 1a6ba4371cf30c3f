import { count } from '../../../engine/src/language/figures.ts';
import type { DriftPage } from '../../../engine/src/monitoring/report/driftPage.ts';
import type { CheckRow, MonitorReportTold } from '../../../server/src/views/monitors.ts';
import { Button } from '../../shared/components/button.tsx';
import { Icon } from '../../shared/components/icon.tsx';
import { useChannel } from '../../shared/hooks.ts';
import { type Choice, PAGE_COMMANDS } from '../../shared/protocol.ts';
import { momentText } from '../model/driftTexts.ts';
import type { MonitorSubject } from '../protocol.ts';
import { Export } from './export.tsx';

/** Name of the act by which an earlier check is chosen. */
export const EARLIER = 'earlier';

export interface MonitorActionsProps {
  readonly page: DriftPage;
  readonly told: MonitorReportTold;
  readonly subject: MonitorSubject;
}

/** Earlier checks, muting, checking again, and the report as a file. */
export function MonitorActions({ page, told, subject: { monitor } }: MonitorActionsProps) {
  const channel = useChannel();
  const { checks, hasMore, mute } = told;
  const { id } = page.report;
  const others = checks.length - 1;
  const html = async () => {
    const answer = await channel.ask('monitorReportFile', { monitor, ...(id !== null && { check: id }) });
    if (answer.kind === 'refused') throw new Error([answer.message, answer.next].filter(Boolean).join(' '));
    channel.save(`${monitor}-drift.html`, new TextEncoder().encode(answer.value.html));
  };
  return (
    <>
      {others > 0 && (
        <Button
          kind="ghost"
          class="not-narrow"
          onClick={() => channel.command(PAGE_COMMANDS.choose, earlierChoice(checks, id))}
        >
          <Icon name="clock" />
          Earlier: {count(others)}
          {hasMore && ' and more'}
          <Icon name="down" />
        </Button>
      )}
      {mute === null && (
        <Button class="not-narrow" onClick={() => channel.command('modelyard.muteMonitor', { monitor })}>
          Mute
        </Button>
      )}
      <Button onClick={() => channel.command('modelyard.checkMonitor', { monitor })}>Check again</Button>
      <Export report={page.report} name={`${monitor}-drift`} html={html} />
    </>
  );
}

const STATES = { drift: 'drift', failed: 'failed', none: 'no drift', unknown: 'no verdict' } as const;

function earlierChoice(checks: readonly CheckRow[], shown: string | null): Choice {
  return {
    act: EARLIER,
    title: 'Show another check',
    items: checks.map(({ id, due, state, headline, model }) => ({
      id,
      label: momentText(due),
      description: [STATES[state], model, id === shown ? 'shown' : undefined].filter(Boolean).join(', '),
      detail: headline,
      isPicked: id === shown,
    })),
  };
}
