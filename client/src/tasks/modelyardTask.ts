import { posix } from 'node:path';
import {
  ProcessExecution,
  Task,
  TaskGroup,
  TaskPanelKind,
  TaskRevealKind,
  TaskScope,
  Uri,
  type WorkspaceFolder,
  workspace,
} from 'vscode';
import type { TaskDefinition } from '../contributions.ts';
import { pythonVariables } from '../python/interpreter.ts';
import { commandLine, taskName } from './commandLine.ts';

/** A definition without the project, which follows from where it is to run. */
type Unplaced<T> = T extends TaskDefinition ? Omit<T, 'project' | 'type'> : never;

export type Work = Unplaced<TaskDefinition>;

/**
 * The task of a project that runs the command line under the editor's own Node.
 * @param program the command line's bundle
 */
export function taskIn(root: Uri, work: Work, program: string): Task {
  const folder = workspace.getWorkspaceFolder(root) ?? workspace.workspaceFolders?.find(({ uri }) => lies(uri, root));
  const project = folder === undefined ? root.fsPath : posix.relative(folder.uri.path, root.path);
  const placed = project === '' ? {} : { project };
  const definition = { type: 'modelyard', ...inEnvironment(work, root), ...placed } as TaskDefinition;
  return makeTask(definition, folder, program);
}

/** The task of a definition; its project is sought from the workspace folder. */
export function makeTask(definition: TaskDefinition, folder: WorkspaceFolder | undefined, program: string): Task {
  const { project = '' } = definition;
  const root = rootOf(definition, folder);
  const jobs = Math.max(1, Math.floor(workspace.getConfiguration('modelyard', root).get('jobs', 1)));
  const words = commandLine(definition, { jobs, runId: NEW_RUN_ID });
  const execution = new ProcessExecution(process.execPath, [program, ...words], {
    cwd: root.fsPath,
    env: { ELECTRON_RUN_AS_NODE: '1', ORT_DISABLE_TELEMETRY: '1', ...pythonVariables(root) },
  });
  const name = project === '' ? taskName(definition) : `${taskName(definition)} (${project})`;
  const task = new Task(definition, folder ?? TaskScope.Workspace, name, 'modelyard', execution, [
    ...matchersOf(definition),
  ]);
  if (definition.command === 'validate') task.group = TaskGroup.Test;
  task.presentationOptions = {
    echo: false,
    clear: true,
    reveal: definition.command === 'validate' ? TaskRevealKind.Silent : TaskRevealKind.Always,
    panel: TaskPanelKind.Dedicated,
    showReuseMessage: false,
  };
  return task;
}

/** Folder of a task's project. */
export function rootOf({ project = '' }: TaskDefinition, folder: WorkspaceFolder | undefined): Uri {
  return folder === undefined || posix.isAbsolute(project) ? Uri.file(project) : Uri.joinPath(folder.uri, project);
}

/** Runs and checks are of the environment that the user has chosen, unless they name their own. */
function inEnvironment(work: Work, root: Uri): Work {
  if (work.command !== 'run' && work.command !== 'validate') return work;
  const environment = workspace.getConfiguration('modelyard', root).get('environment', '');
  return environment === '' ? work : { environment, ...work };
}

/** What the editor asks us for when the task starts, so that each start has an id that this window knows. */
const NEW_RUN_ID = '${command:modelyard.newRunId}';

function matchersOf({ command }: TaskDefinition): readonly string[] {
  return command === 'validate' ? ['$modelyard'] : [];
}

function lies(inner: Uri, outer: Uri): boolean {
  return inner.path.startsWith(`${outer.path}/`);
}
