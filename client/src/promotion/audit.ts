import {
  Disposable,
  DocumentLink,
  EventEmitter,
  languages,
  Range,
  type TextDocument,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { Audit } from '../../../engine/src/registry/audit/audit.ts';
import type { Asking } from '../asking.ts';
import { projectFolders } from '../projects.ts';
import { commitAddress } from '../runs/openCommit.ts';
import { askProgram, Refused } from '../start/program.ts';
import { auditText, commitsIn, filesIn } from './auditText.ts';

const AUDIT = 'modelyard-audit';

/** The history of registries as documents that cannot be written; each commit in it leads to what it changed. */
export function registerAudit(asking: Asking, program: string): Disposable {
  const changed = new EventEmitter<Uri>();
  return Disposable.from(
    changed,
    workspace.registerTextDocumentContentProvider(AUDIT, {
      onDidChange: changed.event,
      provideTextDocumentContent: (uri) => textOf(rootOf(uri), program),
    }),
    languages.registerDocumentLinkProvider(
      { scheme: AUDIT },
      {
        provideDocumentLinks: (document) => {
          const [text, root] = [document.getText(), rootOf(document.uri)];
          return [
            ...commitsIn(text).map(({ at, commit }) => link(document, at, commit, commitAddress(root, commit))),
            ...filesIn(text).map(({ at, file }) => link(document, at, file, Uri.joinPath(root, file))),
          ];
        },
      },
    ),
    asking.onDidChange(({ root, topics }) => {
      if (!topics.includes('models')) return;
      for (const { uri } of workspace.textDocuments)
        if (uri.scheme === AUDIT && rootOf(uri).toString() === root) changed.fire(uri);
    }),
  );
}

/** Shows what happened to the registry of a project, and whether all of it holds. */
export async function showAudit(given: string | undefined): Promise<void> {
  const root = given === undefined ? await pickProject() : Uri.parse(given);
  if (root === undefined) return;
  const document = await workspace.openTextDocument(documentOf(root, `Audit of ${nameOf(root)}.md`));
  await window.showTextDocument(document, { preview: true });
}

function link(document: TextDocument, at: number, { length }: string, target: Uri): DocumentLink {
  return new DocumentLink(new Range(document.positionAt(at), document.positionAt(at + length)), target);
}

async function textOf(root: Uri, program: string): Promise<string> {
  if (!workspace.isTrusted) return 'Restricted mode: git is not asked before you trust this folder.\n';
  try {
    const audit = await askProgram<Audit>(['audit', 'verify'], { program, folder: root.fsPath });
    return auditText(audit, nameOf(root));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return `# Audit of ${nameOf(root)}\n\n${error.message}\n`;
  }
}

async function pickProject(): Promise<Uri | undefined> {
  const roots = await projectFolders();
  if (roots.length <= 1) return roots[0];
  const items = roots.map((root) => ({ label: nameOf(root), description: root.fsPath, root }));
  return (await window.showQuickPick(items, { title: 'Audit', placeHolder: 'Project' }))?.root;
}

function documentOf(root: Uri, name: string): Uri {
  return Uri.from({ scheme: AUDIT, path: `/${name}`, query: JSON.stringify({ root: root.toString() }) });
}

function rootOf({ query }: Uri): Uri {
  return Uri.parse((JSON.parse(query) as { readonly root: string }).root);
}

function nameOf(root: Uri): string {
  return root.path.slice(root.path.lastIndexOf('/') + 1);
}
