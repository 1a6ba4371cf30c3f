import {
  type CancellationToken,
  commands,
  type Disposable,
  type Progress,
  ProgressLocation,
  Uri,
  window,
  workspace,
} from 'vscode';
import { progressText } from '../../../engine/src/language/progressText.ts';
import type { LiveRun } from '../../../engine/src/operations/runs/page/runPage.ts';
import { COMMANDS, type RunArgument } from '../../../server/src/protocol.ts';
import type { RunRow } from '../../../server/src/views/runs.ts';
import type { Asking } from '../asking.ts';
import type { BegunRuns } from './begunRuns.ts';
import { endText, isFailure, isTold, type Wanted } from './endText.ts';
import { fractionOf } from './liveText.ts';

interface Shown {
  readonly argument: RunArgument;
  readonly pipeline: string;
  move(run: LiveRun): void;
  close(): void;
}

export interface NoticesOptions {
  readonly asking: Asking;
  readonly begun: BegunRuns;
  readonly cancel: (argument: RunArgument) => Promise<void>;
  readonly failed: (error: unknown) => void;
}

/** Notifications of the runs that this window has started: how far they are, and once how they ended. */
export class RunNotices implements Disposable {
  readonly #options: NoticesOptions;
  readonly #shown = new Map<string, Shown>();
  readonly #subscriptions: Disposable;

  constructor(options: NoticesOptions) {
    this.#options = options;
    this.#subscriptions = options.asking.onDidChangeLive(({ root, runs }) => this.#moved(root, runs));
  }

  /** Tells how a run of this window has ended, unless it goes on or that was told. */
  async ended(argument: RunArgument, pipeline: string): Promise<void> {
    const { asking, begun } = this.#options;
    if (!begun.has(argument.run)) return;
    const row = await rowOf(asking, argument, pipeline);
    if (row === undefined || row.status === 'running' || !begun.has(argument.run)) return;
    begun.forget(argument.run);
    this.#close(argument.run);
    await tellEnd(row, argument, pipeline);
  }

  dispose(): void {
    this.#subscriptions.dispose();
    for (const run of [...this.#shown.keys()]) this.#close(run);
  }

  #moved(root: string, runs: readonly LiveRun[]): void {
    const { begun, failed } = this.#options;
    for (const run of runs) {
      if (!begun.has(run.run)) continue;
      const shown = this.#shown.get(run.run) ?? this.#open({ root, run: run.run }, run);
      shown.move(run);
    }
    const there = new Set(runs.map(({ run }) => run));
    for (const { argument, pipeline } of [...this.#shown.values()])
      if (argument.root === root && !there.has(argument.run)) this.ended(argument, pipeline).catch(failed);
  }

  #open(argument: RunArgument, { pipeline }: LiveRun): Shown {
    const notice = wanted() === 'all' ? progressNotice(pipeline, () => this.#options.cancel(argument)) : SILENT;
    const shown = { argument, pipeline, ...notice };
    this.#shown.set(argument.run, shown);
    return shown;
  }

  #close(run: string): void {
    this.#shown.get(run)?.close();
    this.#shown.delete(run);
  }
}

function wanted(): Wanted {
  return workspace.getConfiguration('modelyard').get<Wanted>('notifications', 'all');
}

type Notice = Pick<Shown, 'move' | 'close'>;

const SILENT: Notice = { move: () => {}, close: () => {} };

/** A progress notification with a button that cancels; it stays until it is closed. */
function progressNotice(pipeline: string, cancel: () => Promise<void>): Notice {
  const { promise, resolve } = Promise.withResolvers<void>();
  let report: Progress<{ readonly message?: string; readonly increment?: number }> | undefined;
  let told = 0;
  const options = { location: ProgressLocation.Notification, title: pipeline, cancellable: true };
  void window.withProgress(options, (progress, token: CancellationToken) => {
    report = progress;
    token.onCancellationRequested(() => void cancel());
    return promise;
  });
  return {
    move(run) {
      const share = Math.max(told, fractionOf(run) * 100);
      report?.report({ message: progressText(run), increment: share - told });
      told = share;
    },
    close: resolve,
  };
}

async function rowOf(asking: Asking, { root, run }: RunArgument, experiment: string): Promise<RunRow | undefined> {
  const asked = { experiment, filter: run, offset: 0, limit: 1 };
  const told = await asking.ask(Uri.parse(root), 'runs', asked);
  return told.kind === 'told' ? told.value.runs.find(({ id }) => id === run) : undefined;
}

async function tellEnd(row: RunRow, argument: RunArgument, pipeline: string): Promise<void> {
  if (!isTold(row.status, wanted())) return;
  const text = endText(row, pipeline);
  const picked = isFailure(row.status)
    ? await window.showErrorMessage(text, OPEN, FOLLOW)
    : await window.showInformationMessage(text, OPEN);
  if (picked === OPEN) await commands.executeCommand(COMMANDS.openRun, argument);
  if (picked === FOLLOW) await commands.executeCommand('modelyard.attachRun', argument);
}

const OPEN = 'Open run';
const FOLLOW = 'Show output';
