import { count } from '../../../engine/src/language/figures.ts';
import { findingText } from '../../../engine/src/language/finding.ts';
import type { ValidatedDataset } from '../../../engine/src/operations/data/validate.ts';
import type { Outcome } from './outcome.ts';
import type { CheckName } from './testNode.ts';

type Check = Extract<ValidatedDataset, { readonly checks: unknown }>['checks'][number];

/** How a check of a dataset ended. */
export function checkOutcome(dataset: ValidatedDataset, { name, kind, index }: CheckName): Outcome {
  if (dataset.status === 'unreadable') return { kind: 'errored', said: sentence(dataset.message, dataset.next) };
  const found = dataset.checks.filter((one) => one.name === name && one.kind === kind)[index];
  if (found === undefined)
    return {
      kind: 'errored',
      said: 'The check was not looked at: the data has no such column, or the spec on disk no such check',
    };
  const said = findingText(found);
  if (found.status === 'passed') return { kind: 'passed', said };
  if (found.status === 'unknown') return { kind: 'errored', said: `The check could not be looked at: ${said}` };
  const compared = comparedOf(found);
  return { kind: 'failed', said: `${said}${rowsOf(found)}`, ...(compared && { compared }) };
}

function sentence(message: string, next: string | undefined): string {
  return next === undefined ? message : `${message.replace(/\.$/, '')}. ${next}`;
}

function rowsOf({ sample }: Check): string {
  if (sample.length === 0) return '';
  return `; ${sample.length === 1 ? 'row' : 'first in rows'} ${sample.map(({ row }) => count(row)).join(', ')}`;
}

function comparedOf({
  kind,
  threshold,
  value,
}: Check): { readonly expected: string; readonly actual: string } | undefined {
  if (kind === 'type') return { expected: String(threshold), actual: String(value) };
  return undefined;
}
