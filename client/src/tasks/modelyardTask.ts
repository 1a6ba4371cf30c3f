import { posix } from 'node:path';
import { ProcessExecution, Task, TaskGroup, TaskScope, Uri, type WorkspaceFolder, workspace } from 'vscode';
import type { TaskDefinition } from '../contributions.ts';
import { commandLine, taskName } from './commandLine.ts';

/** A definition without the project, which follows from where it is to run. */
type Unplaced<T> = T extends TaskDefinition ? Omit<T, 'project' | 'type'> : never;

/**
 * The task of a project that runs the command line under the editor's own Node.
 * @param program the command line's bundle
 */
export function taskIn(root: Uri, work: Unplaced<TaskDefinition>, program: string): Task {
  const folder = workspace.getWorkspaceFolder(root) ?? workspace.workspaceFolders?.find(({ uri }) => lies(uri, root));
  const project = folder === undefined ? root.fsPath : posix.relative(folder.uri.path, root.path);
  const definition = { type: 'modelyard', ...work, ...(project === '' ? {} : { project }) } as TaskDefinition;
  return makeTask(definition, folder, program);
}

/** The task of a definition; its project is sought from the workspace folder. */
export function makeTask(definition: TaskDefinition, folder: WorkspaceFolder | undefined, program: string): Task {
  const { project = '' } = definition;
  const root =
    folder === undefined || posix.isAbsolute(project) ? Uri.file(project) : Uri.joinPath(folder.uri, project);
  const execution = new ProcessExecution(process.execPath, [program, ...commandLine(definition)], {
    cwd: root.fsPath,
    env: { ELECTRON_RUN_AS_NODE: '1', ORT_DISABLE_TELEMETRY: '1' },
  });
  const name = project === '' ? taskName(definition) : `${taskName(definition)} (${project})`;
  const task = new Task(definition, folder ?? TaskScope.Workspace, name, 'modelyard', execution, []);
  if (definition.command === 'validate') task.group = TaskGroup.Test;
  return task;
}

function lies(inner: Uri, outer: Uri): boolean {
  return inner.path.startsWith(`${outer.path}/`);
}
