import { commands, type NotebookDocument, type Uri, window, workspace } from 'vscode';
import { sayNothingHere } from '../commands/nothingHere.ts';
import { projectFolders, projectOf } from '../projects.ts';
import type { KeptConsent } from './keptConsent.ts';
import { chooseProject, loggedFolders } from './loggedProjects.ts';
import { insertLoggingCell, notebookOf } from './notebooks.ts';
import type { PythonRuns } from './pythonRuns.ts';

export interface PythonCommandsOptions {
  readonly consent: KeptConsent;
  readonly runs: PythonRuns;
  readonly memento: Parameters<typeof loggedFolders>[0];
}

/** What users ask for with their own words. */
export class PythonCommands {
  readonly #options: PythonCommandsOptions;

  constructor(options: PythonCommandsOptions) {
    this.#options = options;
  }

  /** Who asks for it consents. */
  async logHere(): Promise<void> {
    const root = await this.#pickProject();
    if (root !== undefined) await this.give(root);
  }

  /** What follows from the user's yes. */
  async give(root: Uri): Promise<void> {
    const { consent, runs, memento } = this.#options;
    if (consent.setting === 'never') return sayNever();
    await chooseProject(memento, root);
    await consent.answer('yes');
    await runs.refresh();
    if (runs.logs(root)) void window.showInformationMessage(given(root));
  }

  async stop(): Promise<void> {
    const { consent, runs } = this.#options;
    await consent.answer('no');
    await runs.refresh();
    void window.showInformationMessage(STOPPED);
  }

  /** @param argument as the toolbar of notebooks gives it */
  async logNotebook(argument: unknown): Promise<void> {
    const notebook = notebookOf(argument);
    if (notebook === undefined) return void window.showInformationMessage('No notebook is open.');
    const root = await projectOf(notebook.uri);
    if (root === undefined) return sayNothingHere('notebook');
    const { consent } = this.#options;
    if (consent.now !== 'on') await this.give(root);
    if (consent.now === 'on') await this.#insert(notebook, root);
  }

  async #insert(notebook: NotebookDocument, root: Uri): Promise<void> {
    const done = await insertLoggingCell(notebook);
    void window.showInformationMessage(SAID[done]);
    if (done !== 'not-python') await this.#options.runs.service(root);
  }

  async #pickProject(): Promise<Uri | undefined> {
    const roots = await projectFolders();
    if (roots.length === 0) await sayNothingHere('project');
    const known = new Set((await loggedFolders(this.#options.memento)).map(({ root }) => root.toString()));
    // Where each folder has one project there is nothing to choose.
    const around = roots.filter((root) => known.has(root.toString()));
    if (roots.length <= 1 || around.length === workspace.workspaceFolders?.length) return around[0] ?? roots[0];
    const items = roots.map((root) => ({ label: workspace.asRelativePath(root), root }));
    return (await window.showQuickPick(items, { placeHolder: 'Project in which runs of terminals are logged' }))?.root;
  }
}

async function sayNever(): Promise<void> {
  const chosen = await window.showInformationMessage(NEVER, OPEN);
  if (chosen === OPEN) await openSetting();
}

async function openSetting(): Promise<void> {
  await commands.executeCommand('workbench.action.openSettings', 'modelyard.python.logRuns');
}

const NEVER = 'The setting `modelyard.python.logRuns` is `never`: Python is told nothing.';
const OPEN = 'Open Setting';
const STOPPED =
  'New terminals and debug sessions are not told of this project’s service any more. A terminal that is open keeps its variables until it is closed.';
const SAID = {
  inserted: 'The first cell tells mlflow where this project is. Run it before the others.',
  there: 'This notebook has the cell that logs its runs here.',
  'not-python': 'This notebook is not one of Python.',
} as const;

function given(root: Uri): string {
  return `What Python logs with mlflow in new terminals and under F5 becomes runs of ${root.path.split('/').at(-1)}. A notebook is told by the button “Log Runs of This Notebook”.`;
}
