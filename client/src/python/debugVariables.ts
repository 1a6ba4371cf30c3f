import { type DebugConfiguration, type DebugConfigurationProvider, Uri, type WorkspaceFolder, workspace } from 'vscode';
import { projectOf } from '../projects.ts';
import type { AskConsent } from './askConsent.ts';
import type { KeptConsent } from './keptConsent.ts';
import { envFileOf, environmentIn, placeOf, startsProgram, withVariables } from './launch.ts';
import { type PythonRuns, envFileOf as usualEnvFile } from './pythonRuns.ts';
import { surroundingsOf } from './surroundings.ts';
import { trackingVariables } from './tracking.ts';

export interface DebugVariablesOptions {
  readonly consent: KeptConsent;
  readonly asking: AskConsent;
  readonly runs: PythonRuns;
}

/** Types of launch configurations that start Python. */
export const DEBUG_TYPES = ['debugpy', 'python'] as const;

/** Gives programs that are started by F5 what terminals have. */
export class DebugVariables implements DebugConfigurationProvider {
  readonly #options: DebugVariablesOptions;

  constructor(options: DebugVariablesOptions) {
    this.#options = options;
  }

  async resolveDebugConfigurationWithSubstitutedVariables(
    folder: WorkspaceFolder | undefined,
    launch: DebugConfiguration,
  ): Promise<DebugConfiguration> {
    const { consent, asking } = this.#options;
    const around = folder ?? workspace.workspaceFolders?.[0];
    if (around === undefined || !startsProgram(launch) || consent.now === 'off') return launch;
    const place = Uri.file(placeOf(launch, around.uri.fsPath));
    const root = await projectOf(place);
    if (root === undefined) return launch;
    if (consent.now === 'on') return this.#withVariables(launch, around.uri, root);
    // The program does not wait for the answer, which counts from the next one on.
    void asking.ask(root, [place]);
    return launch;
  }

  async #withVariables(launch: DebugConfiguration, folder: Uri, root: Uri): Promise<DebugConfiguration> {
    const own = envFileOf(launch, folder.fsPath);
    const envFile = own === '' ? undefined : own === undefined ? usualEnvFile(folder) : Uri.file(own);
    const sources = [
      ...(await surroundingsOf(folder, envFile)),
      { where: `the launch configuration “${launch.name}”`, variables: environmentIn(launch) },
    ];
    const address = await this.#options.runs.serviceBeside(root, sources);
    return address === undefined ? launch : withVariables(launch, trackingVariables(address));
  }
}
