import type { JudgedGate, JudgedProblem } from './changedResult.ts';

export interface Rejudged {
  readonly gates: readonly JudgedGate[];
  /** What the report says and its objects do not bear out. */
  readonly problems: readonly Omit<JudgedProblem, 'file'>[];
}
