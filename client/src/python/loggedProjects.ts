import { type Memento, Uri, type WorkspaceFolder, workspace } from 'vscode';
import { PROJECT_FILE } from '../../../engine/src/language/kinds.ts';
import { projectFolders, projectOf } from '../projects.ts';

/** A folder of the workspace, and the project in which runs of its terminals are logged. */
export interface LoggedFolder {
  readonly folder: WorkspaceFolder;
  readonly root: Uri;
}

/** Folders whose terminals have a project: the one that they lie in, the only one in them, or the one that the user chose. */
export async function loggedFolders(memento: Memento): Promise<readonly LoggedFolder[]> {
  const roots = await projectFolders();
  const found = await Promise.all(
    (workspace.workspaceFolders ?? []).map(async (folder) => {
      const root = await projectFor(folder, roots, chosenIn(memento));
      return root === undefined ? [] : [{ folder, root }];
    }),
  );
  return found.flat();
}

/** Remembers in which of several projects of a folder its terminals log. */
export async function chooseProject(memento: Memento, root: Uri): Promise<void> {
  const folder = workspace.getWorkspaceFolder(root);
  if (folder !== undefined)
    await memento.update(CHOSEN, { ...chosenIn(memento), [folder.uri.toString()]: root.toString() });
}

async function projectFor(
  folder: WorkspaceFolder,
  roots: readonly Uri[],
  chosen: Readonly<Record<string, string>>,
): Promise<Uri | undefined> {
  const around = await projectOf(Uri.joinPath(folder.uri, PROJECT_FILE));
  if (around !== undefined) return around;
  const inside = roots.filter(({ path }) => path.startsWith(`${folder.uri.path}/`));
  if (inside.length === 1) return inside[0];
  return inside.find((root) => root.toString() === chosen[folder.uri.toString()]);
}

const CHOSEN = 'modelyard.python.projects';

function chosenIn(memento: Memento): Readonly<Record<string, string>> {
  return memento.get<Readonly<Record<string, string>>>(CHOSEN, {});
}
