import { posix } from 'node:path';
import { Range, Uri, WorkspaceEdit, window, workspace } from 'vscode';
import { editBetween } from '../../../engine/src/language/edit.ts';
import type { DraftedStep } from '../../../engine/src/operations/draftStep.ts';
import type { StepFileArgument } from '../contributions.ts';
import { namedSpecs, projectOf } from '../projects.ts';
import { busy } from './busy.ts';
import { newProject } from './newProject.ts';
import { askProgram } from './program.ts';
import { PROGRAM_ENDINGS } from './programFiles.ts';
import type { Start } from './start.ts';

/** Drafts a step from a script or notebook, which is read and not run, and shows it in its pipeline. */
export async function makeStep(given: Uri | StepFileArgument | undefined, start: Start): Promise<void> {
  const file = given instanceof Uri ? given : given === undefined ? await askForFile() : Uri.parse(given.file);
  if (file === undefined) return;
  const root = (await projectOf(file)) ?? (await projectFor(file, start));
  if (root === undefined) return;
  const isAsked = given instanceof Uri || given?.pipeline === undefined;
  const pipeline = isAsked ? await askForPipeline(root, nameOf(file)) : { name: given.pipeline };
  if (pipeline === undefined) return;
  await saveOpen(root);
  const words = [
    ...['draft', 'step', file.fsPath, '--project', root.fsPath, '--dry-run'],
    ...(pipeline.name === undefined ? [] : ['--pipeline', pipeline.name]),
  ];
  const drafted = await busy(`Reading ${nameOf(file)}`, (signal) =>
    askProgram<DraftedStep>(words, { program: start.program, signal }),
  );
  if (drafted === undefined) return;
  await put(root, drafted);
  start.milestones.reached('scriptWritten');
}

/** The program in front, else one of the workspace. */
async function askForFile(): Promise<Uri | undefined> {
  const inFront = window.activeNotebookEditor?.notebook.uri ?? window.activeTextEditor?.document.uri;
  if (inFront?.scheme === 'file' && isProgram(inFront)) return inFront;
  const found = await workspace.findFiles(
    `**/*.{${PROGRAM_ENDINGS.join(',')}}`,
    '**/{node_modules,.git,.modelyard,site-packages,.venv,venv}/**',
    500,
  );
  const items = found.map((uri) => ({
    label: nameOf(uri),
    description: workspace.asRelativePath(posix.dirname(uri.path)),
    uri,
  }));
  if (items.length === 0) void window.showInformationMessage('No Python script or notebook is here.');
  else return (await window.showQuickPick(items, { placeHolder: 'Script or notebook', matchOnDescription: true }))?.uri;
  return undefined;
}

function isProgram({ path }: Uri): boolean {
  return PROGRAM_ENDINGS.some((ending) => path.toLowerCase().endsWith(`.${ending}`));
}

/** Steps lie in a project: where the file is in none, its workspace folder becomes one if the user says so. */
async function projectFor(file: Uri, start: Start): Promise<Uri | undefined> {
  const folder = workspace.getWorkspaceFolder(file)?.uri;
  if (folder === undefined) throw new Error(`${nameOf(file)} lies in no folder that is open here`);
  const make = 'New Project';
  const text = `Steps lie in a project, and ${nameOf(file)} is in none. ${nameOf(folder)} can become one.`;
  if ((await window.showInformationMessage(text, make)) !== make) return undefined;
  await newProject({ folder: folder.toString() }, start);
  return projectOf(file);
}

/** `name` undefined: a new one; undefined: the user picked nothing. */
async function askForPipeline(root: Uri, file: string): Promise<{ readonly name: string | undefined } | undefined> {
  const pipelines = (await namedSpecs('pipeline')).filter((spec) => spec.root.toString() === root.toString());
  if (pipelines.length === 0) return { name: undefined };
  const items = [
    { label: 'New pipeline', description: `named after ${file}`, name: undefined },
    ...pipelines.map(({ name, file: { path } }) => ({
      label: name,
      description: posix.relative(root.path, path),
      name,
    })),
  ];
  const picked = await window.showQuickPick(items, { placeHolder: `Pipeline that ${file} becomes a step of` });
  return picked && { name: picked.name };
}

/** What is read is what the user sees. */
async function saveOpen(root: Uri): Promise<void> {
  const inside = ({ uri }: { readonly uri: Uri }) => uri.scheme === 'file' && uri.path.startsWith(`${root.path}/`);
  const dirty = [...workspace.textDocuments, ...workspace.notebookDocuments].filter(
    (one) => one.isDirty && inside(one),
  );
  for (const document of dirty) await document.save();
}

/** As an edit that can be undone; the step in view, its notes above it. */
async function put(root: Uri, { file, isNew, line, text }: DraftedStep): Promise<void> {
  const uri = Uri.joinPath(root, file);
  const edit = new WorkspaceEdit();
  if (isNew) edit.createFile(uri, { contents: new TextEncoder().encode(text) });
  else {
    const document = await workspace.openTextDocument(uri);
    const { start, oldEnd, newEnd } = editBetween(document.getText(), text);
    edit.replace(uri, new Range(document.positionAt(start), document.positionAt(oldEnd)), text.slice(start, newEnd));
  }
  if (!(await workspace.applyEdit(edit))) throw new Error(`${uri.fsPath} could not be written`);
  const document = await workspace.openTextDocument(uri);
  await document.save();
  const at = document.lineAt(Math.min(line, document.lineCount) - 1).range;
  await window.showTextDocument(document, { preview: false, selection: new Range(at.end, at.end) });
}

function nameOf({ path }: Uri): string {
  return posix.basename(path);
}
