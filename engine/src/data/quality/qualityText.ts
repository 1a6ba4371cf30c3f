import { count } from '../../language/figures.ts';
import { findingText } from '../../language/finding.ts';
import type { DatasetQuality } from './qualityOfDataset.ts';
import { type CheckResult, MASK, type SampleRow } from './qualityResult.ts';

/** One line: `flights: 12 checks passed over 3,000,000 rows`. */
export function outcomeText({ dataset, checks, passed, rows }: DatasetQuality): string {
  const over = `over ${count(rows)} ${rows === 1 ? 'row' : 'rows'}`;
  const all = checks.length;
  if (passed === all) return `${dataset}: ${all === 1 ? '1 check' : `${all} checks`} passed ${over}`;
  return `${dataset}: ${all - passed} of ${all === 1 ? '1 check' : `${all} checks`} did not pass ${over}`;
}

/** One line: the check, what was found, and where it can be seen first. */
export function checkText(result: CheckResult): string {
  const numbers = result.sample.map(({ row }) => count(row));
  const shown = numbers.length === 0 ? '' : `; ${numbers.length === 1 ? 'row' : 'rows'} ${numbers.join(', ')}`;
  return `${result.name}: ${findingText(result)}${shown}`;
}

/** A row of a sample; its number alone where all values are hidden. */
export function rowText({ row, id, values }: SampleRow): string {
  const name = id === undefined ? `row ${row}` : `row ${row}, id ${id}`;
  const isHidden = Object.values(values).every((value) => value === null || value === MASK);
  return isHidden ? name : `${name}: ${JSON.stringify(values)}`;
}
