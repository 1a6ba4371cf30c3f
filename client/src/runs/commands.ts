import { commands, type LogOutputChannel, Uri, window } from 'vscode';
import { COMMANDS, type RunArgument } from '../../../server/src/protocol.ts';
import type { Asking } from '../asking.ts';
import { askProgram } from '../start/program.ts';
import { runTask } from '../tasks/runTask.ts';
import type { BegunRuns } from './begunRuns.ts';
import { pickAmongLive, pickLiveRun, pickResumable } from './pickRun.ts';

export interface RunCommandsOptions {
  readonly asking: Asking;
  readonly begun: BegunRuns;
  readonly output: LogOutputChannel;
  /** The command line's bundle. */
  readonly program: string;
}

/** What is done with runs that are there. */
export class RunCommands {
  readonly #options: RunCommandsOptions;

  constructor(options: RunCommandsOptions) {
    this.#options = options;
  }

  /** Stops a run, whichever window or terminal started it. */
  async cancel(given?: RunArgument): Promise<void> {
    const { asking, program } = this.#options;
    const run = given ?? (await pickAmongLive(asking, 'Run to cancel'));
    if (run === undefined) return;
    await askProgram(['cancel', run.run], { program, folder: Uri.parse(run.root).fsPath });
  }

  /** Follows a run in a terminal, from its first event on. */
  async attach(given?: RunArgument): Promise<void> {
    const { asking, program } = this.#options;
    const run = given ?? (await pickAmongLive(asking, 'Run to follow'));
    if (run) await runTask(Uri.parse(run.root), { command: 'attach', run: run.run }, program);
  }

  /** Goes on with a run from its last finished step. */
  async resume(given?: RunArgument): Promise<void> {
    const { asking, begun, program } = this.#options;
    const run = given ?? (await pickResumable(asking));
    if (run === undefined) return;
    begun.add(run.run);
    await runTask(Uri.parse(run.root), { command: 'resume', run: run.run }, program);
  }

  /** Lists the runs at work. */
  showRuns(): void {
    const { asking, output } = this.#options;
    const guarded = (work: Promise<unknown>) =>
      work.catch((error: Error) => {
        output.error(String(error));
        void window.showErrorMessage(error.message);
      });
    pickLiveRun(asking, {
      open: (run) => guarded(Promise.resolve(commands.executeCommand(COMMANDS.openRun, run))),
      attach: (run) => guarded(this.attach(run)),
      cancel: (run) => guarded(this.cancel(run)),
    });
  }

  newRunId(): string {
    return this.#options.begun.newId(performance.now());
  }
}
