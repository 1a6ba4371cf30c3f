import { Disposable, EventEmitter, type Uri, workspace } from 'vscode';
import { PROJECT_FILE } from '../../../engine/src/language/kinds.ts';
import { projectFolders } from '../projects.ts';

/** The projects of the workspace: searched for once, and again where one comes or goes. */
export class ProjectRoots implements Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly #subscriptions: Disposable;
  #search: Promise<readonly Uri[]> | undefined;
  #generation = 0;

  /** There may be others now. */
  readonly onDidChange = this.#changed.event;

  constructor() {
    const created = workspace.createFileSystemWatcher(`**/${PROJECT_FILE}`, false, true, true);
    // Of a folder that goes the editor tells nothing but the folder.
    const deleted = workspace.createFileSystemWatcher('**/*', true, true, false);
    const forget = () => this.#forget();
    this.#subscriptions = Disposable.from(
      created,
      deleted,
      created.onDidCreate(forget),
      deleted.onDidDelete((gone) => void this.#deleted(gone)),
      workspace.onDidChangeWorkspaceFolders(forget),
    );
  }

  /** Their folders, by path. */
  async all(): Promise<readonly Uri[]> {
    for (;;) {
      const generation = this.#generation;
      this.#search ??= projectFolders();
      const found = await this.#search;
      if (generation === this.#generation) return found;
    }
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }

  /** Forgets them where one of them has gone. */
  async #deleted({ path }: Uri): Promise<void> {
    const roots = (await this.#search) ?? [];
    if (roots.some((root) => `${root.path}/${PROJECT_FILE}`.startsWith(path))) this.#forget();
  }

  #forget(): void {
    this.#generation += 1;
    this.#search = undefined;
    this.#changed.fire();
  }
}
