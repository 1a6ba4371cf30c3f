import { posix } from 'node:path';
import { commands, SnippetString, Uri, WorkspaceEdit, window, workspace } from 'vscode';
import { defaultPath } from '../../../engine/src/language/kinds.ts';
import { projectFolders, projectOf } from '../projects.ts';
import { pickTemplate } from '../start/pickTemplate.ts';
import { named, type Template } from '../start/templates.ts';

/** Asks for a template and a name and opens a new spec, its places to be filled one after the other. */
export async function newSpec(): Promise<void> {
  const root = await projectHere();
  if (root === undefined) {
    const make = 'New Project';
    const chosen = await window.showInformationMessage('Specs lie in a project, and this workspace holds none.', make);
    if (chosen === make) await commands.executeCommand('modelyard.newProject');
    return;
  }
  const template = await pickTemplate();
  if (template === undefined) return;
  const name = await window.showInputBox({
    prompt: `Name of the ${template.kind}`,
    validateInput: (given) =>
      /^[a-z][a-z0-9_-]*$/.test(given) ? undefined : 'Lower-case letters, digits, `_` and `-`',
  });
  if (name !== undefined) await create(root, name, template);
}

/** The project of the file in front, else the first. */
async function projectHere(): Promise<Uri | undefined> {
  const inFront = window.activeTextEditor?.document.uri;
  const around = inFront?.scheme === 'file' ? await projectOf(inFront) : undefined;
  return around ?? (await projectFolders())[0];
}

/** A file that is there is shown as it is. */
async function create(root: Uri, name: string, { kind, body }: Template): Promise<void> {
  const file = Uri.joinPath(root, defaultPath(kind, name));
  const isThere = await workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
  if (!isThere) await createEmpty(file);
  const editor = await window.showTextDocument(file);
  if (isThere) void window.showInformationMessage(`${posix.basename(file.path)} is there already`);
  else await editor.insertSnippet(new SnippetString(`${named(body, name)}\n`));
}

async function createEmpty(file: Uri): Promise<void> {
  const edit = new WorkspaceEdit();
  edit.createFile(file);
  if (!(await workspace.applyEdit(edit))) throw new Error(`${file.fsPath} could not be written`);
}
