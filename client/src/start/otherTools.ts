import { commands, type Memento, Uri, window, workspace } from 'vscode';
import type { ContextKey, ViewId } from '../contributions.ts';
import { projectFolders } from '../projects.ts';
import { isThere } from '../sources/foldersWithoutProject.ts';
import { OTHER_TOOLS, type OtherTool, offerOf } from './traces.ts';

/** Offers to begin beside what other tools left, once for a workspace that holds no project. */
export async function offerBesideOtherTools(kept: Memento): Promise<void> {
  const found = await tracesHere();
  await commands.executeCommand('setContext', 'modelyard.otherTools' satisfies ContextKey, found.length > 0);
  if (found.length === 0 || kept.get<boolean>(OFFERED, false) || (await projectFolders()).length > 0) return;
  if (!workspace.isTrusted) return;
  await kept.update(OFFERED, true);
  const chosen = await window.showInformationMessage(offerOf(found), ...Object.keys(ACTIONS));
  const command = ACTIONS[chosen ?? ''];
  if (command !== undefined) await commands.executeCommand(command);
}

const OFFERED = 'modelyard.start.offered';

const ACTIONS: Readonly<Record<string, string>> = {
  'Look at Runs': `${'modelyard.experiments' satisfies ViewId}.focus`,
  'New Project': 'modelyard.newProject',
  'Use a Table': 'modelyard.useAsDataset',
};

/** At the top of workspace folders: what lies deeper does not wake the extension either. */
async function tracesHere(): Promise<readonly OtherTool[]> {
  const folders = workspace.workspaceFolders ?? [];
  const found = await Promise.all(
    OTHER_TOOLS.map(async (tool) => {
      const looks = folders.map(({ uri }) => isThere(Uri.joinPath(uri, tool.trace)));
      return (await Promise.all(looks)).some(Boolean) ? [tool] : [];
    }),
  );
  return found.flat();
}
