import type { CheckResult } from '../../../engine/src/data/qualityResult.ts';
import { findingText, rowText } from '../../../engine/src/data/qualityText.ts';
import type { DataValidation, ValidatedDataset } from '../../../engine/src/operations/data/validate.ts';
import { attributes, element, text } from './xml.ts';

/**
 * A JUnit report, as Jenkins, GitLab and GitHub's reporters read it: a suite a dataset, a case a check. A check that could not be
 * looked at is an error, so is data that cannot be read.
 */
export function checkedJunit({ datasets }: DataValidation): string {
  const suites = datasets.map(suite);
  const total = {
    tests: sum(suites, 'tests'),
    failures: sum(suites, 'failures'),
    errors: sum(suites, 'errors'),
    time: datasets.reduce((all, { seconds }) => all + seconds, 0),
  };
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
  const body = suites.map((one) => one.xml).join('');
  return `${head}<testsuites${attributes({ name: 'modelyard data validate', ...total })}>\n${body}</testsuites>\n`;
}

interface Suite {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly xml: string;
}

function sum(suites: readonly Suite[], key: 'tests' | 'failures' | 'errors'): number {
  return suites.reduce((all, suite) => all + suite[key], 0);
}

/** Of a case: `time` is of the whole suite, since one pass over the data answers most checks at once. */
function suite(dataset: ValidatedDataset, index: number): Suite {
  const cases =
    dataset.status === 'unreadable'
      ? [unreadable(dataset)]
      : dataset.checks.map((check) => testcase(dataset.dataset, check));
  const counts =
    dataset.status === 'unreadable'
      ? { tests: 1, failures: 0, errors: 1 }
      : { tests: cases.length, failures: dataset.failed, errors: dataset.unknown };
  const facts = dataset.status === 'unreadable' ? {} : { version: dataset.version, rows: String(dataset.rows) };
  const properties = Object.entries({ spec: dataset.file, ...facts }).map(
    ([name, value]) => `      <property${attributes({ name, value })}/>\n`,
  );
  const opening = attributes({
    package: 'modelyard.data',
    id: index,
    name: dataset.dataset,
    // The schema wants the moment without zone and the name of a machine; neither this machine nor its zone matter.
    timestamp: dataset.at.slice(0, 19),
    hostname: 'localhost',
    ...counts,
    time: dataset.seconds,
  });
  const inner = [
    `    <properties>\n${properties.join('')}    </properties>\n`,
    ...cases,
    dataset.status === 'unreadable' || dataset.notices.length === 0
      ? '    <system-out/>\n'
      : `    ${element('system-out', {}, text(dataset.notices.join('\n')))}\n`,
    '    <system-err/>\n',
  ].join('');
  return { ...counts, xml: `  <testsuite${opening}>\n${inner}  </testsuite>\n` };
}

function testcase(dataset: string, check: CheckResult): string {
  const opening = `    <testcase${attributes({ name: check.name, classname: dataset, time: 0 })}`;
  if (check.status === 'passed') return `${opening}/>\n`;
  const name = check.status === 'failed' ? 'failure' : 'error';
  const message = findingText(check);
  const rows = check.sample.map((row) => text(rowText(row)));
  const body = element(name, { message, type: check.kind }, [text(message), ...rows].join('\n'));
  return `${opening}>\n      ${body}\n    </testcase>\n`;
}

function unreadable({ dataset, reason, message, next }: Extract<ValidatedDataset, { status: 'unreadable' }>): string {
  const opening = attributes({ name: 'data can be read', classname: dataset, time: 0 });
  const said = next === undefined ? message : `${message}\n${next}`;
  return `    <testcase${opening}>\n      ${element('error', { message, type: reason }, text(said))}\n    </testcase>\n`;
}
