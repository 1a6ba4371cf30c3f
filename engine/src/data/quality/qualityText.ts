import { count, figure } from '../../language/figures.ts';
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

/** What was found, without the name of the check. */
export function findingText({ status, value, threshold, failing, message }: CheckResult): string {
  const found = failing === 0 ? undefined : failingText(failing, value, threshold);
  return [found, message].filter((part) => part !== undefined).join(': ') || status;
}

/** A row of a sample; its number alone where all values are hidden. */
export function rowText({ row, id, values }: SampleRow): string {
  const name = id === undefined ? `row ${row}` : `row ${row}, id ${id}`;
  const isHidden = Object.values(values).every((value) => value === null || value === MASK);
  return isHidden ? name : `${name}: ${JSON.stringify(values)}`;
}

function failingText(failing: number, value: unknown, threshold: unknown): string {
  const share = typeof value === 'number' ? ` (${percent(value)})` : '';
  const allowed = typeof threshold === 'number' && threshold > 0 && threshold < 1 ? `, ${percent(threshold)} may` : '';
  return `${count(failing)} ${failing === 1 ? 'row fails' : 'rows fail'}${share}${allowed}`;
}

function percent(share: number): string {
  return `${figure(share * 100)}%`;
}
