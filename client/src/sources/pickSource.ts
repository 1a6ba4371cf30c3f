import { basename } from 'node:path';
import { window } from 'vscode';
import { originText } from '../../../engine/src/language/originWords.ts';
import type { SourceRow } from '../../../server/src/views/sources.ts';
import type { Asking } from '../asking.ts';
import { projectFolders } from '../projects.ts';

export interface ChosenSource {
  /** Address of the project's folder. */
  readonly root: string;
  readonly source: SourceRow;
}

/** Has the user choose a place from which a project could have runs; undefined where there is none, which is said, or none is chosen. */
export async function pickSource(asking: Asking): Promise<ChosenSource | undefined> {
  const roots = await projectFolders();
  const found = await Promise.all(
    roots.map(async (root) => {
      const told = await asking.ask(root, 'sources', {});
      const sources = told.kind === 'told' ? told.value.sources : [];
      const project = roots.length > 1 ? `, into ${basename(root.fsPath)}` : '';
      return sources.map((source) => ({
        label: source.name,
        description: `${originText(source)}${project}`,
        chosen: { root: root.toString(), source },
      }));
    }),
  );
  const items = found.flat();
  if (items.length === 0) {
    void window.showInformationMessage('No runs of other tools are here. “Modelyard: Add Run Source…” adds a place.');
    return undefined;
  }
  const picked = await window.showQuickPick(items, {
    placeHolder: 'Place to import runs from',
    matchOnDescription: true,
  });
  return picked?.chosen;
}
