import type { PromotionPage } from '../../../engine/src/operations/promotion/page/promotionPage.ts';
import type { MovingTold } from '../protocol.ts';
import { type GateRow, standsInTheWay } from './gateRow.ts';
import type { Judging } from './judging.ts';

/** Why the version cannot take the alias at this moment, beside the button; undefined where it can. */
export function whyNotPromote(page: PromotionPage, rows: readonly GateRow[], judging: Judging): string | undefined {
  const why = whyNotMove(page, judging);
  if (why !== undefined || page.guard.kind === 'none') return why;
  if (rows.some(standsInTheWay) || judging.report?.allowed === false)
    return 'Promote opens when no gate is failed, unknown or waiting';
  if (rows.some(({ status }) => status === 'left'))
    return 'Code owners approve it on the host: open it as a pull request';
  return undefined;
}

/** The same for a pull request, which is how code owners are asked. */
export function whyNoPullRequest(page: PromotionPage, rows: readonly GateRow[], judging: Judging): string | undefined {
  const why = whyNotMove(page, judging);
  if (why !== undefined) return why;
  if (page.guard.kind === 'none') return 'No policy guards it: promote, and commit its file';
  const isStopped = rows.some(standsInTheWay) || judging.report?.allowed === false;
  return isStopped ? 'A pull request opens when no gate is failed, unknown or waiting' : undefined;
}

function whyNotMove(
  { now, version, alias, guard, withdrawn, pending }: PromotionPage,
  { state, report }: Judging,
): string | undefined {
  if (pending !== null) return 'A move of the alias is not committed: finish it or undo it';
  if (now?.version === version) return `v${version} is ${alias} already`;
  if (withdrawn !== null) return `v${version} is withdrawn`;
  if (guard.kind === 'unknown') return 'It cannot be told which rules hold';
  if (guard.kind === 'none') return undefined;
  if (state === 'judging') return 'Gates are being checked';
  return report === null ? 'Gates were not checked yet' : undefined;
}

/** What a move at work, or one that ended badly, says beside the buttons. */
export function movingText(told: MovingTold | undefined, alias: string): string | undefined {
  if (told?.kind === 'begun') return BEGUN[told.move].replace('ALIAS', alias);
  if (told?.kind === 'done' && told.move === 'pullRequest')
    return told.url === undefined ? 'The branch is pushed' : `The pull request is at ${told.url}`;
  return undefined;
}

const BEGUN = {
  promote: 'Promotes to ALIAS',
  pullRequest: 'Opens a pull request',
  finish: 'Commits the move',
  undo: 'Undoes the move',
} as const;
