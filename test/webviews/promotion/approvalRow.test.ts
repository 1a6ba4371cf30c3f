import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PageApprovers } from '../../../engine/src/operations/promotion/page/promotionPage.ts';
import { approvalRow } from '../../../webviews/promotion/model/approvalRow.ts';
import { atFirst, heard } from '../../../webviews/promotion/model/judging.ts';
import type { JudgedGates } from '../../../webviews/promotion/protocol.ts';
import { mockPage, reportOf } from '../../kit/webviews/promotionPages.ts';

type Approvals = NonNullable<JudgedGates['approvals']>;

const [ADA, BEN] = ['0f1e2d3c4b5a6978', '5d41402abc4b2a76'];
const APPROVERS: PageApprovers = {
  names: { [ADA]: 'ada@example.org', [BEN]: 'ben@example.org' },
  you: { ids: [ADA, 'ada@example.org'], whyNot: null },
  others: ['ben@example.org'],
};
const WAITING: Approvals = { status: 'waiting', asks: '1 of role approver', count: 0, needed: 1, given: [], void: [] };
const COMMAND = 'modelyard models approve flight-delay:8 --alias production';

const given = (by: string) => ({ by, at: '2026-11-21T12:00:00Z', file: 'registry/a.approval.yaml', signed: true });

const rowOf = (approvals: Approvals, approvers: PageApprovers | null = APPROVERS) => {
  const page = { ...mockPage(), approvers };
  const row = approvalRow(page, heard(atFirst(null), { kind: 'ended', report: reportOf([], approvals) }));
  assert.ok(row);
  return row;
};

test('who may approve is offered to, and the others who may are named', () => {
  const row = rowOf(WAITING);
  assert.deepEqual(row.action, { text: 'Approve', does: { kind: 'approve' } });
  assert.deepEqual([row.why, row.next], [null, `To be approved by ben@example.org with \`${COMMAND}\``]);
});

test('an approval of one’s own is said, and nothing is offered again', () => {
  const own = { by: ADA, file: 'registry/a.approval.yaml', why: 'self-approval: they move the alias' };
  const row = rowOf({ ...WAITING, void: [own] });
  assert.equal(row.action, null);
  assert.equal(
    row.why,
    'Approved by you. It counts once somebody else promotes, for who approves does not move the alias',
  );
  assert.equal(row.next, 'Commit the approval, and have somebody else promote');
  const more = rowOf({ ...WAITING, count: 1, needed: 2, given: [given(ADA)] });
  assert.equal(more.why, 'Approved by you on 21 Nov 2026');
  assert.deepEqual([more.status, more.action?.text], ['waiting', 'Copy request']);
});

test('whose approval would not count is told why, and has somebody to ask', () => {
  const whyNot = { message: 'You made flight-delay:8, so that your approval does not count.', next: null };
  const cannot = { ...APPROVERS, you: { ...APPROVERS.you, whyNot } };
  const row = rowOf(WAITING, cannot);
  assert.equal(row.why, 'You made flight-delay:8, so that your approval does not count');
  assert.deepEqual(row.action?.does, {
    kind: 'copy',
    text: `Please approve flight-delay v8 for production: ${COMMAND}`,
  });
  const nobody = rowOf(WAITING, { ...cannot, others: [] });
  assert.deepEqual([nobody.action, nobody.next], [null, 'Nobody else has the role: add somebody to it in the policy']);
});

test('people are named as allowed_signers names them, with the key beside it', () => {
  const row = rowOf({ ...WAITING, status: 'passed', count: 1, given: [given(BEN)] });
  assert.equal(row.figure.whole, 'ben@example.org, 21 Nov 2026');
  assert.deepEqual(
    row.evidence.map(({ text, title }) => [text, title]),
    [['ben@example.org', `ben@example.org, key ${BEN}`]],
  );
  const stranger = rowOf({ ...WAITING, status: 'passed', count: 1, given: [given('c0ffee')] });
  assert.deepEqual(
    stranger.evidence.map(({ text, title }) => [text, title]),
    [['c0ffee', undefined]],
  );
  const gone = rowOf({ ...WAITING, void: [{ by: BEN, file: 'x', why: 'the policy is another since' }] });
  assert.equal(gone.why, 'The approval of ben@example.org does not count: the policy is another since');
});
