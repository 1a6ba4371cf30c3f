import { commands, Selection, Uri, WorkspaceEdit, window, workspace } from 'vscode';
import { defaultPath, type Kind } from '../../../engine/src/language/kinds.ts';
import { projectFolders, projectOf } from '../projects.ts';

/** Kinds that users write, beside the project itself. */
const WRITTEN = [
  { label: 'dataset', detail: 'Where data lies, its columns, what must hold of them' },
  { label: 'features', detail: 'What is known of an entity at a time, made from datasets' },
  { label: 'pipeline', detail: 'Steps from data to a registered model' },
  { label: 'modelcard', detail: 'What a model is for and how well it does' },
  { label: 'policy', detail: 'What must hold before a version gets an alias' },
  { label: 'monitor', detail: 'What is watched of a model in use' },
] as const satisfies readonly { readonly label: Kind; readonly detail: string }[];

/** Asks for a kind and a name and opens a new spec with them. */
export async function newSpec(): Promise<void> {
  const root = await projectHere();
  if (root === undefined) {
    void window.showInformationMessage(
      'Specs lie in a project: make a modelyard.yaml that begins with `project: NAME`',
    );
    return;
  }
  const kind = (await window.showQuickPick(WRITTEN, { placeHolder: 'Kind of spec' }))?.label;
  if (kind === undefined) return;
  const name = await window.showInputBox({
    prompt: `Name of the ${kind}`,
    validateInput: (given) =>
      /^[a-z][a-z0-9_-]*$/.test(given) ? undefined : 'Lower-case letters, digits, `_` and `-`',
  });
  if (name !== undefined) await create(Uri.joinPath(root, defaultPath(kind, name)), `${kind}: ${name}\n`);
}

/** The project of the file in front, else the first. */
async function projectHere(): Promise<Uri | undefined> {
  const inFront = window.activeTextEditor?.document.uri;
  const around = inFront?.scheme === 'file' ? await projectOf(inFront) : undefined;
  return around ?? (await projectFolders())[0];
}

async function create(file: Uri, text: string): Promise<void> {
  const edit = new WorkspaceEdit();
  edit.createFile(file, { contents: new TextEncoder().encode(text), ignoreIfExists: true });
  if (!(await workspace.applyEdit(edit))) throw new Error(`${file.fsPath} could not be written`);
  const editor = await window.showTextDocument(file);
  const end = editor.document.lineAt(editor.document.lineCount - 1).range.end;
  editor.selection = new Selection(end, end);
  await commands.executeCommand('editor.action.triggerSuggest');
}
