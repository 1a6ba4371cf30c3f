import { ProcessExecution, Task, TaskPanelKind, TaskRevealKind, TaskScope, tasks, type Uri, workspace } from 'vscode';
import { TASK_TYPE } from '../contributions.ts';
import { pythonVariables } from '../python/interpreter.ts';

/**
 * Shows what the command line says in a terminal.
 * @param line what would be typed after `modelyard`
 * @param program the command line's bundle
 */
export async function runInTerminal(root: Uri, line: readonly string[], program: string): Promise<void> {
  const name = line.join(' ');
  const execution = new ProcessExecution(process.execPath, [program, ...line], {
    cwd: root.fsPath,
    env: { ELECTRON_RUN_AS_NODE: '1', ORT_DISABLE_TELEMETRY: '1', ...pythonVariables(root) },
  });
  const scope = workspace.getWorkspaceFolder(root) ?? TaskScope.Workspace;
  const task = new Task({ type: TASK_TYPE, command: name }, scope, name, 'modelyard', execution, []);
  task.presentationOptions = { reveal: TaskRevealKind.Always, panel: TaskPanelKind.Shared, clear: true };
  await tasks.executeTask(task);
}
