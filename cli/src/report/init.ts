import { count } from '../../../engine/src/math/figures.ts';
import type { Initialised } from '../../../engine/src/operations/init.ts';
import type { Style } from '../terminal.ts';

/** What was made, which rows, and where to go on. */
export function initText(made: Initialised, style: Style): string {
  const rows = { all: 'all of them', sample: 'every tenth of 3,000,000' };
  return [
    `${style.bold(made.project)} in ${made.folder}`,
    ...made.files.map((file) => `  ${file}`),
    ...(made.data === null ? [] : [`${count(made.rows ?? 0)} rows of data, ${rows[made.data]}.`]),
    REPOSITORY[made.repository],
    '',
    style.bold('Next'),
    `  cd ${made.folder}`,
    ...(made.data === null ? ['  modelyard validate'] : ['  modelyard validate', '  modelyard run flight-delay']),
  ].join('\n');
}

const REPOSITORY: Readonly<Record<Initialised['repository'], string>> = {
  made: 'A git repository of its own, with a first commit.',
  around: 'Part of the git repository around it; commit the files when you are content.',
  none: 'git was not found: all works, but the history of decisions is not kept.',
};
