import { type TaskExecution, tasks, type Uri } from 'vscode';
import { TASK_TYPE } from '../contributions.ts';
import { pythonReady } from '../python/interpreter.ts';
import { readTask } from './commandLine.ts';
import { rootOf, taskIn, type Work } from './modelyardTask.ts';

/** Starts the task of a project; a run that is at work already is started once more, and waits in the queue. */
export async function runTask(root: Uri, work: Work, program: string): Promise<TaskExecution> {
  await pythonReady();
  const task = taskIn(root, work, program);
  if (work.command !== 'run') return tasks.executeTask(task);
  const same = tasks.taskExecutions.filter((one) => keyOf(one) === keyOf({ task }));
  const numbers = same.map(({ task: { definition } }) => Number(definition['again'] ?? 1));
  if (numbers.length === 0) return tasks.executeTask(task);
  return tasks.executeTask(taskIn(root, { ...work, again: Math.max(...numbers) + 1 }, program));
}

/** What a task runs, and where, whatever its number; undefined for tasks of others. */
function keyOf({ task: { definition, scope } }: Pick<TaskExecution, 'task'>): string | undefined {
  const ours = definition.type === TASK_TYPE ? readTask(definition) : undefined;
  if (ours?.command !== 'run') return undefined;
  const { again: _, project: __, ...rest } = ours;
  const root = rootOf(ours, typeof scope === 'object' ? scope : undefined);
  return `${root.path} ${JSON.stringify(rest)}`;
}
