import { nameFrom } from '../emptyProject.ts';

/** What a workflow has to know of the project that it is for. */
export interface CiProject {
  /** Version of Modelyard that writes it. */
  readonly modelyard: string;
  /** The project below the root of its repository; empty where it is the root. */
  readonly folder: string;
  /** Branch that pull requests go to. */
  readonly branch: string;
  /** Pipelines that register a model, in the order of their files. */
  readonly trained: readonly Trained[];
}

export interface Trained {
  readonly pipeline: string;
  readonly model: string;
}

export type CiHost = 'github' | 'gitlab';

/** A file of a workflow, its path from the root of the repository. */
export interface CiFile {
  readonly path: string;
  readonly text: string;
}

/** What tells apart the files of several projects of a repository: `-ml-flights`; empty for the one at its root. */
export function suffixOf({ folder }: CiProject): string {
  return folder === '' ? '' : `-${nameFrom(folder)}`;
}

/** How a line of a workflow calls the program. It stands at the root of the repository, so that files are named as the host knows them. */
export function callOf({ folder }: CiProject): string {
  return folder === '' ? '$MODELYARD' : `$MODELYARD --project ${word(folder)}`;
}

/** What a variable `MODELYARD` names otherwise: the program on the runner. Nothing is fetched from npm, where nobody has published it. */
export const PROGRAM = 'modelyard';

/** Says what to do where the program does not start, before anything else fails for want of it. */
export const STARTS = [
  '$MODELYARD --version || {',
  `  echo "\\\`$MODELYARD\\\` does not start Modelyard on this runner. Set the variable MODELYARD to what does: docs/ci.md of Modelyard says how." >&2`,
  '  exit 2',
  '}',
].join('\n');

/** A text as YAML that holds nothing of its own: in single quotes. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A line of a shell as YAML: as it stands, but where YAML would read more into it. */
export function scriptLine(line: string): string {
  return /: | #|:$/.test(line) ? quoted(line) : line;
}

/** A text as one word of a POSIX shell. */
export function word(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** Lines, each further in; empty ones stay empty. */
export function indented(text: string, spaces: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(spaces));
}
