import { Disposable, debug, type ExtensionContext, type LogOutputChannel, workspace } from 'vscode';
import { PROJECT_FILE } from '../../../engine/src/language/kinds.ts';
import { AskConsent } from './askConsent.ts';
import { DEBUG_TYPES, DebugVariables } from './debugVariables.ts';
import { followUse } from './followUse.ts';
import { KeptConsent } from './keptConsent.ts';
import { followNotebooks } from './notebooks.ts';
import { openServices } from './openServices.ts';
import { PythonCommands } from './pythonCommands.ts';
import { PythonRuns } from './pythonRuns.ts';
import { TerminalVariables } from './terminalVariables.ts';

export interface Python {
  readonly commands: PythonCommands;
  readonly consent: KeptConsent;
  readonly runs: PythonRuns;
}

export interface RegisterPythonOptions {
  readonly output: LogOutputChannel;
  /** The command line's bundle. */
  readonly program: string;
}

/** Lets the user's own Python log into their project, after one consent. */
export function registerPython(
  { workspaceState: memento, environmentVariableCollection }: ExtensionContext,
  { output, program }: RegisterPythonOptions,
): { readonly python: Python; readonly subscription: Disposable } {
  const consent = new KeptConsent(memento);
  const services = openServices(program);
  const terminals = new TerminalVariables(environmentVariableCollection);
  const runs = new PythonRuns({ consent, services, terminals, memento, output });
  const pythonCommands = new PythonCommands({ consent, runs, memento });
  const asking = new AskConsent({ consent, given: (root) => pythonCommands.give(root) });
  const debugging = new DebugVariables({ consent, asking, runs });
  const failed = (error: unknown) => output.error(String(error));
  const refresh = () => void runs.refresh();
  refresh();
  return {
    python: { commands: pythonCommands, consent, runs },
    subscription: Disposable.from(
      consent,
      consent.onDidChange(refresh),
      followNotebooks(),
      followSurroundings(refresh),
      followUse({ consent, runs, asking, failed }),
      ...DEBUG_TYPES.map((type) => debug.registerDebugConfigurationProvider(type, debugging)),
    ),
  };
}

/** Calls when other projects are there, or something else may say where Python logs. */
function followSurroundings(changed: () => void): Disposable {
  const watchers = [`**/${PROJECT_FILE}`, '**/.env'].map((glob) => workspace.createFileSystemWatcher(glob));
  return Disposable.from(
    ...watchers.flatMap((watcher) => [watcher, watcher.onDidCreate(changed), watcher.onDidDelete(changed)]),
    ...watchers.slice(1).map((watcher) => watcher.onDidChange(changed)),
    workspace.onDidChangeWorkspaceFolders(changed),
    workspace.onDidChangeConfiguration((change) => {
      if (['terminal.integrated.env', 'python.envFile'].some((key) => change.affectsConfiguration(key))) changed();
    }),
  );
}
