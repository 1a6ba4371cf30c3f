import { count } from '../../../engine/src/language/figures.ts';
import type { ExportResult } from '../../../engine/src/operations/mlflow/export.ts';
import type { ImportResult } from '../../../engine/src/operations/mlflow/import.ts';
import type { Progress } from '../command.ts';
import type { Terminal } from '../terminal.ts';

/** What came in, what was here already, and each that did not come with its reason. */
export function importedText(result: ImportResult): string {
  const { runs, skipped, failed, models, leftOut, dryRun, experiments } = result;
  const head = dryRun ? 'Would import' : 'Imported';
  return [
    `${head} ${counted(runs, 'run')} of ${counted(experiments.length, 'experiment')} from ${result.source.place}; ${count(skipped)} here already.`,
    ...(models.models > 0 ? [`${counted(models.models, 'model')}, ${counted(models.versions, 'new version')}.`] : []),
    ...failed.map(({ run, name, reason }) => `failed: ${run} ${name}: ${reason}`),
    ...leftOutLines(leftOut),
  ].join('\n');
}

/** Where it lies and how MLflow opens it. */
export function exportedText({ folder, experiments, runs, models, leftOut }: ExportResult): string {
  return [
    `Wrote ${counted(runs, 'run')} of ${counted(experiments, 'experiment')} and ${counted(models.versions, 'model version')} to ${folder}.`,
    ...leftOutLines(leftOut),
    `See them with \`mlflow ui --backend-store-uri ${folder}\`.`,
  ].join('\n');
}

/** One line with the run at work, where lines may be drawn over. */
export function transferProgress(sink: { write(text: string): void }, terminal: Terminal): Progress {
  let drawn = false;
  return {
    event(event) {
      if (!terminal.live) return;
      const { done, experiment } = event as unknown as { readonly done: number; readonly experiment: string };
      sink.write(`\r\u001b[2K${count(done)} runs, ${experiment.slice(0, 40)}`);
      drawn = true;
    },
    end() {
      if (drawn) sink.write('\r\u001b[2K');
    },
  };
}

function leftOutLines(leftOut: ImportResult['leftOut']): readonly string[] {
  return leftOut.map(({ what, reason }) => `left out: ${what}: ${reason}`);
}

function counted(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? '' : 's'}`;
}
