import { isAbsolute } from 'node:path';
import { Disposable, type Event, extensions, Uri, workspace } from 'vscode';
import { terminalSource } from './surroundings.ts';

/** Names the Python that programs of a project run in, to every process of ours. */
const MODELYARD_PYTHON = 'MODELYARD_PYTHON';

/**
 * The Python that the editor has selected for a project, as a variable for a process of ours; one that the user has named by that variable
 * stays. It is asked each time, so that it is the one that the status bar shows.
 */
export function pythonVariables(root: Uri): Readonly<Record<string, string>> {
  const isNamed = [process.env, terminalSource(root).variables].some((variables) => variables[MODELYARD_PYTHON]);
  const file = isNamed || !workspace.isTrusted ? undefined : selectedPython(root);
  return file === undefined ? {} : { [MODELYARD_PYTHON]: file };
}

/** The interpreter, or the folder of an environment, that is selected for a folder. */
export function selectedPython(root: Uri): string | undefined {
  const api = apiOf();
  const path = api === undefined ? defaultInterpreter(root) : api.environments.getActiveEnvironmentPath(root).path;
  // A bare name is what the extension says where it has found none.
  return path !== undefined && isAbsolute(path) ? path : undefined;
}

/** Lets the extension that knows what is selected begin, where it is there and has not. */
export async function pythonReady(): Promise<void> {
  const extension = workspace.isTrusted ? extensions.getExtension(EXTENSION) : undefined;
  // What goes wrong in it is its matter, and shown by it.
  await Promise.race([Promise.resolve(extension?.activate()).catch(() => {}), later(PATIENCE)]);
}

/** Calls when another may be selected, for some folder. */
export function onDidSelectPython(listener: () => void): Disposable {
  let followed: Disposable | undefined;
  const follow = () => {
    const api = apiOf();
    if (followed !== undefined || api === undefined) return;
    followed = api.environments.onDidChangeActiveEnvironmentPath(listener);
    listener();
  };
  follow();
  return Disposable.from(
    // There is no event for the activation of another extension; its commands and settings come with it.
    extensions.onDidChange(follow),
    workspace.onDidOpenTextDocument(follow),
    workspace.onDidChangeWorkspaceFolders(listener),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(SETTING) || change.affectsConfiguration('terminal.integrated.env')) listener();
    }),
    new Disposable(() => followed?.dispose()),
  );
}

const EXTENSION = 'ms-python.python';
const SETTING = 'python.defaultInterpreterPath';
const PATIENCE = 10_000;

/** What of that extension's exports is used here. */
interface PythonApi {
  readonly environments: {
    getActiveEnvironmentPath(resource: Uri): { readonly path: string };
    readonly onDidChangeActiveEnvironmentPath: Event<unknown>;
  };
}

function apiOf(): PythonApi | undefined {
  const extension = extensions.getExtension<Partial<PythonApi> | undefined>(EXTENSION);
  const api = extension?.isActive ? extension.exports : undefined;
  return typeof api?.environments?.getActiveEnvironmentPath === 'function' ? (api as PythonApi) : undefined;
}

/** Only where somebody has set it: what it is by default says nothing. */
function defaultInterpreter(root: Uri): string | undefined {
  const set = workspace.getConfiguration(undefined, root).inspect<unknown>(SETTING);
  const said = [set?.workspaceFolderValue, set?.workspaceValue, set?.globalValue].find((value) => value !== undefined);
  return typeof said === 'string' && said !== '' ? resolved(said, root) : undefined;
}

function resolved(said: string, root: Uri): string {
  const folder = (workspace.getWorkspaceFolder(root)?.uri ?? root).fsPath;
  const home = process.env['HOME'] ?? process.env['USERPROFILE'] ?? '~';
  const text = said
    .replace(/\$\{workspaceFolder\}/g, folder)
    .replace(/\$\{env:(\w+)\}/g, (_, name: string) => process.env[name] ?? '')
    .replace(/^~(?=[\\/])|\$\{userHome\}/g, home);
  return isAbsolute(text) || !/[\\/]/.test(text) ? text : Uri.joinPath(Uri.file(folder), text).fsPath;
}

function later(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
