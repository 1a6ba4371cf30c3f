import type { GateAnswer, GateRule } from '../../ports/gate.ts';

/**
 * What a decision rests on: `registry/MODEL/gates/vVERSION-ALIAS-HASH12.json`, whose name holds the first 12 hex digits of
 * the sha256 of its bytes. Written once.
 */
export interface GateReport {
  readonly gate_report: string;
  readonly version: number;
  readonly alias: string;
  /** Of the candidate's model. */
  readonly sha256: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** Key id or e-mail of who had the gates judged. */
  readonly by: string;
  readonly allowed: boolean;
  /** What the alias stood for; null where it held nothing. */
  readonly champion: { readonly version: number; readonly sha256: string } | null;
  readonly policies: readonly ReportedPolicy[];
  readonly gates: readonly ReportedGate[];
  readonly approvals: ReportedApprovals | null;
  readonly machine: { readonly modelyard: string; readonly node: string; readonly platform: string };
}

export interface ReportedPolicy {
  readonly name: string;
  readonly file: string;
  /** Commit it was read at; null for the working tree. */
  readonly commit: string | null;
  readonly ref: string | null;
  readonly rules: string;
}

/** A gate with its rule, in the order of the policy. */
export type ReportedGate = { readonly name: string; readonly rule: GateRule; readonly seconds: number } & GateAnswer;

/** Who agreed. */
export interface ReportedPerson {
  /** Key id or e-mail. */
  readonly by: string;
  /** What `allowed_signers`, as the state that decides has it, calls the holder of the key. */
  readonly name?: string;
}

export interface ReportedApprovals {
  readonly status: 'passed' | 'waiting' | 'left to the host';
  readonly asks: string;
  readonly count: number;
  readonly needed: number;
  /** Those that count. */
  readonly given: readonly (ReportedPerson & {
    readonly at: string;
    readonly file: string;
    readonly signed: boolean;
  })[];
  /** Those that do not, and why. */
  readonly void: readonly (ReportedPerson & { readonly file: string; readonly why: string })[];
}
