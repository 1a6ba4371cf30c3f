import { join, resolve } from 'node:path';
import { CustomExecution, Task, TaskPanelKind, TaskRevealKind, TaskScope, tasks, Uri, workspace } from 'vscode';
import type { SourceRow } from '../../../server/src/views/sources.ts';
import { TASK_TYPE } from '../contributions.ts';
import { ImportTerminal } from './importTerminal.ts';
import type { ChosenSource } from './pickSource.ts';
import type { RunSources } from './runSources.ts';
import { isAddress, tokenVariables } from './sourcePlace.ts';

/** Copies all runs of a source into the project's store, as a task. */
export async function importRuns(
  { root, source }: ChosenSource,
  { sources, program }: { readonly sources: RunSources; readonly program: string },
): Promise<void> {
  const folder = Uri.parse(root);
  const place = await placeOf(source, folder);
  const token = await sources.added.tokenOf(place);
  const name = `import ${source.name}`;
  const terminal = () =>
    new ImportTerminal({
      title: `Importing runs from ${source.name}`,
      words: [program, 'import', 'mlflow', place, '--format', 'ndjson'],
      folder: folder.fsPath,
      // Not by the terminal: what that adds for other programs is not meant for this server.
      variables: tokenVariables(token),
    });
  const scope = workspace.getWorkspaceFolder(folder) ?? TaskScope.Workspace;
  const execution = new CustomExecution(async () => terminal());
  const task = new Task({ type: TASK_TYPE, command: name }, scope, name, 'modelyard', execution, []);
  task.presentationOptions = {
    reveal: TaskRevealKind.Silent,
    panel: TaskPanelKind.Dedicated,
    clear: true,
    echo: false,
  };
  await tasks.executeTask(task);
}

/** As the command line takes it; a folder of DVC may hold what MLflow keeps as well. */
async function placeOf({ kind, place }: SourceRow, folder: Uri): Promise<string> {
  if (isAddress(place)) return place;
  const path = resolve(folder.fsPath, place);
  if (kind !== 'dvc') return path;
  const pipeline = join(path, 'dvc.yaml');
  const isThere = await workspace.fs.stat(Uri.file(pipeline)).then(
    () => true,
    () => false,
  );
  return isThere ? pipeline : join(path, 'dvclive');
}
