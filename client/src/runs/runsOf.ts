import type { Subject } from '../views/row.ts';

/** The runs that a command is about: those that are selected with a row, or the row's own. */
export function runsOf({ run, runs }: Pick<Subject, 'run' | 'runs'>): readonly string[] {
  if (Array.isArray(runs) && runs.length > 0) return runs.map(String);
  return run === undefined ? [] : [run];
}

/** `run 9b1f`, `14 runs`. */
export function runsText(runs: readonly string[]): string {
  return runs.length === 1 ? `run ${runs[0]?.slice(0, 4)}` : `${runs.length} runs`;
}
