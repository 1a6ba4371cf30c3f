import type { SpecPlace } from '../../../engine/src/operations/runs/page/runPage.ts';
import type { GateFigure } from '../../../engine/src/ports/gate.ts';
import type { JudgedGates } from '../protocol.ts';
import type { FigureText } from './figureText.ts';

/** A gate, or the approvals of a move, as a row shows it. */
export interface GateRow {
  readonly key: string;
  /** The user's own words. */
  readonly name: string;
  readonly status: GateRowStatus;
  /** What it asks. */
  readonly asks: string;
  /** What was measured; a word where nothing was. */
  readonly figure: FigureText;
  /** The figures behind it, the deciding one first. */
  readonly figures: readonly GateFigure[];
  /** Cause, and how to pass; none where there is nothing to say. */
  readonly why: string | null;
  readonly next: string | null;
  readonly evidence: readonly RowLink[];
  readonly action: RowLink | null;
  /** Null where it was not judged. */
  readonly seconds: number | null;
}

export type GateRowStatus = 'passed' | 'failed' | 'unknown' | 'waiting' | 'left' | 'judging' | 'unchecked';

export interface RowLink {
  readonly text: string;
  /** Said by the pointer and in the explanation, where it is more than the text. */
  readonly title?: string;
  readonly does: RowDoing;
}

/** What Enter, `.` and a click do. */
export type RowDoing =
  | { readonly kind: 'run'; readonly run: string }
  | { readonly kind: 'place'; readonly place: SpecPlace }
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'compare' }
  | { readonly kind: 'approve' }
  | { readonly kind: 'python' }
  | { readonly kind: 'report'; readonly monitor: string; readonly check: string };

export const STATUS_WORDS: Readonly<Record<GateRowStatus, string>> = {
  passed: 'passed',
  failed: 'failed',
  unknown: 'unknown',
  waiting: 'waiting',
  left: 'left to the host',
  judging: 'is being checked',
  unchecked: 'not checked yet',
};

/** Whether a row keeps the version from the alias. */
export function standsInTheWay({ status }: GateRow): boolean {
  return status === 'failed' || status === 'unknown' || status === 'waiting';
}

export type ReportedGate = JudgedGates['gates'][number];
export type Approvals = NonNullable<JudgedGates['approvals']>;
