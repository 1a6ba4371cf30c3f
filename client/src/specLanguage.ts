import { Disposable, languages, type TextDocument, Uri, workspace } from 'vscode';
import { PROJECT_FILE } from '../../engine/src/language/kinds.ts';
import { LANGUAGE } from './contributions.ts';
import { isSpec } from './heading.ts';
import { projectOf } from './projects.ts';

/** Gives spec files of projects our language; files of other tools with the same endings keep theirs, and so do those whose language the user chose. */
export function followSpecLanguage(failed: (error: unknown) => void): Disposable {
  /** Addresses of open documents that have or had our language. */
  const ours = new Set<string>();
  const look = (document: TextDocument) => {
    const address = document.uri.toString();
    if (document.languageId === LANGUAGE) ours.add(address);
    else if (!ours.has(address)) setLanguage(document).catch(failed);
  };
  const lookAtAll = () => workspace.textDocuments.forEach(look);
  const projects = workspace.createFileSystemWatcher(`**/${PROJECT_FILE}`, false, true, true);
  lookAtAll();
  return Disposable.from(
    projects,
    projects.onDidCreate(lookAtAll),
    workspace.onDidOpenTextDocument(look),
    workspace.onDidChangeTextDocument(({ document }) => look(document)),
    // A change of the language closes and opens a document in one go.
    workspace.onDidCloseTextDocument(({ uri }) =>
      setTimeout(() => {
        if (!workspace.textDocuments.some((open) => open.uri.toString() === uri.toString()))
          ours.delete(uri.toString());
      }),
    ),
  );
}

/** Languages that an editor gives a YAML file by itself. */
const PLAIN = ['yaml', 'plaintext'];
const SCHEMES = ['file', 'git'];

async function setLanguage(document: TextDocument): Promise<void> {
  const { uri, languageId } = document;
  if (!PLAIN.includes(languageId) || !SCHEMES.includes(uri.scheme) || !isSpec(uri.path, () => document.getText()))
    return;
  if ((await projectOf(Uri.file(uri.fsPath))) === undefined) return;
  if (document.isClosed || document.languageId !== languageId) return;
  try {
    await languages.setTextDocumentLanguage(document, LANGUAGE);
  } catch (error) {
    // The editor closed it before it heard of this.
    if (!document.isClosed) throw error;
  }
}
