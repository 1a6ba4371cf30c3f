import { Failure } from '../../../failure.ts';
import type { Host } from '../../../ports/host.ts';
import type { ModelVersion } from '../../../ports/modelRegistry.ts';
import { nameOfKey, namesOf, readAllowedSigners } from '../../../registry/approvals/allowedSigners.ts';
import { allowedSignersOf, askedOf } from '../../../registry/approvals/countApprovals.ts';
import { refuseApprover } from '../../../registry/approvals/refuseApprover.ts';
import type { RulesOfMove } from '../../../registry/policies/aliasRules.ts';
import type { PageApprovers } from './promotionPage.ts';

export interface ApproversAround {
  readonly host: Pick<Host, 'files' | 'git'>;
  readonly root: string;
}

/** Who may agree with a move, by name; null where the rules ask for no people. */
export async function approversOf(
  { host, root }: ApproversAround,
  rules: RulesOfMove,
  candidate: Pick<ModelVersion, 'name' | 'version' | 'by'>,
): Promise<PageApprovers | null> {
  const asked = askedOf(rules);
  const roles = asked.flatMap(({ approvals, roles: members }) =>
    approvals.kind === 'people' ? (members[approvals.role] ?? []) : [],
  );
  if (!asked.some(({ approvals }) => approvals.kind === 'people')) return null;
  const [identity, signers] = await Promise.all([host.git(root).identity(), allowedSignersOf({ host, root }, rules)]);
  const known = readAllowedSigners(signers.text);
  const own = [identity?.key, identity?.email].flatMap((id) => (id === undefined ? [] : [...namesOf(id, known)]));
  const left = new Set([...own, ...namesOf(candidate.by, known)]);
  const others = roles.filter((member) => ![...namesOf(member, known)].some((name) => left.has(name)));
  return {
    names: Object.fromEntries(known.map(({ key }) => [key, nameOfKey(key, known) ?? key])),
    you: {
      ids: [...new Set(own)],
      whyNot: whyNot(() => refuseApprover({ identity, candidate, asked, signers, rules })),
    },
    others: [...new Set(others.map((member) => nameOfKey(member, known) ?? member))],
  };
}

function whyNot(check: () => unknown): PageApprovers['you']['whyNot'] {
  try {
    check();
    return null;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { message: error.message, next: error.next ?? null };
  }
}
