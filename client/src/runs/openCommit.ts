import { execFile } from 'node:child_process';
import { type Disposable, languages, Uri, window, workspace } from 'vscode';
import { refusalText } from '../views/outcome.ts';
import type { Subject } from '../views/row.ts';
import type { RowCommandOptions } from '../views/rowCommands.ts';
import { runsOf } from './runsOf.ts';

const SCHEME = 'modelyard-commit';

/** Commits as documents that cannot be written, and that nobody is asked to save. */
export function registerCommits(): Disposable {
  return workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent({ query }) {
      const { root, commit } = JSON.parse(query) as Readonly<Record<'root' | 'commit', string>>;
      return gitShow(Uri.parse(root), commit);
    },
  });
}

/** Shows the commit that each run was made from, once each: message, files, changes. */
export async function openCommits(subject: Subject, { asking }: RowCommandOptions): Promise<void> {
  const root = Uri.parse(subject.root);
  const commits = new Set<string>();
  for (const run of runsOf(subject)) {
    const told = await asking.ask(root, 'runPage', { run });
    if (told.kind === 'refused') void window.showWarningMessage(refusalText(told));
    else if (told.value.git === null)
      void window.showInformationMessage(`Run ${run.slice(0, 4)} was made outside of git.`);
    else commits.add(told.value.git.commit);
  }
  for (const commit of commits) await openCommit(root, commit);
}

/** Shows the commit that a move of an alias was decided in. */
export async function showCommitOf({ root, commit }: Subject): Promise<void> {
  if (commit !== undefined) await openCommit(Uri.parse(root), commit);
}

/** Shows one commit: message, files, changes. */
export async function openCommit(root: Uri, commit: string): Promise<void> {
  // What cannot be had is said here, and not by an editor that is empty.
  await gitShow(root, commit);
  const document = await workspace.openTextDocument(commitAddress(root, commit));
  await languages.setTextDocumentLanguage(document, 'diff');
  await window.showTextDocument(document, { preview: true });
}

/** Address of a commit as a document. */
export function commitAddress(root: Uri, commit: string): Uri {
  const query = JSON.stringify({ root: root.toString(), commit });
  return Uri.from({ scheme: SCHEME, path: `/commit ${commit.slice(0, 7)}`, query });
}

/** Nothing that the repository configures is run for it. */
const WORDS = [
  '--no-pager',
  'show',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--stat',
  '--patch',
  '--format=fuller',
];
const MOST = 32 * 1024 * 1024;

function gitShow(root: Uri, commit: string): Promise<string> {
  if (!/^[0-9a-f]{7,64}$/.test(commit)) return Promise.reject(new Error(`${commit} is no id of a commit`));
  return new Promise((resolve, reject) => {
    execFile(gitProgram(), [...WORDS, commit, '--'], { cwd: root.fsPath, maxBuffer: MOST }, (error, out, err) => {
      if (error === null) resolve(out);
      else if (/bad object|unknown revision/.test(err))
        reject(new Error(`The commit ${commit.slice(0, 7)} is not in this repository. Fetch it and open it again.`));
      else reject(new Error(err.trim().split('\n')[0] || error.message));
    });
  });
}

/** As the editor's own git is set. */
function gitProgram(): string {
  const path = workspace.getConfiguration('git').get<unknown>('path');
  const first = Array.isArray(path) ? path[0] : path;
  return typeof first === 'string' && first !== '' ? first : 'git';
}
