import { count } from '../../../engine/src/language/figures.ts';
import type { ImportEvent, ImportResult } from '../../../engine/src/operations/mlflow/import.ts';

/** An event of `import mlflow`. */
export type TransferEvent = ImportEvent | ({ readonly type: 'import.finished' } & ImportResult);

/** Reads a line of it; undefined for one that says nothing here. */
export function readEvent(line: string): TransferEvent | undefined {
  try {
    const event = JSON.parse(line) as TransferEvent;
    return event?.type === 'import.run' || event?.type === 'import.finished' ? event : undefined;
  } catch {
    return undefined;
  }
}

/** How far it is: `312 runs, churn`. */
export function runText({ done, experiment }: ImportEvent): string {
  return `${counted(done, 'run')}, ${experiment.slice(0, 60)}`;
}

/** What came, then each that did not with its reason. */
export function endText({ source, runs, skipped, models, failed, leftOut }: ImportResult): string {
  const versions = models.versions === 0 ? '' : `, ${counted(models.versions, 'model version')}`;
  return [
    `Imported ${counted(runs, 'run')}${versions} from ${source.place}; ${counted(skipped, 'run')} here already.`,
    ...failed.map(({ run, name, reason }) => `failed: ${run} ${name}: ${reason}`),
    ...leftOut.map(({ what, reason }) => `left out: ${what}: ${reason}`),
  ].join('\n');
}

function counted(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? '' : 's'}`;
}
