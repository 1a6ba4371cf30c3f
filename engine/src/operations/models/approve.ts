import { posix as path } from 'node:path';
import { Failure } from '../../failure.ts';
import { type Approval, approvalPath, signedText, writeApprovalFile } from '../../registry/approvals/approvalFile.ts';
import { allowedSignersOf, askedOf, countApprovals } from '../../registry/approvals/countApprovals.ts';
import { hashOfRules } from '../../registry/approvals/hashOfRules.ts';
import type { ApprovalsAsked } from '../../registry/approvals/judgeApprovals.ts';
import { refuseApprover } from '../../registry/approvals/refuseApprover.ts';
import type { ReportedApprovals } from '../../registry/decisions/gateReport.ts';
import { rulesOfMove } from '../../registry/policies/rulesOfMove.ts';
import { operation } from '../operation.ts';
import { openStores } from '../project.ts';

export interface Approved {
  readonly model: string;
  readonly version: number;
  readonly alias: string;
  /** Relative to the project. */
  readonly file: string;
  readonly by: string;
  readonly signed: boolean;
  /** Those of the move as they are now, whoever moves the alias. */
  readonly approvals: ReportedApprovals;
}

/** `models approve`: agrees that an alias may point at a version, by a signed file of its own. */
export const approveModel = operation({
  name: 'models approve',
  title: 'Agree that an alias may point at a version',
  examples: [
    {
      command: 'modelyard models approve flight-delay:8 --alias production',
      does: 'signs an approval with your SSH key of git, for somebody else to promote version 8 with.',
    },
  ],
  arguments: {
    model: { type: 'string', description: 'NAME, NAME:VERSION or NAME@ALIAS.', positional: true, required: true },
    alias: {
      type: 'string',
      description: 'The guarded alias that may move, such as `production`.',
      required: true,
      placeholder: 'ALIAS',
    },
    policyFrom: {
      type: 'string',
      description: 'Branch, tag or commit whose policy decides; default: the default branch.',
      placeholder: 'REF',
    },
  },
  result: 'models-approve',
  async run(host, args): Promise<Approved> {
    const { root, registry } = await openStores(host);
    const { alias } = args;
    const candidate = await registry.resolve(args.model);
    const git = host.git(root);
    const guarded = { model: candidate.name, alias };
    const rules = await rulesOfMove({ files: host.files, git, root }, guarded, { policyFrom: args.policyFrom });
    const hash = hashOfRules(rules);
    const asked = askedOf(rules);
    if (hash === undefined) throw free(candidate.name, alias);
    refuseUnasked(asked, alias);
    const signers = await allowedSignersOf({ host, root }, rules);
    const identity = refuseApprover({ identity: await git.identity(), candidate, asked, signers, rules });
    const signs = identity.key !== undefined || !asked.some(mayBeUnsigned);
    const plain: Approval = {
      ...{ model: candidate.name, version: candidate.version, alias, sha256: candidate.sha256, rules: hash },
      evidence: candidate.evidence,
      by: identity.key ?? identity.email,
      at: new Date(host.clock.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
    };
    const approval: Approval = signs
      ? { ...plain, signature: (await git.signatures.sign(signedText(plain))).signature }
      : plain;
    const file = approvalPath(approval);
    await host.files.write(path.join(root, file), writeApprovalFile(approval));
    const approvals = await countApprovals({ host, root }, { rules, candidate, alias, mover: {} });
    const { model, version, by } = approval;
    return { model, version, alias, file, by, signed: signs, approvals: approvals! };
  },
});

function mayBeUnsigned({ approvals }: ApprovalsAsked['asked'][number]): boolean {
  return approvals.kind === 'people' && approvals.unsigned === true;
}

/** @throws Failure `no-approvals-asked`, `left-to-host` */
function refuseUnasked(asked: ApprovalsAsked['asked'], alias: string): void {
  if (asked.some(({ approvals }) => approvals.kind === 'people')) return;
  if (asked.length === 0)
    throw new Failure('no-approvals-asked', `The policy asks for no approval of ${alias}.`, {
      next: `Say so in the policy, under \`aliases.${alias}.approvals\`: \`{count: 1, role: approver}\`.`,
    });
  throw new Failure(
    'left-to-host',
    `The policy leaves ${alias} to the code owners: approvals are given on the git host.`,
    {
      next: 'Review the pull request of `modelyard models promote ... --pr` there.',
    },
  );
}

function free(model: string, alias: string): Failure {
  return new Failure('alias-free', `No policy guards ${alias} of ${model}, so that nobody has to approve.`, {
    next: `Point it with \`modelyard models alias\`, or name the alias under \`aliases\` of a policy.`,
  });
}
