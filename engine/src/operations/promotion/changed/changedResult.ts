import type { NamedCommit } from '../../../ports/gitHistory.ts';
import type { MetricFact } from '../../../ports/modelRegistry.ts';
import type { Difference, MetricDifference } from '../../../registry/compareVersions.ts';
import type { GateReport } from '../../../registry/decisions/gateReport.ts';
import type { GateLine } from '../gateResult.ts';

/** What `gate --changed` says of a branch. Paths are relative to the project. */
export interface ChangedResult {
  /** Whether every guarded alias that moves may move, and no fact of the registry was edited. */
  readonly allowed: boolean;
  /** False where nothing that is looked at differs. */
  readonly changed: boolean;
  readonly project: string;
  readonly base: NamedCommit;
  /** The commit that was judged. */
  readonly head: string;
  readonly modelyard: string;
  readonly aliases: readonly JudgedAlias[];
  readonly versions: readonly ChangedVersion[];
  readonly data: readonly ChangedData[];
  readonly features: readonly ChangedParts[];
  readonly cards: readonly ChangedParts[];
  readonly policies: readonly ChangedParts[];
  /** Of the registry beside its aliases: facts that are not what they were. */
  readonly problems: readonly JudgedProblem[];
  /** Changed files that the working tree has otherwise than HEAD; HEAD was looked at. */
  readonly uncommitted: readonly string[];
  /** For a pull request: the first line of the body tells the comment from all others. */
  readonly comment: { readonly marker: string; readonly body: string };
}

export type HowChanged = 'added' | 'removed' | 'changed';

/** An alias whose file differs. */
export interface JudgedAlias {
  readonly model: string;
  readonly alias: string;
  readonly file: string;
  /** Null where it held nothing. */
  readonly from: number | null;
  /** Null where it holds nothing any more, or nobody can tell what. */
  readonly to: number | null;
  /** Why it goes back to an earlier version; null where it does not. */
  readonly reason: string | null;
  readonly guarded: boolean;
  readonly allowed: boolean;
  /** Path of the gate report that it rests on. */
  readonly report: string | null;
  readonly policies: GateReport['policies'];
  readonly gates: readonly JudgedGate[];
  readonly approvals: GateReport['approvals'];
  /** Why it may not move, beside its gates. */
  readonly problems: readonly JudgedProblem[];
}

/** A gate, and where its answer comes from. */
export interface JudgedGate extends GateLine {
  /** `facts`: by the version file alone. `reported`: it can be measured only where model or data are; the gate report says it. */
  readonly how: 'recomputed' | 'facts' | 'reported';
}

export interface JudgedProblem {
  readonly code: string;
  readonly file: string;
  readonly message: string;
}

export interface ChangedVersion {
  readonly model: string;
  readonly version: number;
  readonly file: string;
  readonly change: HowChanged;
  readonly semver: string | null;
  readonly run: string | null;
  readonly pipeline: string | null;
  readonly dirty: boolean;
  /** Whether a guarded alias moves to it here. */
  readonly promoted: boolean;
  /** What it is held against: what the alias that moves to it stood for, else the version before; null where there is none. */
  readonly against: number | null;
  readonly metrics: readonly ChangedMetric[];
  /** What else differs between the two: inputs, outputs, parameters, data, features. */
  readonly differences: readonly (Difference & { readonly of: string })[];
}

export interface ChangedMetric extends MetricDifference {
  /** What a gate found by the paired bootstrap, signed so that more is better; null where none asked for this metric. */
  readonly paired: MetricFact | null;
}

/** A dataset whose lock differs. */
export interface ChangedData {
  readonly dataset: string;
  readonly file: string;
  readonly change: HowChanged;
  readonly version: { readonly before: string | null; readonly after: string | null };
  readonly rows: { readonly before: number | null; readonly after: number | null };
  readonly columns: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
    readonly retyped: readonly { readonly name: string; readonly before: string; readonly after: string }[];
  };
}

/** A spec whose parts differ: fields of a feature view, sections of a card, gates of a policy. */
export interface ChangedParts {
  readonly name: string;
  readonly file: string;
  readonly change: HowChanged;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}
