import { Uri, workspace } from 'vscode';
import { PROJECT_STORE, RUN_TRACES } from '../start/traces.ts';

/**
 * Workspace folders that hold runs though they are no project: what other tools or scripts left in them.
 * @param hasAdded whether the user added places, which are then shown in the first folder
 */
export async function foldersWithoutProject(hasAdded: boolean): Promise<readonly Uri[]> {
  const folders = (workspace.workspaceFolders ?? []).map(({ uri }) => uri);
  const held = await Promise.all(folders.map(holdsRuns));
  const found = folders.filter((_, at) => held[at]);
  return found.length === 0 && hasAdded ? folders.slice(0, 1) : found;
}

async function holdsRuns(folder: Uri): Promise<boolean> {
  const looks = [...RUN_TRACES, PROJECT_STORE].map((trace) => isThere(Uri.joinPath(folder, trace)));
  return (await Promise.all(looks)).some(Boolean);
}

/** Whether a file or folder is there. */
export async function isThere(file: Uri): Promise<boolean> {
  return workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
}
