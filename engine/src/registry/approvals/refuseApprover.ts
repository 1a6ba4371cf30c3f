import { Failure } from '../../failure.ts';
import type { GitIdentity } from '../../ports/git.ts';
import type { ModelVersion } from '../../ports/modelRegistry.ts';
import type { RulesOfMove } from '../policies/aliasRules.ts';
import { namesOf, readAllowedSigners } from './allowedSigners.ts';
import type { AllowedSigners, ApprovalsAsked } from './judgeApprovals.ts';

export interface Approver {
  /** Who git says sits here. */
  readonly identity: GitIdentity | undefined;
  readonly candidate: Pick<ModelVersion, 'name' | 'version' | 'by'>;
  readonly asked: ApprovalsAsked['asked'];
  readonly signers: AllowedSigners;
  readonly rules: Pick<RulesOfMove, 'from'>;
}

/**
 * Refuses whose approval would not count.
 * @throws Failure `no-identity`, `self-approval`, `unknown-signer`, `not-in-role`
 */
export function refuseApprover({ identity, candidate, asked, signers, rules }: Approver): GitIdentity {
  if (identity === undefined) throw nobody();
  refuseSelf(identity, candidate, signers);
  if (identity.key !== undefined) refuseStranger(identity.key, asked, signers, rules);
  return identity;
}

function refuseSelf({ key, email }: GitIdentity, candidate: Approver['candidate'], { text }: AllowedSigners): void {
  const signers = readAllowedSigners(text);
  const maker = namesOf(candidate.by, signers);
  const own = [key, email].flatMap((id) => (id === undefined ? [] : [...namesOf(id, signers)]));
  if (!own.some((name) => maker.has(name))) return;
  throw new Failure(
    'self-approval',
    `You made ${candidate.name}:${candidate.version} (${candidate.by}), so that your approval does not count.`,
    { next: 'Ask somebody else of the role to approve it.' },
  );
}

function refuseStranger(
  key: string,
  asked: ApprovalsAsked['asked'],
  { text, decides }: AllowedSigners,
  { from }: Approver['rules'],
): void {
  const signer = readAllowedSigners(text).find((one) => one.key === key);
  const where = from === undefined ? '' : ` on ${from.ref}`;
  if (signer === undefined)
    throw new Failure('unknown-signer', `registry/allowed_signers${where} does not name your key ${key}.`, {
      next: 'Have a line with your e-mail and your public key added there, and merged: `EMAIL namespaces="modelyard-approval" ssh-ed25519 AAAA...`.',
    });
  const ids = [key, ...(decides ? signer.principals.map((principal) => principal.toLowerCase()) : [])];
  const roles = asked.flatMap(({ approvals, roles }) =>
    approvals.kind === 'people' ? [{ role: approvals.role, members: roles[approvals.role] ?? [] }] : [],
  );
  if (roles.some(({ members }) => members.some((member) => ids.includes(member.toLowerCase())))) return;
  throw new Failure('not-in-role', `You (${key}) do not have role ${roles[0]?.role}${where}.`, {
    next: `Have the key added under \`roles\` of the policy, and merged.`,
  });
}

function nobody(): Failure {
  return new Failure('no-identity', 'git does not know who you are.', {
    next: 'Say it with `git config --global user.email YOU@EXAMPLE.ORG` and `git config --global user.name YOU`.',
  });
}
