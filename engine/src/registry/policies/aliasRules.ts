import type { GateRule } from '../../ports/gate.ts';
import type { NamedCommit } from '../../ports/gitHistory.ts';

/** What one policy asks of one alias of a model, at one state of the repository. */
export interface AliasRules {
  readonly policy: string;
  /** Path of its file relative to the project. */
  readonly file: string;
  /** The commit that it was read at; undefined for the working tree. */
  readonly at: NamedCommit | undefined;
  readonly gates: readonly GateRule[];
  readonly approvals: ApprovalRule | undefined;
  /** Whether the way back to an earlier version asks for the gates. */
  readonly rollback: 'gates' | 'none';
  /** Who has which role: key ids (16 hex digits) and e-mails. */
  readonly roles: Readonly<Record<string, readonly string[]>>;
  /** Hex sha256 of all that decides: gates, approvals, roles, and the bytes of the files that gates run and read. Approvals are bound to it. */
  readonly hash: string;
}

export type ApprovalRule =
  | {
      readonly kind: 'people';
      readonly count: number;
      readonly role: string;
      /** Whether an approval counts that nobody signed. */
      readonly unsigned?: true;
    }
  | { readonly kind: 'code_owners' };

/**
 * The rules that a move of an alias is judged by. Both must be met, so that a change cannot weaken its own gate; where
 * they are equal `tree` is undefined. None at all: nothing guards the alias.
 */
export interface RulesOfMove {
  /**
   * The state that decides: where the branch that decides and the working tree part. Its files win over the working tree's:
   * policies, gate scripts, roles, allowed signers. Undefined where there is no git, or no commit.
   */
  readonly from: NamedCommit | undefined;
  readonly base: AliasRules | undefined;
  readonly tree: AliasRules | undefined;
}
