import { bytes, duration } from '../../../engine/src/language/figures.ts';
import type { RunPage, StepRow } from '../../../engine/src/operations/runs/page/runPage.ts';
import { TimeBar, type TimeBarProps } from '../../shared/charts/timeBar.tsx';
import { Badge, type BadgeKind } from '../../shared/components/badge.tsx';
import { Section } from '../../shared/components/section.tsx';
import { useNow } from '../../shared/useNow.ts';
import { stepBars } from '../model/stepBars.ts';
import { PlaceLink } from './sentence.tsx';

const BADGES: Readonly<Record<StepRow['status'], BadgeKind>> = {
  waiting: 'waiting',
  running: 'running',
  done: 'done',
  cached: 'done',
  failed: 'failed',
  skipped: 'skipped',
  cancelled: 'cancelled',
  interrupted: 'interrupted',
};

/** Steps on one bar of time, each a way to its line. */
export function Steps({ page }: { readonly page: RunPage }) {
  const now = useNow(page.status === 'running');
  const parts = [
    ...(page.seconds === null ? [] : [duration(page.seconds)]),
    ...(page.peakMemory === null ? [] : [`peak ${bytes(page.peakMemory)}`]),
  ];
  return (
    <Section
      title={page.source === null ? 'Steps' : 'Nested runs'}
      end={parts.length === 0 ? undefined : parts.join(', ')}
    >
      <ol class="steps">
        {stepBars(page, now).map(({ step, start, length, done, text, label }) => (
          <li key={step.step} class="step" data-step={step.step} title={step.reason ?? undefined}>
            <Badge kind={BADGES[step.status]} iconOnly>
              {label}
            </Badge>
            <span class="cut step-name" title={step.step}>
              <PlaceLink place={step.place} isQuiet>
                {step.step}
              </PlaceLink>
            </span>
            <TimeBar start={start} length={length} done={done} kind={kindOf(step)} />
            <span class="num">{text}</span>
            {step.status === 'failed' && step.reason !== page.failure?.message && (
              <span class="step-reason bad">{step.reason}</span>
            )}
          </li>
        ))}
      </ol>
    </Section>
  );
}

function kindOf({ status, began }: StepRow): TimeBarProps['kind'] {
  if (status === 'cached') return 'outlined';
  if (began === null || status === 'waiting' || status === 'skipped') return 'none';
  return status === 'failed' || status === 'interrupted' ? 'failed' : 'filled';
}
