import { Uri, window, workspace } from 'vscode';
import { PROJECT_FILE } from '../../../engine/src/language/kinds.ts';
import type { Initialised } from '../../../engine/src/operations/init.ts';
import type { FolderArgument } from '../contributions.ts';
import { projectFolders } from '../projects.ts';
import { busy } from './busy.ts';
import { askForFolder } from './folders.ts';
import { askProgram } from './program.ts';
import type { Start } from './start.ts';

/** Begins a project that holds nothing yet, in a folder that is given or asked for. */
export async function newProject(given: FolderArgument | undefined, start: Start): Promise<void> {
  const root = given === undefined ? await askForPlace() : Uri.parse(given.folder);
  if (root === undefined) return;
  const made = await busy('Making a project', (signal) =>
    askProgram<Initialised>(['init', root.fsPath], { program: start.program, signal }),
  );
  if (made === undefined) return;
  start.milestones.reached('projectMade');
  await start.openings.open({ root, file: PROJECT_FILE });
}

/** A workspace folder that is no project yet, or any other. */
async function askForPlace(): Promise<Uri | undefined> {
  const projects = new Set((await projectFolders()).map(String));
  const free = (workspace.workspaceFolders ?? []).filter(({ uri }) => !projects.has(uri.toString()));
  if (free.length === 0) return askForFolder('Folder that becomes a project', 'Make Project Here');
  const items = [
    ...free.map(({ name, uri }) => ({ label: name, description: uri.fsPath, uri })),
    { label: 'Another folder…', description: '', uri: undefined },
  ];
  const picked = await window.showQuickPick(items, { placeHolder: 'Folder that becomes a project' });
  if (picked === undefined) return undefined;
  return picked.uri ?? askForFolder('Folder that becomes a project', 'Make Project Here');
}
