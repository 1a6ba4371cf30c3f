import { commands, type Disposable, Uri, window, workspace } from 'vscode';
import type { Asking } from '../asking.ts';
import { refusalText } from '../views/outcome.ts';

const SCHEME = 'modelyard-run';

export interface RunFilePair {
  readonly run: string;
  /** The one that it is held against. */
  readonly other: string;
  /** In the project, with `/`. */
  readonly path: string;
}

/** Files as runs found them, as documents that cannot be written. */
export function registerRunFiles(asking: Asking): Disposable {
  return workspace.registerTextDocumentContentProvider(SCHEME, {
    async provideTextDocumentContent({ path, query }, token) {
      const { root, run, file } = JSON.parse(query) as Readonly<Record<'root' | 'run' | 'file', string>>;
      const told = await asking.ask(Uri.parse(root), 'runFile', { run, path: file }, token);
      if (told.kind === 'refused') throw new Error(`${path}: ${refusalText(told)}`);
      return told.value.text ?? '';
    },
  });
}

/** Shows a file of a run beside that of another in the editor's own difference view; says why where it cannot be had. */
export async function openRunDiff(root: Uri, { run, other, path }: RunFilePair, asking: Asking): Promise<void> {
  for (const id of [other, run]) {
    const told = await asking.ask(root, 'runFile', { run: id, path });
    if (told.kind === 'told') continue;
    void window.showErrorMessage(refusalText(told));
    return;
  }
  const name = path.slice(path.lastIndexOf('/') + 1);
  const title = `${name} (${other.slice(0, 4)} ↔ ${run.slice(0, 4)})`;
  await commands.executeCommand('vscode.diff', documentOf(root, other, path), documentOf(root, run, path), title);
}

function documentOf(root: Uri, run: string, file: string): Uri {
  // The path gives the document its language and its name.
  const path = `/${run.slice(0, 8)}/${file.replaceAll('../', '')}`;
  return Uri.from({ scheme: SCHEME, path, query: JSON.stringify({ root: root.toString(), run, file }) });
}
