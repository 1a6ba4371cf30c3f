import type { ColumnReport } from '../../../engine/src/monitoring/report/columnReport.ts';

export interface WindowAdvice {
  /** What is said before it. */
  readonly text: string;
  /** A length of time, as a spec says it: `28d`. */
  readonly window: string;
}

const ADVICE = /^(?<text>.*); use window: (?<window>\d+d)$/s;

/** The window of whole weeks that a column's sentence ends with, where it moved with the calendar alone. */
export function windowAdvice({ artefact, changed }: ColumnReport): WindowAdvice | undefined {
  const { text, window } = (artefact === 'calendar' ? ADVICE.exec(changed)?.groups : undefined) ?? {};
  return text === undefined || window === undefined ? undefined : { text, window };
}
