import { figure } from '../../../engine/src/language/figures.ts';
import type { ColumnReport } from '../../../engine/src/monitoring/report/columnReport.ts';
import type { MonitorReport, ReportCheck } from '../../../engine/src/monitoring/report/monitorReport.ts';
import type { Outcome } from './outcome.ts';
import type { MonitorAsked } from './testNode.ts';

/** What a check of a monitor found of one thing. An input's drift alone fails nothing while the share of drifted inputs is within its limit. */
export function monitorOutcome(
  { checks, columns }: Pick<MonitorReport, 'checks' | 'columns'>,
  about: MonitorAsked['about'],
): Outcome {
  if ('check' in about) return checkOutcome(worstOf(checks.filter((check) => isAbout(check, about.check))));
  const column = columns.find((one) => one.role === 'input' && one.column === about.input);
  const fails = checks.some(({ id, status }) => id === 'drift' && status === 'failed');
  return column === undefined ? NOT_LOOKED_AT : inputOutcome(column, fails);
}

const NOT_LOOKED_AT: Outcome = { kind: 'errored', said: 'The check has not looked at it' };

function isAbout({ id }: ReportCheck, asked: string): boolean {
  return asked.endsWith('=') ? id.startsWith(asked) : id === asked;
}

const SEVERITY: readonly ReportCheck['status'][] = ['failed', 'unknown', 'passed'];

function worstOf(checks: readonly ReportCheck[]): ReportCheck | undefined {
  return checks.toSorted((a, b) => SEVERITY.indexOf(a.status) - SEVERITY.indexOf(b.status))[0];
}

function checkOutcome(check: ReportCheck | undefined): Outcome {
  if (check === undefined) return NOT_LOOKED_AT;
  const { status, said } = check;
  if (status === 'unknown') return { kind: 'errored', said: `Unknown: ${said}` };
  return { kind: status, said };
}

function inputOutcome({ verdict, reason, changed, test, statistic, threshold }: ColumnReport, fails: boolean): Outcome {
  if (verdict === 'unknown') return { kind: 'skipped', said: reason ?? 'Nothing can be told' };
  const limit = threshold === null ? '' : `, limit ${figure(threshold)}`;
  const measured = statistic === null ? changed : `${test} ${figure(statistic)}${limit}: ${changed}`;
  if (verdict === 'none') return { kind: 'passed', said: measured };
  if (fails) return { kind: 'failed', said: `Drifted. ${measured}` };
  return { kind: 'passed', said: `Drifted, while the share of drifted inputs is within its limit. ${measured}` };
}
