import { ProcessExecution, Task, TaskPanelKind, TaskRevealKind, TaskScope, tasks, type Uri, workspace } from 'vscode';
import type { PreparedStep } from '../../../engine/src/operations/debug/prepareStep.ts';
import { TASK_TYPE } from '../contributions.ts';
import { environmentOf } from './configuration.ts';

/** Starts the program of a prepared step in a terminal. */
export async function runWithoutDebugging(prepared: PreparedStep, root: Uri): Promise<void> {
  const variables = Object.entries(environmentOf(prepared, process.env)).flatMap(([name, value]) =>
    value === null ? [] : [[name, value] as const],
  );
  const execution = new ProcessExecution(prepared.program, [...prepared.args], {
    cwd: prepared.cwd,
    env: Object.fromEntries(variables),
  });
  const name = `${prepared.step} of ${prepared.pipeline}`;
  const scope = workspace.getWorkspaceFolder(root) ?? TaskScope.Workspace;
  const task = new Task({ type: TASK_TYPE, command: name }, scope, name, 'modelyard', execution, []);
  task.presentationOptions = { reveal: TaskRevealKind.Always, panel: TaskPanelKind.Shared, clear: true };
  await tasks.executeTask(task);
}
