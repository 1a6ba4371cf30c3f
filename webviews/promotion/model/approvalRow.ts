import { fullTime } from '../../../engine/src/language/times.ts';
import type { PromotionPage } from '../../../engine/src/operations/promotion/page/promotionPage.ts';
import { isForOthers, isYou, mayApprove, nameOf, othersOf } from './approvers.ts';
import type { Approvals, GateRow, RowLink } from './gateRow.ts';
import type { Judging } from './judging.ts';

const NOBODY = { value: '-', limit: undefined, whole: 'not counted yet' };

/** Who must agree, as a row of its own; null where nobody must. */
export function approvalRow(page: PromotionPage, { report, state, gates }: Judging): GateRow | null {
  const counted = report?.approvals ?? null;
  if (counted !== null) return countedRow(counted, page);
  const asked = page.guard.kind === 'rules' ? page.guard.approvals : null;
  if (asked === null) return null;
  const asks = asked.kind === 'people' ? `${asked.count} of role ${asked.role}, not by the author` : 'code owners';
  // They are counted after the last gate.
  const isNext = state === 'judging' && page.guard.kind === 'rules' && gates.size >= page.guard.gates.length;
  return { ...BARE, status: isNext ? 'judging' : 'unchecked', asks, figure: NOBODY };
}

function countedRow(counted: Approvals, page: PromotionPage): GateRow {
  const { status, asks, count, needed, given } = counted;
  const isLeft = status === 'left to the host';
  const isWaiting = status === 'waiting';
  const value = isLeft ? 'on the host' : `${count} of ${needed}`;
  const whole = given.map(({ by, at }) => `${nameOf(by, page)}, ${dayOf(at)}`).join('; ') || value;
  const why = isLeft ? ['Whoever owns the code approves the pull request there'] : causes(counted, page);
  return {
    ...BARE,
    status: isWaiting ? 'waiting' : isLeft ? 'left' : 'passed',
    asks,
    figure: { value, limit: undefined, whole },
    why: why.join('. ') || null,
    next: isWaiting ? nextOf(counted, page) : null,
    evidence: given.map((one) => evidenceOf(one, page)),
    action: isWaiting ? actionOf(counted, page) : null,
  };
}

/** What the user of this machine has said or cannot say, and whose approval does not count. */
function causes(counted: Approvals, page: PromotionPage): readonly string[] {
  const own = counted.given.filter(({ by }) => isYou(by, page)).map(({ at }) => `Approved by you on ${dayOf(at)}`);
  const voids = counted.void.map((one) =>
    isForOthers(one, page)
      ? 'Approved by you. It counts once somebody else promotes, for who approves does not move the alias'
      : `${isYou(one.by, page) ? 'Your approval' : `The approval of ${nameOf(one.by, page)}`} does not count: ${one.why}`,
  );
  const said = [...own, ...voids];
  const cannot = page.approvers?.you.whyNot;
  return said.length === 0 && counted.status === 'waiting' && cannot != null
    ? [cannot.message.replace(/\.$/, '')]
    : said;
}

function nextOf(counted: Approvals, page: PromotionPage): string {
  if (counted.void.some((one) => isForOthers(one, page))) return 'Commit the approval, and have somebody else promote';
  const others = othersOf(page);
  if (others === undefined && page.approvers !== null && !mayApprove(counted, page))
    return 'Nobody else has the role: add somebody to it in the policy';
  return `${others === undefined ? 'Others approve' : `To be approved by ${others}`} with \`${commandOf(page)}\``;
}

/** Approving, where it counts; else what is handed to those whose approval does. */
function actionOf(counted: Approvals, page: PromotionPage): RowLink | null {
  if (mayApprove(counted, page)) return { text: 'Approve', does: { kind: 'approve' } };
  const isAskable = page.approvers === null || page.approvers.others.length > 0;
  if (!isAskable || counted.void.some((one) => isForOthers(one, page))) return null;
  const text = `Please approve ${page.model} v${page.version} for ${page.alias}: ${commandOf(page)}`;
  return { text: 'Copy request', title: text, does: { kind: 'copy', text } };
}

function evidenceOf({ by, file }: Approvals['given'][number], page: PromotionPage): RowLink {
  const name = nameOf(by, page);
  const does = { kind: 'place', place: { file, line: 0 } } as const;
  return name === by ? { text: by, does } : { text: name, title: `${name}, key ${by}`, does };
}

function dayOf(at: string): string {
  return fullTime(at).split(',')[0] ?? at;
}

/** What a colleague types to agree. */
function commandOf({ model, version, alias }: PromotionPage): string {
  return `modelyard models approve ${model}:${version} --alias ${alias}`;
}

const BARE = {
  key: 'approvals',
  name: 'approval',
  figures: [],
  why: null,
  next: null,
  evidence: [],
  action: null,
  seconds: null,
} as const;
