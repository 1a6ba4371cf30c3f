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
    const watcher = workspace.createFileSystemWatcher(`**/${PROJECT_FILE}`, false, true, false);
    const forget = () => this.#forget();
    this.#subscriptions = Disposable.from(
      watcher,
      watcher.onDidCreate(forget),
      watcher.onDidDelete(forget),
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

  #forget(): void {
    this.#generation += 1;
    this.#search = undefined;
    this.#changed.fire();
  }
}
