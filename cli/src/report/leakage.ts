import type { LeakageFinding } from '../../../engine/src/data/leakage/finding.ts';
import type { LeakageResult } from '../../../engine/src/operations/data/leakage.ts';
import type { Style } from '../terminal.ts';

/** A sentence for each finding, errors first, and what to do about it. */
export function leakageText({ findings }: LeakageResult, style: Style): string {
  if (findings.length === 0) return `${style.green('✓')} No column tells the label too well.`;
  const blocks = findings.flatMap((finding) => {
    const { severity, message } = finding;
    const paint = severity === 'error' ? style.red : style.yellow;
    return [`${paint(severity)} ${message}.`, style.dim(`    ${toDo(finding)}`)];
  });
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  return [...blocks, '', `${counted(errors, 'error')}, ${counted(findings.length - errors, 'warning')}`].join('\n');
}

function toDo({ kind, severity, columns }: LeakageFinding): string {
  if (kind !== 'tells-label') return TO_DO[kind];
  if (severity === 'warning')
    return 'Is it known when the model is asked? If not, leave it out, or say `known_after` in the dataset.';
  return columns.length > 1
    ? 'Leave both out, unless they are known when the model is asked.'
    : 'Leave it out: a model that has it learns nothing else.';
}

const TO_DO: Readonly<Record<Exclude<LeakageFinding['kind'], 'tells-label'>, string>> = {
  'missing-tells-label': 'Leave it out, unless it is filled before the label is known.',
  identifier: 'Leave it out of the inputs; name it as `key` in the dataset where it tells rows apart.',
  'after-label': 'Leave it out, or say `known_after` in the dataset; a planned time may stay.',
  'duplicates-across-parts': 'Remove the copies, or give the dataset a `key`.',
  'entity-across-parts': 'Split `by: group`, so that the rows of one stay together, or by time.',
};

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
