import { count, figure } from './figures.ts';

/** What a check of data found, as `data validate` tells it. */
export interface Finding {
  readonly status: 'passed' | 'failed' | 'unknown';
  readonly value: unknown;
  readonly threshold: unknown;
  readonly failing: number;
  readonly message?: string;
}

/** What was found, without the name of the check. */
export function findingText({ status, value, threshold, failing, message }: Finding): string {
  const found = failing === 0 ? undefined : failingText(failing, value, threshold);
  return [found, message].filter((part) => part !== undefined).join(': ') || status;
}

function failingText(failing: number, value: unknown, threshold: unknown): string {
  const share = typeof value === 'number' ? ` (${percent(value)})` : '';
  const allowed = typeof threshold === 'number' && threshold > 0 && threshold < 1 ? `, ${percent(threshold)} may` : '';
  return `${count(failing)} ${failing === 1 ? 'row fails' : 'rows fail'}${share}${allowed}`;
}

function percent(share: number): string {
  return `${figure(share * 100)}%`;
}
