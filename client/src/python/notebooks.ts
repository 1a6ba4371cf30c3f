import {
  Disposable,
  NotebookCellData,
  NotebookCellKind,
  type NotebookDocument,
  NotebookEdit,
  NotebookRange,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from 'vscode';
import { projectOf } from '../projects.ts';
import { type Cell, hasLoggingCell, isPythonNotebook, LOGGING_CELL } from './loggingCell.ts';
import { setContext } from './pythonRuns.ts';

/** Type of the editor's notebooks of Jupyter. */
export const NOTEBOOK_TYPE = 'jupyter-notebook';

export type Inserted = 'inserted' | 'there' | 'not-python';

/** Puts the cell that tells `mlflow` of the service at the top of a notebook, where it is not there. */
export async function insertLoggingCell(notebook: NotebookDocument): Promise<Inserted> {
  const cells = cellsOf(notebook);
  if (!isPythonNotebook(notebook.metadata, cells)) return 'not-python';
  const isThere = hasLoggingCell(cells);
  if (!isThere) {
    const edit = new WorkspaceEdit();
    const cell = new NotebookCellData(NotebookCellKind.Code, LOGGING_CELL, 'python');
    edit.set(notebook.uri, [NotebookEdit.insertCells(0, [cell])]);
    if (!(await workspace.applyEdit(edit)))
      throw new Error('The notebook does not take another cell: it may be read-only.');
  }
  const first = new NotebookRange(0, 1);
  const editor = window.visibleNotebookEditors.find((one) => one.notebook === notebook);
  if (editor !== undefined && !isThere) editor.revealRange(first);
  return isThere ? 'there' : 'inserted';
}

/** The notebook that a command is about: of its argument, as the toolbar gives it, else the active one. */
export function notebookOf(argument: unknown): NotebookDocument | undefined {
  const { notebookEditor } = (argument ?? {}) as { readonly notebookEditor?: { readonly notebookUri?: unknown } };
  const uri = argument instanceof Uri ? argument : notebookEditor?.notebookUri;
  const named = workspace.notebookDocuments.find((one) => one.uri.toString() === String(uri));
  return named ?? window.activeNotebookEditor?.notebook;
}

/** Projects of the notebooks that are open and log. */
export async function loggingNotebooks(): Promise<readonly Uri[]> {
  const logging = workspace.notebookDocuments.filter((one) => hasLoggingCell(cellsOf(one)));
  const roots = await Promise.all(logging.map(({ uri }) => projectOf(uri)));
  return roots.filter((root) => root !== undefined);
}

/** Says to menus whether the notebook in front is one of Python in a project. */
export function followNotebooks(): Disposable {
  const show = async () => {
    const notebook = window.activeNotebookEditor?.notebook;
    const isPython = notebook?.notebookType === NOTEBOOK_TYPE && isPythonNotebook(notebook.metadata, cellsOf(notebook));
    setContext('modelyard.pythonNotebook', isPython && (await projectOf(notebook.uri)) !== undefined);
  };
  void show();
  return Disposable.from(
    window.onDidChangeActiveNotebookEditor(show),
    workspace.onDidChangeNotebookDocument(({ notebook, metadata, contentChanges }) => {
      const isOther = metadata !== undefined || contentChanges.length > 0;
      if (isOther && notebook === window.activeNotebookEditor?.notebook) void show();
    }),
  );
}

export function cellsOf(notebook: NotebookDocument): readonly Cell[] {
  return notebook.getCells().map(({ kind, document }) => ({
    isCode: kind === NotebookCellKind.Code,
    language: document.languageId,
    text: document.getText(),
  }));
}
