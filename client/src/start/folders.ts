import { Uri, window, workspace } from 'vscode';

/** Names that say nothing about whether a folder is in use. */
const IGNORED = new Set(['.git', '.vscode', '.DS_Store', 'Thumbs.db', '.idea']);

/** Whether a folder holds nothing of the user's, or is not there. */
export async function isEmptyFolder(folder: Uri): Promise<boolean> {
  const entries = await workspace.fs.readDirectory(folder).then(
    (found) => found,
    () => [],
  );
  return entries.every(([name]) => IGNORED.has(name));
}

/** Asks for a folder of this machine. */
export async function askForFolder(title: string, openLabel: string): Promise<Uri | undefined> {
  const defaultUri = workspace.workspaceFolders?.[0]?.uri;
  const [folder] =
    (await window.showOpenDialog({
      title,
      openLabel,
      canSelectFiles: false,
      canSelectFolders: true,
      ...(defaultUri === undefined ? {} : { defaultUri }),
    })) ?? [];
  return folder;
}

/** `name` in a folder, with a number behind it where something lies there. */
export async function freeFolder(parent: Uri, name: string): Promise<Uri> {
  for (let number = 1; ; number += 1) {
    const folder = Uri.joinPath(parent, number === 1 ? name : `${name}-${number}`);
    if (await isEmptyFolder(folder)) return folder;
  }
}
