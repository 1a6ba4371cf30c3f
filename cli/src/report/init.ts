import { count } from '../../../engine/src/math/figures.ts';
import type { Initialised } from '../../../engine/src/operations/init.ts';
import type { Style } from '../terminal.ts';

const REPOSITORY: Readonly<Record<Initialised['repository'], string>> = {
  made: 'It is a git repository of its own, with a first commit.',
  around: 'It belongs to the git repository around it; nothing was committed.',
  none: 'It is in no git repository.',
};

/** What was made, and where to go on. */
export function initText({ project, folder, files, rows, data, repository }: Initialised, style: Style): string {
  const which = data === 'all' ? 'all of them' : 'every tenth';
  return [
    `${style.bold(project)} in ${folder}`,
    ...files.map((file) => `  ${file}`),
    ...(rows === null ? [] : [`${count(rows)} rows of data, ${which}.`]),
    REPOSITORY[repository],
  ].join('\n');
}
