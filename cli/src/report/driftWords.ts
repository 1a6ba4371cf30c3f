import { count, figure } from '../../../engine/src/language/figures.ts';
import { percent } from '../../../engine/src/language/screenFigures.ts';
import type { ColumnReport, TestReport } from '../../../engine/src/monitoring/report/columnReport.ts';
import type { MonitorReport, ReportCheck, ReportSide } from '../../../engine/src/monitoring/report/monitorReport.ts';

// How a report of drift is told in text, Markdown and JUnit alike.

/** `0.334`, `-`. */
export function statisticText({ statistic }: Pick<TestReport, 'statistic'>): string {
  return statistic === null ? '-' : figure(statistic);
}

export function limitText({ threshold }: Pick<TestReport, 'threshold'>): string {
  return threshold === null ? '-' : figure(threshold);
}

/** `0.032`, `< 1e-9`, `-` where no hypothesis was tested. */
export function pText(p: number | null): string {
  if (p === null) return '-';
  return p < 1e-9 ? '< 1e-9' : figure(p);
}

/** What a line of the column says: what changed, or why nothing can be told. */
export function saidOf({ verdict, reason, changed, since }: ColumnReport): string {
  const lasting = since === null || since.checks < 2 ? '' : `; since ${since.due.slice(0, 10)}, ${since.checks} checks`;
  if (verdict === 'unknown') return reason ?? 'nothing can be told';
  return `${changed}${lasting}`;
}

/** A value of a check with its interval: `0.698 [0.693, 0.702]`. */
export function checkValue({ value, low, high, unit }: ReportCheck): string {
  if (value === null) return '-';
  const one = (number: number) => checkFigure(number, unit);
  return low === null || high === null ? one(value) : `${one(value)} [${one(low)}, ${one(high)}]`;
}

/** `>= 0.65`, `<= 50%`. */
export function checkLimit({ min, max, unit, kind }: ReportCheck): string {
  const upper = kind === 'drift' ? '<' : '<=';
  return [
    ...(min === null ? [] : [`>= ${checkFigure(min, unit)}`]),
    ...(max === null ? [] : [`${upper} ${checkFigure(max, unit)}`]),
  ].join(', ');
}

function checkFigure(value: number, unit: ReportCheck['unit']): string {
  if (unit === 'share') return percent(value);
  if (unit === 'count') return count(value);
  if (unit === 's') return `${figure(value / 3600)} h`;
  return figure(value);
}

/** `flights, 15 Apr to 14 May: 27,000 rows`. */
export function sideText({ name, rows, from, to }: ReportSide): string {
  const times = from === null || to === null ? '' : `, ${from.slice(0, 10)} to ${to.slice(0, 10)}`;
  return `${name}: ${count(rows)} ${rows === 1 ? 'row' : 'rows'}${times}`;
}

/** What the report is about, in a few words. */
export function subjectOf({ monitor, reference, current }: MonitorReport): string {
  return monitor ?? `${current.name} against ${reference.name}`;
}
