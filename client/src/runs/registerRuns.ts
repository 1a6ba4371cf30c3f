import { Disposable } from 'vscode';
import { BegunRuns } from './begunRuns.ts';
import { RunCommands, type RunCommandsOptions } from './commands.ts';
import { followTasks } from './followTasks.ts';
import { RunNotices } from './notices.ts';
import { showRunsInStatusBar } from './statusBar.ts';
import { linkTerminals } from './terminalLinks.ts';

/** Runs at work in the status bar, in notifications and in terminals. */
export function registerRuns(given: Omit<RunCommandsOptions, 'begun'>): {
  readonly runs: RunCommands;
  readonly subscription: Disposable;
} {
  const { asking, output } = given;
  const begun = new BegunRuns();
  const runs = new RunCommands({ ...given, begun });
  const failed = (error: unknown) => output.error(String(error));
  const cancel = (run: Parameters<RunCommands['cancel']>[0]) => runs.cancel(run).catch(failed);
  const notices = new RunNotices({ asking, begun, cancel, failed });
  const subscription = Disposable.from(
    notices,
    showRunsInStatusBar(asking),
    linkTerminals(),
    followTasks({ asking, begun, notices, cancel, attach: (run) => runs.attach(run), failed }),
  );
  return { runs, subscription };
}
