import type { ColumnReport } from '../../../engine/src/monitoring/report/columnReport.ts';
import type { MonitorReport, ReportCheck } from '../../../engine/src/monitoring/report/monitorReport.ts';
import { limitText, saidOf, statisticText, subjectOf } from './driftWords.ts';
import { attributes, element, text } from './xml.ts';

/**
 * A JUnit report: a case a check and a case a column. What failed its limit is a failure, what cannot be told an error; a column's drift
 * alone fails nothing while the share of drifted columns is within its limit, and is written beside the case.
 */
export function driftJunit(report: MonitorReport): string {
  const { checks, columns, seconds } = report;
  const suite = subjectOf(report);
  const fails = report.verdict === 'drift';
  const cases = [
    ...checks.map((check) => checkCase(suite, check)),
    ...columns.map((column) => columnCase(suite, column, fails)),
  ];
  const count = (kind: Case['kind']) => cases.filter((one) => one.kind === kind).length;
  const opening = attributes({
    package: 'modelyard.drift',
    id: 0,
    name: suite,
    tests: cases.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
    time: seconds,
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n',
    `  <testsuite${opening}>\n`,
    ...cases.map(({ xml }) => xml),
    `    ${element('system-out', {}, text([report.headline, ...report.summary].join('\n')))}\n`,
    '  </testsuite>\n</testsuites>\n',
  ].join('');
}

interface Case {
  readonly kind: 'passed' | 'failure' | 'error' | 'skipped';
  readonly xml: string;
}

function checkCase(suite: string, { id, status, said, title }: ReportCheck): Case {
  const kind = ({ passed: 'passed', failed: 'failure', unknown: 'error' } as const)[status];
  return {
    kind,
    xml: testcase({ name: id, classname: suite }, kind, { message: said, type: id }, `${title}: ${said}`),
  };
}

function columnCase(suite: string, column: ColumnReport, fails: boolean): Case {
  const { verdict, test } = column;
  const said = saidOf(column);
  const names = { name: column.column, classname: `${suite}.columns` };
  // A column that nothing can be told of is skipped: the check above says what that means for all.
  if (verdict === 'unknown') return { kind: 'skipped', xml: testcase(names, 'skipped', { message: said }, '') };
  const measured = `${test} ${statisticText(column)}, limit ${limitText(column)}`;
  const kind = verdict === 'drift' && fails ? 'failure' : 'passed';
  const body = verdict === 'drift' ? `${measured}\n${said}` : '';
  return { kind, xml: testcase(names, kind, { message: said, type: test }, body) };
}

function testcase(
  names: Readonly<Record<string, string>>,
  kind: Case['kind'],
  about: Readonly<Record<string, string>>,
  body: string,
): string {
  const opening = `    <testcase${attributes({ ...names, time: 0 })}`;
  if (kind === 'passed' && body === '') return `${opening}/>\n`;
  const inner = kind === 'passed' ? element('system-out', {}, text(body)) : element(kind, about, text(body));
  return `${opening}>\n      ${inner}\n    </testcase>\n`;
}
