import type { DraftedStep } from '../../../engine/src/operations/draftStep.ts';
import type { Style } from '../terminal.ts';

/** What was drafted and what is to be looked at; the pipeline itself where nothing was written. */
export function draftText(drafted: DraftedStep, style: Style): string {
  const { pipeline, file, step, line, isNew, notes, written, text } = drafted;
  if (!written) return text;
  return [
    `${style.bold(step)} in ${isNew ? 'the new pipeline' : 'the pipeline'} ${pipeline}: ${file}:${line}`,
    ...(['params', 'inputs', 'outputs'] as const).flatMap((part) =>
      drafted[part].length === 0 ? [] : [`  ${part}: ${drafted[part].join(', ')}`],
    ),
    ...notes.map((note) => `  - ${note}`),
    '',
    style.bold('Next'),
    '  modelyard validate',
    `  modelyard run ${pipeline}`,
  ].join('\n');
}
