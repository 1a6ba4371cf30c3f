import type { CheckResult } from '../../../engine/src/data/quality/qualityResult.ts';
import { rowText } from '../../../engine/src/data/quality/qualityText.ts';
import { findingText } from '../../../engine/src/language/finding.ts';
import type { DataValidation, ValidatedDataset } from '../../../engine/src/operations/data/validate.ts';
import { attributes, element, text } from './xml.ts';

/**
 * A JUnit report, as Jenkins, GitLab and GitHub's reporters read it: a suite a dataset, a case a check. A check that could not be
 * looked at is an error, so is data that cannot be read.
 */
export function checkedJunit({ datasets }: DataValidation): string {
  // The strictest of the schemas in use knows no attributes of `testsuites`.
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${datasets.map(suite).join('')}</testsuites>\n`;
}

interface Contents {
  readonly cases: readonly string[];
  readonly failures: number;
  readonly errors: number;
  readonly properties: Readonly<Record<string, string>>;
  readonly notices: readonly string[];
}

function contents(dataset: ValidatedDataset): Contents {
  const properties = { spec: dataset.file };
  if (dataset.status === 'unreadable')
    return { cases: [unreadable(dataset)], failures: 0, errors: 1, properties, notices: [] };
  const { version, rows, notices, failed: failures, unknown: errors } = dataset;
  const cases = dataset.checks.map((check) => testcase(dataset.dataset, check));
  return { cases, failures, errors, properties: { ...properties, version, rows: String(rows) }, notices };
}

/** The time is that of the suite: one pass over the data answers most of its checks at once. */
function suite(dataset: ValidatedDataset, index: number): string {
  const { cases, failures, errors, properties, notices } = contents(dataset);
  const opening = attributes({
    package: 'modelyard.data',
    id: index,
    name: dataset.dataset,
    // Wanted without zone, and with a machine, which does not matter here.
    timestamp: dataset.at.slice(0, 19),
    hostname: 'localhost',
    tests: cases.length,
    failures,
    errors,
    time: dataset.seconds,
  });
  const named = Object.entries(properties).map(([name, value]) => `      <property${attributes({ name, value })}/>\n`);
  return [
    `  <testsuite${opening}>\n`,
    `    <properties>\n${named.join('')}    </properties>\n`,
    ...cases,
    `    ${element('system-out', {}, text(notices.join('\n')))}\n`,
    '    <system-err/>\n',
    '  </testsuite>\n',
  ].join('');
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
