import { Disposable, type Task, type TaskExecution, type TaskProcessEndEvent, tasks, Uri, window } from 'vscode';
import type { RunArgument } from '../../../server/src/protocol.ts';
import type { LiveRun } from '../../../server/src/views.ts';
import type { Asking } from '../asking.ts';
import { type RunDefinition, TASK_TYPE, type TaskDefinition } from '../contributions.ts';
import { readTask } from '../tasks/commandLine.ts';
import { rootOf } from '../tasks/modelyardTask.ts';
import type { BegunRuns } from './begunRuns.ts';
import { progressText } from './liveText.ts';
import type { RunNotices } from './notices.ts';

export interface FollowOptions {
  readonly asking: Asking;
  readonly begun: BegunRuns;
  readonly notices: RunNotices;
  readonly cancel: (argument: RunArgument) => Promise<void>;
  readonly attach: (argument: RunArgument) => Promise<void>;
  readonly failed: (error: unknown) => void;
}

/** Knows which run a task of this window has started, and says when the run goes on without it. */
export function followTasks(options: FollowOptions): Disposable {
  const { asking, begun, notices, failed } = options;
  /** Runs of tasks at work. */
  const runs = new Map<TaskExecution, Started>();
  /** Runs that have not been seen to end. */
  const open = new Map<string, Started>();
  const settle = (root?: string) =>
    Promise.all([...open.values()].filter((one) => root === undefined || one.root === root).map(told));
  const told = async (started: Started) => {
    await notices.ended(started, started.pipeline);
    if (!begun.has(started.run)) open.delete(started.run);
  };
  return Disposable.from(
    tasks.onDidStartTaskProcess(({ execution }) => {
      const started = startedBy(execution.task, begun);
      if (started === undefined) return;
      runs.set(execution, started);
      open.set(started.run, started);
    }),
    tasks.onDidEndTaskProcess((ended) => {
      const started = runs.get(ended.execution);
      runs.delete(ended.execution);
      if (started)
        taskEnded(ended, started, options)
          .then(() => told(started))
          .catch(failed);
    }),
    asking.onDidChange(({ root, topics }) => {
      if (topics.includes('runs') && open.size > 0) settle(root).catch(failed);
    }),
  );
}

interface Started extends RunArgument {
  readonly pipeline: string;
}

/** The definition of a task of ours, and the project it runs in. */
export function ourTask({
  definition,
  scope,
}: Task): { readonly task: TaskDefinition; readonly root: string } | undefined {
  const task = definition.type === TASK_TYPE ? readTask(definition) : undefined;
  if (task === undefined) return undefined;
  return { task, root: rootOf(task, typeof scope === 'object' ? scope : undefined).toString() };
}

function startedBy(task: Task, begun: BegunRuns): Started | undefined {
  const ours = ourTask(task);
  if (ours?.task.command !== 'run') return undefined;
  const run = begun.take();
  return run === undefined ? undefined : { root: ours.root, run, pipeline: (ours.task as RunDefinition).pipeline };
}

/** Whoever watched a run to its end has seen it: 0 and 1. */
async function taskEnded({ exitCode }: TaskProcessEndEvent, started: Started, options: FollowOptions): Promise<void> {
  if (exitCode === 0 || exitCode === 1) return;
  const live = await options.asking.ask(Uri.parse(started.root), 'live', {});
  const run = live.kind === 'told' ? live.value.find(({ run }) => run === started.run) : undefined;
  if (run !== undefined) tellThatItGoesOn(run, started, options);
}

function tellThatItGoesOn(run: LiveRun, started: Started, { cancel, attach, failed }: FollowOptions): void {
  const text = `${started.pipeline} goes on: ${progressText(run)}`;
  window.showInformationMessage(text, CANCEL, SHOW).then((picked) => {
    if (picked === CANCEL) return cancel(started);
    if (picked === SHOW) return attach(started);
    return undefined;
  }, failed);
}

const CANCEL = 'Cancel run';
const SHOW = 'Show';
