import { duration } from '../../../engine/src/language/figures.ts';
import { fullTime, relativeTime } from '../../../engine/src/language/times.ts';
import type { PromotionPage } from '../../../engine/src/operations/promotion/page/promotionPage.ts';
import { Button } from '../../shared/components/button.tsx';
import { Icon } from '../../shared/components/icon.tsx';
import { useChannel } from '../../shared/hooks.ts';
import { useNow } from '../../shared/useNow.ts';
import type { UsedJudging } from '../useJudging.ts';

export interface ReportActionsProps {
  readonly page: PromotionPage;
  readonly used: UsedJudging;
}

/** When the gates were judged, and judging them again. */
export function ReportActions({ page, used }: ReportActionsProps) {
  const { judging, again, stop } = used;
  const { report, state } = judging;
  const now = useNow(report !== null);
  const channel = useChannel();
  if (page.guard.kind !== 'rules') return null;
  const isJudging = state === 'judging';
  const isHeld = page.now?.version === page.version;
  const save = () => {
    const { model, version, alias } = page;
    const text = `${JSON.stringify(report, null, 2)}\n`;
    channel.save(`${model}-v${version}-${alias}.gates.json`, new TextEncoder().encode(text));
  };
  return (
    <>
      {report !== null && (
        <span class="cap only-wide" title={fullTime(report.at)}>
          gates checked {checkedText(report.at, now)}, in {duration(secondsOf(report.gates))}
        </span>
      )}
      {(isJudging || !isHeld) && (
        <Button kind="ghost" onClick={isJudging ? stop : again}>
          <Icon name={isJudging ? 'cross' : 'arrows'} />{' '}
          {isJudging ? 'Stop' : state === 'none' ? 'Check' : 'Check again'}
        </Button>
      )}
      {report !== null && (
        <Button kind="ghost" label="Export gate report" onClick={save}>
          <Icon name="download" />
        </Button>
      )}
    </>
  );
}

/** A report may come between two ticks of the page, and from a machine whose clock is ahead. */
function checkedText(at: string, now: number): string {
  return Date.parse(at) > now ? 'now' : relativeTime(at, { now });
}

function secondsOf(gates: readonly { readonly seconds: number }[]): number {
  const sum = gates.reduce((total, { seconds }) => total + seconds, 0);
  return Math.round(sum * 10) / 10;
}
