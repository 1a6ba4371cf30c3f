import type { ReportedPerson } from '../decisions/gateReport.ts';

/** What git remembers of the registry, each entry held against the rules of its time. */
export interface Audit {
  /** The commit that it was read up to, along first parents. */
  readonly tip: string;
  /** Oldest first. */
  readonly entries: readonly AuditEntry[];
  readonly valid: boolean;
  /** The first commit with a problem. */
  readonly brokenAt?: string;
}

export interface AuditEntry {
  readonly commit: string;
  /** When it was committed, ISO 8601 UTC. */
  readonly at: string;
  readonly author: { readonly name: string; readonly email: string };
  readonly subject: string;
  /** Null for what concerns all models. */
  readonly model: string | null;
  readonly what: AuditedChange;
  readonly version: number | null;
  readonly alias: string | null;
  /** What the alias stood for before. */
  readonly from: number | null;
  /** The gate report that it rests on, a path in the project. */
  readonly report: string | null;
  /** The people whose approvals count, as they were named then. */
  readonly approvals: readonly ReportedPerson[];
  /** Why it went back. */
  readonly reason: string | null;
  readonly problems: readonly AuditProblem[];
}

export type AuditedChange =
  | 'registered'
  | 'promoted'
  | 'rolled back'
  /** An alias that nothing guarded then. */
  | 'pointed'
  | 'taken away'
  | 'approved'
  | 'approval taken away'
  | 'noted'
  | 'withdrawn'
  | 'signers changed'
  | 'changed';

export interface AuditProblem {
  readonly code: AuditCode;
  /** A path in the project. */
  readonly file: string;
  readonly message: string;
}

export type AuditCode =
  | 'version-edited'
  | 'version-deleted'
  | 'version-missing'
  | 'alias-unreadable'
  | 'alias-without-gates'
  | 'previous-differs'
  | 'rollback-refused'
  | 'report-missing'
  | 'report-changed'
  | 'report-of-another'
  | 'report-not-allowed'
  | 'champion-differs'
  | 'rules-differ'
  | 'rules-unreadable'
  | 'gate-not-passed'
  | 'approvals-missing'
  | 'approvals-unknown'
  | 'approval-forged';
