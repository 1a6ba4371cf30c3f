import type { GateRule } from '../../../ports/gate.ts';
import type { GateReport } from '../../../registry/decisions/gateReport.ts';
import type { ApprovalRule } from '../../../registry/policies/aliasRules.ts';
import type { MetricRow, PageDifference, SpecPlace } from '../../runs/page/runPage.ts';

/** What a move of an alias is decided by, as plain JSON. Types only. */
export interface PromotionPage {
  readonly model: string;
  /** The one that is to have the alias. */
  readonly version: number;
  readonly semver: string;
  /** Of its model, hex. */
  readonly sha256: string;
  readonly alias: string;
  /** What the alias stands for; null where it holds nothing. */
  readonly now: AliasNow | null;
  /** A move that is written here and not committed: nothing resolves to it. */
  readonly pending: number | null;
  /** Why nobody should use the version any more. */
  readonly withdrawn: string | null;
  readonly guard: PageGuard;
  /** The newest report in the registry on this version and alias. */
  readonly report: GateReport | null;
  /** Approvals of the move that lie in the registry, each with when it was written; whether they count is judged. */
  readonly approvals: readonly string[];
  /** Null where the rules ask for no people. */
  readonly approvers: PageApprovers | null;
  /** What is written and committed once the gates are passed; null where the alias is this version already. */
  readonly change: PlannedChange | null;
  /** Main first, held against what the alias stands for. */
  readonly metrics: readonly MetricRow[];
  /** Against what the alias stands for. */
  readonly differences: readonly PageDifference[];
  /** The newest first, at most `HOLDS_SHOWN`. */
  readonly history: readonly AliasHold[];
  /** How many there are in all. */
  readonly holds: number;
  readonly evidence: PageEvidence;
  /** Other guarded aliases of the model that do not stand for the version. */
  readonly otherAliases: readonly string[];
  /** Where rules lead to. */
  readonly places: PromotionPlaces;
}

export interface AliasNow {
  readonly version: number;
  /** Id of its run, where the store of this machine has it. */
  readonly run: string | null;
  /** ISO 8601 UTC. */
  readonly since: string;
  /** What a rollback leads to; null: there is no way back. */
  readonly previous: number | null;
}

export type PageGuard =
  /** No policy applies, or it does not name the alias. */
  | { readonly kind: 'none' }
  | {
      readonly kind: 'rules';
      /** At the merge base first, then the working tree's where it says otherwise. */
      readonly policies: readonly PagePolicy[];
      /** Of all of them, in their order; the same one stands once. */
      readonly gates: readonly GateRule[];
      readonly approvals: ApprovalRule | null;
      readonly rollback: 'gates' | 'none';
    }
  /** It cannot be told which rules hold. */
  | { readonly kind: 'unknown'; readonly message: string; readonly next: string | null };

export interface PagePolicy {
  readonly name: string;
  readonly place: SpecPlace;
  /** Null: the working tree. */
  readonly at: { readonly ref: string; readonly commit: string } | null;
  /** Hash of what it asks. */
  readonly rules: string;
}

export interface PageApprovers {
  /** Names of `allowed_signers` by key id. */
  readonly names: Readonly<Record<string, string>>;
  readonly you: {
    /** All that names the user of this machine: key ids and e-mails, small letters. */
    readonly ids: readonly string[];
    /** Why an approval of theirs would not count; null where it would. */
    readonly whyNot: { readonly message: string; readonly next: string | null } | null;
  };
  /** Who else has the role and did not make the version, by name where the list has one. */
  readonly others: readonly string[];
}

export interface PlannedChange {
  readonly file: string;
  readonly lines: readonly ChangedLine[];
  /** Subject of the commit, as far as it is known before the gates are judged. */
  readonly message: string;
}

export interface ChangedLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** A time in which the alias stood for one version. */
export interface AliasHold {
  readonly version: number;
  /** ISO 8601 UTC. */
  readonly from: string;
  /** Null: it still does. */
  readonly to: string | null;
  /** How it ended. */
  readonly end: 'promoted' | 'rolled back' | 'removed' | null;
  /** That made it; null where it is not committed. */
  readonly commit: string | null;
  readonly by: string;
  /** Why it was rolled back to. */
  readonly reason: string | null;
  readonly metric: MetricRow | null;
}

/** How many holds a page shows. */
export const HOLDS_SHOWN = 4;

export interface PageEvidence {
  /** Empty where no run is known. */
  readonly run: string;
  /** Whether the store of this machine has it. */
  readonly hasRun: boolean;
  /** Null: the version does not say. */
  readonly scores: string | null;
  /** Whether the model's bytes are on this machine. */
  readonly isHere: boolean;
  readonly dirty: boolean;
}

export interface PromotionPlaces {
  /** The version's own file. */
  readonly version: SpecPlace;
  readonly card: SpecPlace | null;
  readonly datasets: readonly { readonly name: string; readonly place: SpecPlace }[];
}
