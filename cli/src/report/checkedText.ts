import type { CheckResult } from '../../../engine/src/data/quality/qualityResult.ts';
import { outcomeText, rowText } from '../../../engine/src/data/quality/qualityText.ts';
import { findingText } from '../../../engine/src/language/finding.ts';
import type { DataValidation, ValidatedDataset } from '../../../engine/src/operations/data/validate.ts';
import type { Style } from '../terminal.ts';

/** A line a dataset; below it the checks that did not pass, with some of their rows. */
export function checkedText({ datasets }: DataValidation, style: Style): string {
  if (datasets.length === 0) return 'No datasets. A file `NAME.dataset.yaml` makes one.';
  return datasets.flatMap((dataset) => datasetLines(dataset, style)).join('\n');
}

function datasetLines(dataset: ValidatedDataset, style: Style): readonly string[] {
  if (dataset.status === 'unreadable') {
    const next = dataset.next === undefined ? [] : [`    ${style.bold('next')}: ${dataset.next}`];
    return [`${style.red('✗')} ${dataset.dataset}: ${dataset.message}`, ...next];
  }
  const mark = dataset.status === 'passed' ? style.green('✓') : style.red('✗');
  const told = dataset.checks.filter(({ status, message }) => status !== 'passed' || message !== undefined);
  const notices = dataset.notices.map((notice) => `    ${style.dim(notice)}`);
  return [`${mark} ${outcomeText(dataset)}`, ...notices, ...told.flatMap((check) => checkLines(check, style))];
}

function checkLines(check: CheckResult, style: Style): readonly string[] {
  const status = { passed: style.green('passed'), failed: style.red('failed'), unknown: style.yellow('unknown') };
  const rows = check.sample.map((row) => style.dim(`      ${rowText(row)}`));
  return [`    ${status[check.status]} ${style.bold(check.name)}: ${findingText(check)}`, ...rows];
}
