import type { DriftTestCode } from '../../catalog/driftTests.ts';
import type { ColumnPair } from '../../math/drift/columnPair.ts';

/** How columns are judged, and what is different for single ones. */
export interface DriftRule extends ColumnRule {
  readonly columns?: Readonly<Record<string, Partial<ColumnRule>>>;
  /** Every test that fits a column is made and shown; the rule's own still decides. */
  readonly allTests?: boolean;
  /** What the rows of both sides span in time, where it is known: weekdays and months that a window holds more of are no drift. */
  readonly spans?: { readonly reference: TimeSpan; readonly current: TimeSpan };
}

export interface ColumnRule {
  readonly test: DriftTestCode;
  /** Greatest value of the test's statistic that is no drift; the test's own limit unless said. */
  readonly max?: number;
}

/** First and last moment of the rows, ISO 8601 in UTC. */
export interface TimeSpan {
  /** As the sentence names it: `January`; `the reference` or `the window` unless said. */
  readonly name?: string;
  readonly from: string;
  readonly to: string;
}

export interface NamedPair {
  readonly column: string;
  readonly pair: ColumnPair;
  /** What part of a date it holds, by its SQL or its name (`calendarPart`); it moves with the window. */
  readonly calendar?: CalendarPart;
  /** Sentences about it name no value and no category. */
  readonly sensitive?: boolean;
}

/** 1 is January; weekdays as DuckDB has them: 0 is Sunday and 7 too. */
export type CalendarPart = 'weekday' | 'month' | 'day';
