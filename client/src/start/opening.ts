import { commands, type Memento, Uri, window, workspace } from 'vscode';
import { COMMANDS } from '../../../server/src/protocol.ts';

/** What comes after a project was made: which of its files is shown, and what is run. */
export interface Opening {
  readonly root: Uri;
  /** From `root`. */
  readonly file: string;
  /** A pipeline to run at once. */
  readonly pipeline?: string;
}

/** As the next window finds it. */
interface Kept {
  readonly root: string;
  readonly file: string;
  readonly pipeline?: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Shows a project that was made: in this window where it is part of the workspace, else in a window of its own. */
export class Openings {
  readonly #kept: Memento;

  constructor(kept: Memento) {
    this.#kept = kept;
  }

  async open(opening: Opening): Promise<void> {
    if (workspace.getWorkspaceFolder(opening.root) !== undefined) return show(opening);
    const { root, ...rest } = opening;
    await this.#kept.update(KEY, { ...rest, root: root.toString(), at: Date.now() } satisfies Kept);
    const forceNewWindow = workspace.workspaceFolders !== undefined;
    await commands.executeCommand('vscode.openFolder', root, { forceNewWindow });
  }

  /** Goes on with what another window began for a folder of this one; what is run waits for trust. */
  async goOn(): Promise<void> {
    const kept = this.#kept.get<Kept>(KEY);
    if (kept === undefined) return;
    const mine = workspace.workspaceFolders?.some(({ uri }) => uri.toString() === kept.root) ?? false;
    if (!mine && Math.abs(Date.now() - kept.at) < FORGOTTEN_AFTER) return;
    await this.#kept.update(KEY, undefined);
    if (!mine) return;
    const { file, pipeline } = kept;
    const opening: Opening = { root: Uri.parse(kept.root), file, ...(pipeline === undefined ? {} : { pipeline }) };
    if (workspace.isTrusted || pipeline === undefined) return show(opening);
    // Trust may be granted while the file is opened.
    const trusted = workspace.onDidGrantWorkspaceTrust(() => {
      trusted.dispose();
      void show(opening);
    });
    await show({ root: opening.root, file });
  }
}

const KEY = 'modelyard.start.opening';
const FORGOTTEN_AFTER = 10 * 60_000;

async function show({ root, file, pipeline }: Opening): Promise<void> {
  await window.showTextDocument(await workspace.openTextDocument(Uri.joinPath(root, file)), { preview: false });
  if (pipeline !== undefined) await commands.executeCommand(COMMANDS.runPipeline, { root: root.toString(), pipeline });
}
