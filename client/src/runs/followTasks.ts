import { Disposable, type Task, type TaskExecution, type TaskProcessEndEvent, tasks, Uri, window } from 'vscode';
import { progressText } from '../../../engine/src/language/progressText.ts';
import type { LiveRun } from '../../../engine/src/operations/runs/page/runPage.ts';
import type { RunArgument } from '../../../server/src/protocol.ts';
import type { Asking } from '../asking.ts';
import { TASK_TYPE, type TaskDefinition } from '../contributions.ts';
import { readTask } from '../tasks/commandLine.ts';
import { rootOf } from '../tasks/modelyardTask.ts';
import type { BegunRuns } from './begunRuns.ts';
import type { RunNotices } from './notices.ts';

export interface FollowOptions {
  readonly asking: Asking;
  readonly begun: BegunRuns;
  readonly notices: RunNotices;
  readonly cancel: (argument: RunArgument) => Promise<void>;
  readonly attach: (argument: RunArgument) => Promise<void>;
  readonly failed: (error: unknown) => void;
}

/** Knows which run a task of this window works on, says when the run goes on without it and how it ended. */
export function followTasks(options: FollowOptions): Disposable {
  const { asking, failed } = options;
  const ofTasks = new Map<TaskExecution, Followed>();
  /** Runs whose end has not been told. */
  const open = new Map<string, Followed>();
  return Disposable.from(
    tasks.onDidStartTaskProcess(({ execution }) => {
      const followed = followedBy(execution.task, options.begun);
      if (followed === undefined) return;
      ofTasks.set(execution, followed);
      open.set(followed.run, followed);
    }),
    tasks.onDidEndTaskProcess((ended) => {
      const followed = ofTasks.get(ended.execution);
      ofTasks.delete(ended.execution);
      if (followed) taskEnded(ended, followed).catch(failed);
    }),
    asking.onDidChange(({ root, topics }) => {
      if (!topics.includes('runs')) return;
      for (const one of open.values()) if (one.root === root) tellEnd(one).catch(failed);
    }),
  );

  async function taskEnded({ exitCode }: TaskProcessEndEvent, followed: Followed): Promise<void> {
    if (exitCode === REFUSED) {
      options.begun.forget(followed.run);
      open.delete(followed.run);
    } else if (exitCode !== undefined && SEEN_TO_THE_END.includes(exitCode)) await tellEnd(followed);
    else await tellThatItGoesOn(followed, options);
  }

  async function tellEnd(followed: Followed): Promise<void> {
    if (followed.pipeline !== undefined) await options.notices.ended(followed, followed.pipeline);
    if (!options.begun.has(followed.run)) open.delete(followed.run);
  }
}

interface Followed extends RunArgument {
  /** Not known of a run that is resumed. */
  readonly pipeline: string | undefined;
}

const SEEN_TO_THE_END: readonly number[] = [0, 1];
/** No run has begun. */
const REFUSED = 2;

/** The definition of a task of ours, and the project it runs in. */
export function ourTask({
  definition,
  scope,
}: Task): { readonly task: TaskDefinition; readonly root: string } | undefined {
  const task = definition.type === TASK_TYPE ? readTask(definition) : undefined;
  if (task === undefined) return undefined;
  return { task, root: rootOf(task, typeof scope === 'object' ? scope : undefined).toString() };
}

function followedBy(given: Task, begun: BegunRuns): Followed | undefined {
  const { task, root } = ourTask(given) ?? {};
  if (task === undefined || root === undefined) return undefined;
  if (task.command === 'resume' && begun.has(task.run)) return { root, run: task.run, pipeline: undefined };
  const run = task.command === 'run' ? begun.take(performance.now()) : undefined;
  return task.command === 'run' && run !== undefined ? { root, run, pipeline: task.pipeline } : undefined;
}

/** Nothing where the run has ended too: whoever cancelled it in the terminal waited for that. */
async function tellThatItGoesOn(
  { root, run }: Followed,
  { asking, cancel, attach, failed }: FollowOptions,
): Promise<void> {
  const told = await asking.ask(Uri.parse(root), 'live', {});
  const live = told.kind === 'told' ? told.value.find((one) => one.run === run) : undefined;
  if (live === undefined) return;
  window.showInformationMessage(goesOnText(live), CANCEL, SHOW).then((picked) => {
    if (picked === CANCEL) return cancel({ root, run });
    if (picked === SHOW) return attach({ root, run });
    return undefined;
  }, failed);
}

function goesOnText(live: LiveRun): string {
  return `${live.pipeline} goes on: ${progressText(live)}`;
}

const CANCEL = 'Cancel run';
const SHOW = 'Show';
