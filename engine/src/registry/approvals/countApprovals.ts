import type { Host } from '../../ports/host.ts';
import type { ModelVersion } from '../../ports/modelRegistry.ts';
import type { ReportedApprovals } from '../decisions/gateReport.ts';
import type { ApprovalRule, RulesOfMove } from '../policies/aliasRules.ts';

export interface ApprovalsAround {
  readonly host: Pick<Host, 'files' | 'git'>;
  /** Absolute root of the project. */
  readonly root: string;
}

/** The move that people are to agree with. */
export interface ApprovedMove {
  readonly rules: RulesOfMove;
  readonly candidate: ModelVersion;
  readonly alias: string;
  /** Who moves the alias, key id and e-mail, and so does not count as somebody else; default: git's user here. */
  readonly mover?: { readonly key?: string; readonly email?: string };
}

/** Who agrees that an alias moves, by the approvals in the working tree; null where the rules ask for nobody. */
export async function countApprovals(
  _around: ApprovalsAround,
  { rules }: ApprovedMove,
): Promise<ReportedApprovals | null> {
  const asked = [rules.base?.approvals, rules.tree?.approvals].filter(
    (rule): rule is ApprovalRule => rule !== undefined,
  );
  if (asked.length === 0) return null;
  const people = asked.flatMap((rule) => (rule.kind === 'people' ? [rule] : []));
  if (people.length === 0)
    return {
      status: 'left to the host',
      asks: 'a review by the code owners',
      count: 0,
      needed: 0,
      given: [],
      void: [],
    };
  const asks = people.map(({ count, role }) => `${count} of role ${role}`).join(' and ');
  return {
    status: 'waiting',
    asks,
    count: 0,
    needed: Math.max(...people.map(({ count }) => count)),
    given: [],
    void: [],
  };
}
