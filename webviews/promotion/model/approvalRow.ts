import type { PromotionPage } from '../../../server/src/views.ts';
import type { Approvals, GateRow } from './gateRow.ts';
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

function countedRow({ status, asks, count, needed, given, void: voided }: Approvals, page: PromotionPage): GateRow {
  const isLeft = status === 'left to the host';
  const value = isLeft ? 'on the host' : `${count} of ${needed}`;
  const whole = given.map(({ by, at }) => `${by}, ${at.slice(0, 10)}`).join('; ') || value;
  const causes = voided.map(({ by, why }) => `The approval of ${by} does not count: ${why}`);
  return {
    ...BARE,
    status: status === 'passed' ? 'passed' : isLeft ? 'left' : 'waiting',
    asks,
    figure: { value, limit: undefined, whole },
    why: isLeft ? 'Whoever owns the code approves the pull request there.' : causes.join('. ') || null,
    next: status === 'waiting' ? `Others approve with ${commandOf(page)}` : null,
    evidence: given.map(({ by, file }) => ({ text: by, does: { kind: 'place', place: { file, line: 0 } } })),
    action: status === 'waiting' ? { text: 'Approve', does: { kind: 'approve' } } : null,
  };
}

/** What a colleague types to agree. */
export function commandOf({ model, version, alias }: PromotionPage): string {
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
