import { isAbsolute } from 'node:path';
import {
  Disposable,
  debug,
  type NotebookDocument,
  type TerminalShellExecutionStartEvent,
  Uri,
  window,
  workspace,
} from 'vscode';
import { projectOf } from '../projects.ts';
import type { AskConsent } from './askConsent.ts';
import type { KeptConsent } from './keptConsent.ts';
import { loggingNotebooks, NOTEBOOK_TYPE } from './notebooks.ts';
import type { PythonRuns } from './pythonRuns.ts';
import { scriptsIn, startsPython } from './pythonUse.ts';

export interface FollowUseOptions {
  readonly consent: KeptConsent;
  readonly runs: PythonRuns;
  readonly asking: AskConsent;
  readonly failed: (error: unknown) => void;
}

/** Sees when the user's Python is used: the service then answers, and where nobody was asked they are. */
export function followUse({ consent, runs, asking, failed }: FollowUseOptions): Disposable {
  const guarded = (work: Promise<unknown>) => void work.catch(failed);
  const started = (event: TerminalShellExecutionStartEvent) => {
    if (consent.now === 'on') guarded(runs.needed());
    if (consent.now === 'ask') guarded(askAtTerminal(event, asking));
  };
  const opened = (notebook: NotebookDocument) => guarded(atNotebook(notebook, { consent, runs, asking }));
  for (const notebook of workspace.notebookDocuments) opened(notebook);
  const timer = setInterval(() => {
    if (consent.now === 'on') guarded(keepWhileUsed(runs));
  }, EACH);
  return Disposable.from(
    new Disposable(() => clearInterval(timer)),
    window.onDidOpenTerminal(() => {
      if (consent.now === 'on') guarded(runs.needed());
    }),
    window.onDidStartTerminalShellExecution(started),
    workspace.onDidOpenNotebookDocument(opened),
  );
}

/** Milliseconds; the service leaves when it was asked nothing for ten minutes. */
const EACH = 60_000;

/** Programs of terminals, debuggers and notebooks that are open may log at any time. */
async function keepWhileUsed(runs: PythonRuns): Promise<void> {
  const isUsed = window.terminals.length > 0 || debug.activeDebugSession !== undefined;
  if (isUsed || (await loggingNotebooks()).length > 0) await runs.keep();
}

async function askAtTerminal(
  { execution, shellIntegration }: TerminalShellExecutionStartEvent,
  asking: AskConsent,
): Promise<void> {
  const line = execution.commandLine.value;
  const folder = execution.cwd ?? shellIntegration.cwd;
  if (folder === undefined || !startsPython(line)) return;
  const root = await projectOf(Uri.joinPath(folder, 'program'));
  const scripts = scriptsIn(line).map((file) => (isAbsolute(file) ? Uri.file(file) : Uri.joinPath(folder, file)));
  if (root !== undefined) await asking.ask(root, scripts);
}

async function atNotebook(
  notebook: NotebookDocument,
  { consent, runs, asking }: Pick<FollowUseOptions, 'consent' | 'runs' | 'asking'>,
): Promise<void> {
  const root = notebook.notebookType === NOTEBOOK_TYPE ? await projectOf(notebook.uri) : undefined;
  if (root === undefined) return;
  const logs = consent.now === 'on' && (await loggingNotebooks()).some((one) => one.toString() === root.toString());
  if (logs) await runs.service(root);
  else await asking.ask(root, [notebook.uri]);
}
