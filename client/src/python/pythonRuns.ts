import { commands, type LogOutputChannel, type Memento, Uri, window, workspace } from 'vscode';
import type { CommandId, ContextKey } from '../contributions.ts';
import { type AlreadySet, alreadySet, alreadySetText, mayBeOurs, type VariableSource } from './alreadySet.ts';
import type { KeptConsent } from './keptConsent.ts';
import { type LoggedFolder, loggedFolders } from './loggedProjects.ts';
import { surroundingsOf } from './surroundings.ts';
import type { TerminalVariables } from './terminalVariables.ts';
import type { Address } from './tracking.ts';
import type { TrackingServices } from './trackingServices.ts';

export interface PythonRunsOptions {
  readonly consent: KeptConsent;
  readonly services: TrackingServices;
  readonly terminals: TerminalVariables;
  readonly memento: Memento;
  readonly output: LogOutputChannel;
}

/** Where the user's own Python logs, once they have consented: terminals know it, and the service answers while it may be needed. */
export class PythonRuns {
  readonly #options: PythonRunsOptions;
  /** Projects whose service could not be started: it is said once. */
  readonly #failed = new Set<string>();
  /** Folders whose terminals have the variables. */
  #logged: readonly LoggedFolder[] = [];
  #work: Promise<void> = Promise.resolve();

  constructor(options: PythonRunsOptions) {
    this.#options = options;
  }

  /** Gives terminals what they are to have as things stand, and takes away the rest. */
  refresh(): Promise<void> {
    this.#work = this.#work
      .then(() => this.#refresh())
      .catch((error: unknown) => this.#options.output.error(String(error)));
    return this.#work;
  }

  /** Sees that the services that were needed in this window still answer: each moves to another address at worst. */
  async keep(): Promise<void> {
    const { consent, services, terminals } = this.#options;
    if (consent.now !== 'on') return;
    const roots = services.roots.filter((root) => !this.#failed.has(root));
    await Promise.all(roots.map((root) => this.service(Uri.file(root))));
    for (const { folder, root } of this.#logged) {
      const address = services.known(root.fsPath);
      if (address !== undefined) terminals.give(folder, address, nameOf(root));
    }
  }

  /** A program may start in a moment. */
  needed(): Promise<void> {
    return this.#failed.size > 0 ? this.refresh() : this.keep();
  }

  /** Whether terminals of some folder log in the project. */
  logs(root: Uri): boolean {
    return this.#logged.some((one) => one.root.toString() === root.toString());
  }

  /** The service of a project; undefined, and said once, where it cannot be started. */
  async service(root: Uri): Promise<Address | undefined> {
    const { services, output } = this.#options;
    try {
      const address = await services.ensure(root.fsPath);
      this.#failed.delete(root.fsPath);
      return address;
    } catch (error) {
      const message = `The service for Python runs does not start, so they are not logged here. ${error instanceof Error ? error.message : String(error)}`;
      output.warn(message);
      if (!this.#failed.has(root.fsPath)) void offerDoctor(message);
      this.#failed.add(root.fsPath);
      return undefined;
    }
  }

  /** The service for programs with these variables; undefined where they say already where they log, which is said once. */
  async serviceBeside(root: Uri, sources: readonly VariableSource[]): Promise<Address | undefined> {
    const { services } = this.#options;
    const set = alreadySet(sources, services.known(root.fsPath));
    if (set !== undefined && !mayBeOurs(set)) return this.#leave(set);
    const address = await this.service(root);
    const still = address && alreadySet(sources, address);
    return still === undefined ? address : this.#leave(still);
  }

  async #refresh(): Promise<void> {
    const { consent, terminals, memento } = this.#options;
    const isOn = consent.now === 'on';
    setContext('modelyard.pythonRuns', isOn);
    const folders = isOn ? await loggedFolders(memento) : [];
    const given = await Promise.all(folders.map(async (folder) => ((await this.#give(folder)) ? [folder] : [])));
    this.#logged = given.flat();
    terminals.takeBut(this.#logged.map(({ folder }) => folder));
  }

  async #give({ folder, root }: LoggedFolder): Promise<boolean> {
    const { consent, terminals } = this.#options;
    const sources = await surroundingsOf(folder.uri, envFileOf(folder.uri));
    const address = await this.serviceBeside(root, sources);
    // The user may have changed their mind meanwhile.
    if (address === undefined || consent.now !== 'on') return false;
    terminals.give(folder, address, nameOf(root));
    return true;
  }

  #leave(set: AlreadySet): undefined {
    const { memento, output } = this.#options;
    const text = alreadySetText(set);
    const said = memento.get<readonly string[]>(SAID, []);
    output.info(text);
    if (said.includes(text)) return;
    void memento.update(SAID, [...said, text]);
    void window.showInformationMessage(text);
  }
}

/** Where programs of a folder read variables from, as the Python extension has it. */
export function envFileOf(folder: Uri): Uri {
  const set = workspace.getConfiguration('python', folder).get<unknown>('envFile');
  const file = typeof set === 'string' && set !== '' ? set : DEFAULT_ENV_FILE;
  return Uri.file(file.replace('${workspaceFolder}', folder.fsPath));
}

const DEFAULT_ENV_FILE = '${workspaceFolder}/.env';
const SAID = 'modelyard.python.saidSet';

function nameOf(root: Uri): string {
  return root.path.split('/').at(-1) ?? '';
}

async function offerDoctor(message: string): Promise<void> {
  const chosen = await window.showWarningMessage(message, DOCTOR, OUTPUT);
  const command: CommandId | undefined =
    chosen === DOCTOR ? 'modelyard.doctor' : chosen === OUTPUT ? 'modelyard.showOutput' : undefined;
  if (command !== undefined) await commands.executeCommand(command);
}

const DOCTOR = 'Run Doctor';
const OUTPUT = 'Show Output';

export function setContext(key: ContextKey, value: boolean): void {
  void commands.executeCommand('setContext', key, value);
}
