import { commands, window, workspace } from 'vscode';
import { projectFolders } from '../projects.ts';

/** Says why there is nothing that a command could work on, and offers ways to begin. */
export async function sayNothingHere(kind: string): Promise<void> {
  const { text, actions } = await reason(kind);
  const chosen = await window.showInformationMessage(text, ...Object.keys(actions));
  const command = chosen === undefined ? undefined : actions[chosen];
  if (command !== undefined) await commands.executeCommand(command);
}

interface Reason {
  readonly text: string;
  /** Title of a button -> its command. */
  readonly actions: Readonly<Record<string, string>>;
}

const SAMPLE = { 'Create Sample Project': 'modelyard.createSample' };

async function reason(kind: string): Promise<Reason> {
  if (workspace.workspaceFolders === undefined)
    return {
      text: 'No folder is open. Modelyard works on files of a folder.',
      actions: { 'Open Folder': 'vscode.openFolder', ...SAMPLE },
    };
  if ((await projectFolders()).length === 0)
    return {
      text: 'No project is here yet: a modelyard.yaml makes its folder one.',
      actions: { ...SAMPLE, 'New Project': 'modelyard.newProject' },
    };
  return { text: `No project of this workspace holds a ${kind}.`, actions: { 'New Spec': 'modelyard.newSpec' } };
}
