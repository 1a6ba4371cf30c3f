import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { PromotionPage } from '../../engine/src/operations/promotion/page/promotionPage.ts';
import { announce } from '../shared/announce.ts';
import { useAct, useChannel } from '../shared/hooks.ts';
import { PAGE_COMMANDS } from '../shared/protocol.ts';
import { atFirst, heard, type Judging, standsOn } from './model/judging.ts';
import { JUDGING, type JudgeAsked, type JudgingTold } from './protocol.ts';

export interface UsedJudging {
  readonly judging: Judging;
  /** Judges all gates anew. */
  readonly again: () => void;
  readonly stop: () => void;
}

/** What is known of the gates: the last report at first, then what is judged, gate by gate. Judged anew when what decides is another. */
export function useJudging(page: PromotionPage): UsedJudging {
  const channel = useChannel();
  const judging = useSignal(atFirst(page.report));
  const { model, version, alias, now, guard, pending, withdrawn } = page;
  const basis = standsOn(page);
  const ask = (again: boolean) => {
    const asked: JudgeAsked = { model, version, alias, again, standsOn: basis };
    channel.command(PAGE_COMMANDS.judge, asked);
    // It begins at once, or a report that holds is told at once.
    if (judging.peek().report === null) judging.value = heard(judging.peek(), { kind: 'begun' });
  };
  useAct(JUDGING, (told) => {
    const after = heard(judging.peek(), told as JudgingTold);
    judging.value = after;
    if (after.state === 'done') announce(after.report?.allowed ? 'All gates are passed' : 'Not all gates are passed');
  });
  const isOpen = now?.version !== version && pending === null && withdrawn === null;
  const decides = isOpen && guard.kind === 'rules' ? JSON.stringify(basis) : undefined;
  useEffect(() => {
    if (decides !== undefined) ask(false);
  }, [decides]);
  const told = page.report;
  useEffect(() => {
    if (!isOpen) judging.value = atFirst(told);
  }, [isOpen, told?.at]);
  return { judging: judging.value, again: () => ask(true), stop: () => channel.command(PAGE_COMMANDS.stopJudging) };
}
