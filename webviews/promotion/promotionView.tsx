import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { PromotionPage } from '../../engine/src/operations/promotion/page/promotionPage.ts';
import type { Refusal } from '../shared/asker.ts';
import { Page } from '../shared/components/page.tsx';
import { Problem, Refused } from '../shared/components/states.tsx';
import { useAct } from '../shared/hooks.ts';
import { useKeyHints } from '../shared/keys.ts';
import { gateRows } from './model/gateRows.ts';
import { verdictOf } from './model/verdict.ts';
import { Bar } from './parts/bar.tsx';
import { Change } from './parts/change.tsx';
import { Crumb } from './parts/crumb.tsx';
import { Differs } from './parts/differs.tsx';
import { Evidence } from './parts/evidence.tsx';
import { Gates } from './parts/gates.tsx';
import { History } from './parts/history.tsx';
import { PromotionVerdict } from './parts/promotionVerdict.tsx';
import { ReportActions } from './parts/reportActions.tsx';
import { Versions } from './parts/versions.tsx';
import { MOVING, type MovingTold, type PromotionSubject } from './protocol.ts';
import { useJudging } from './useJudging.ts';
import { useLostFocus } from './useLostFocus.ts';

export interface PromotionViewProps {
  readonly page: PromotionPage;
  readonly subject: PromotionSubject;
  /** Why the newest question got no answer, while an older answer is shown. */
  readonly refusal?: Refusal | undefined;
}

/** Verdict, the buttons, the gates, and what would be committed; beside them what the version is. */
export function PromotionView({ page, subject, refusal }: PromotionViewProps) {
  const used = useJudging(page);
  const moving = useSignal<MovingTold | undefined>(undefined);
  useAct(MOVING, (told) => {
    moving.value = told as MovingTold;
  });
  const heading = useRef<HTMLHeadingElement>(null);
  useLostFocus(heading);
  useKeyHints(HINTS);
  const { judging } = used;
  const rows = gateRows(page, judging);
  const told = moving.value;
  return (
    <Page
      crumb={<Crumb page={page} />}
      actions={<ReportActions page={page} used={used} />}
      verdict={<PromotionVerdict page={page} verdict={verdictOf(page, rows, judging)} heading={heading} />}
      bar={<Bar page={page} subject={subject} rows={rows} judging={judging} moving={told} />}
      aside={
        <>
          <Versions page={page} />
          <Differs page={page} />
          <History page={page} />
          <Evidence page={page} judging={judging} />
        </>
      }
    >
      {refusal !== undefined && (
        <section class="sec">
          <Refused refusal={refusal} />
        </section>
      )}
      {told?.kind === 'refused' && (
        <section class="sec">
          <Problem title={told.message} text={told.next} />
        </section>
      )}
      <Gates page={page} rows={rows} subject={subject} />
      <Change page={page} judging={judging} rows={rows} />
    </Page>
  );
}

const HINTS = [
  { keys: '↑ ↓', does: 'Next gate' },
  { keys: 'Enter', does: 'Evidence of the gate' },
  { keys: '.', does: 'What may help the gate' },
];
