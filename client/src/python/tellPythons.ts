import { Disposable, workspace } from 'vscode';
import { PYTHON_NOTIFICATION, type SelectedPythons } from '../../../server/src/protocol.ts';
import type { LanguageServer } from '../languageServer.ts';
import { projectFolders } from '../projects.ts';
import { onDidSelectPython, pythonVariables } from './interpreter.ts';

/** Tells the language server which Python the editor has selected for each project, at its start and whenever it is another. */
export function tellPythons(server: LanguageServer, failed: (error: unknown) => void): Disposable {
  let told = '';
  const tell = async (isNew: boolean) => {
    if (server.state !== 'running' || !workspace.isTrusted) return;
    const pythons = (await projectFolders()).map((root) => ({
      root: root.toString(),
      file: pythonVariables(root)['MODELYARD_PYTHON'] ?? null,
    }));
    const selected: SelectedPythons = { pythons };
    const text = JSON.stringify(selected);
    if (!isNew && text === told) return;
    told = text;
    await server.tell(PYTHON_NOTIFICATION, selected);
  };
  return Disposable.from(
    onDidSelectPython(() => void tell(false).catch(failed)),
    server.onDidChangeState((state) => {
      if (state === 'running') tell(true).catch(failed);
    }),
  );
}
