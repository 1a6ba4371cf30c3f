import { posix } from 'node:path';
import { commands, Uri, window, workspace } from 'vscode';
import type { RegisteredVersion } from '../../../engine/src/operations/models/register.ts';
import type { Asking } from '../asking.ts';
import type { RegisterArgument } from '../contributions.ts';
import { pickRun } from '../panels/pickRun.ts';
import { projectFolders, projectOf } from '../projects.ts';
import { busy } from './busy.ts';
import { modelName, wrongModelName } from './modelNames.ts';
import { askProgram } from './program.ts';
import type { Start } from './start.ts';

/** Makes an ONNX file, or the model of a run, the next version of a name. */
export async function registerModel(
  given: Uri | RegisterArgument | undefined,
  { program }: Start,
  asking: Asking,
): Promise<void> {
  const source = await sourceOf(given, asking);
  if (source === undefined) return;
  const name = given instanceof Uri || given?.name === undefined ? await askForName(source.suggested) : given.name;
  if (name === undefined) return;
  const words = ['models', 'register', source.reference, '--name', name];
  const made = await busy(`Registering ${name}`, (signal) =>
    askProgram<RegisteredVersion>(words, { program, folder: source.root.fsPath, signal }),
  );
  if (made !== undefined) void tell(source.root, made);
}

interface Source {
  readonly root: Uri;
  /** As the command line takes it. */
  readonly reference: string;
  readonly suggested: string;
}

async function sourceOf(given: Uri | RegisterArgument | undefined, asking: Asking): Promise<Source | undefined> {
  if (given instanceof Uri) return fileSource(given);
  if (given !== undefined && 'file' in given) return fileSource(Uri.parse(given.file));
  if (given !== undefined) return runSource(given.root, given.run);
  const files = await workspace.findFiles('**/*.onnx', '**/{node_modules,.git,.modelyard}/**', 100);
  const items = [
    { label: 'The model of a run…', description: '', uri: undefined },
    ...files.map((uri) => ({ label: posix.basename(uri.path), description: workspace.asRelativePath(uri), uri })),
  ];
  const picked =
    files.length === 0 ? items[0] : await window.showQuickPick(items, { placeHolder: 'Model to register' });
  if (picked === undefined) return undefined;
  if (picked.uri !== undefined) return fileSource(picked.uri);
  const run = await pickRun(asking, 'Register the Model of a Run');
  return run && runSource(run.root, run.run);
}

async function fileSource(file: Uri): Promise<Source> {
  const root = (await projectOf(file)) ?? (await projectFolders())[0];
  if (root === undefined) throw new Error('A model is registered in a project, and this workspace holds none');
  return { root, reference: file.fsPath, suggested: modelName(file.path) };
}

function runSource(root: string, run: string): Source {
  return { root: Uri.parse(root), reference: `run:${run}`, suggested: '' };
}

function askForName(value: string): Thenable<string | undefined> {
  return window.showInputBox({ prompt: 'Name of the model', value, validateInput: wrongModelName });
}

async function tell(root: Uri, { model, version, isNew }: RegisteredVersion): Promise<void> {
  const open = 'Open Version';
  const text = isNew ? `Registered ${model} v${version}` : `${model} v${version} holds this model already`;
  if ((await window.showInformationMessage(text, open)) !== open) return;
  await commands.executeCommand('vscode.open', Uri.joinPath(root, `registry/${model}/v${version}.version.yaml`));
}
