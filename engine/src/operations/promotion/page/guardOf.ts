import { Failure } from '../../../failure.ts';
import type { AliasRules, ApprovalRule, RulesOfMove } from '../../../registry/policies/aliasRules.ts';
import { rulesOfMove } from '../../../registry/policies/rulesOfMove.ts';
import type { RulesAround } from '../../../registry/policies/rulesPlace.ts';
import { rulesToMeet } from '../judgeMove.ts';
import type { PageGuard, PagePolicy } from './promotionPage.ts';

export interface Guarded {
  readonly guard: PageGuard;
  /** Undefined where they cannot be told. */
  readonly rules: RulesOfMove | undefined;
}

/** Which rules hold for a move; where that cannot be told, why. */
export async function guardOf(around: RulesAround, model: string, alias: string): Promise<Guarded> {
  try {
    const rules = await rulesOfMove(around, { model, alias });
    return { guard: guardBy(rules), rules };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { guard: { kind: 'unknown', message: error.message, next: error.next ?? null }, rules: undefined };
  }
}

function guardBy(rules: RulesOfMove): PageGuard {
  const both = [rules.base, rules.tree].filter((one) => one !== undefined);
  if (both.length === 0) return { kind: 'none' };
  return {
    kind: 'rules',
    policies: both.map(pagePolicy),
    gates: rulesToMeet(rules),
    approvals: strictest(both.flatMap(({ approvals }) => approvals ?? [])),
    rollback: both.some(({ rollback }) => rollback === 'gates') ? 'gates' : 'none',
  };
}

function pagePolicy({ policy, file, at, hash }: AliasRules): PagePolicy {
  return { name: policy, place: { file, line: 0 }, at: at ?? null, rules: hash };
}

/** Both are counted when gates are judged; before that the one that asks for more is shown. */
function strictest(rules: readonly ApprovalRule[]): ApprovalRule | null {
  const people = rules.filter((rule) => rule.kind === 'people').toSorted((a, b) => b.count - a.count);
  return people[0] ?? rules[0] ?? null;
}
