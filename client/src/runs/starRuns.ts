import { Uri, window } from 'vscode';
import { operate } from '../views/operate.ts';
import { refusalText } from '../views/outcome.ts';
import type { Subject } from '../views/row.ts';
import type { RowCommandOptions } from '../views/rowCommands.ts';
import { runsOf } from './runsOf.ts';

/** Tag of runs that somebody wants to find again; other tools see it as they see any tag. */
export const STAR = 'modelyard.starred';

/** Stars runs, or takes the star from them where all have one. */
export async function starRuns(subject: Subject, { asking, server }: RowCommandOptions): Promise<void> {
  const runs = runsOf(subject);
  const root = Uri.parse(subject.root);
  const stars = await Promise.all(
    runs.map(async (run) => {
      const told = await asking.ask(root, 'runPage', { run });
      if (told.kind === 'refused') throw new Error(refusalText(told));
      return told.value.tags[STAR] === 'true';
    }),
  );
  const isAll = stars.every(Boolean);
  for (const [index, run] of runs.entries()) {
    if (stars[index] !== isAll) continue;
    const problem = await operate(server, subject.root, [
      'runs',
      'tag',
      run,
      ...(isAll ? ['--remove', STAR] : [`${STAR}=true`]),
    ]);
    if (problem !== undefined) return void window.showErrorMessage(problem);
  }
}
