import { Disposable, EventEmitter, type ExtensionContext, Uri, workspace } from 'vscode';
import { SOURCES_NOTIFICATION, type Sources } from '../../../server/src/protocol.ts';
import type { SourceRow } from '../../../server/src/views/sources.ts';
import type { Asking } from '../asking.ts';
import type { LanguageServer } from '../languageServer.ts';
import { AddedSources } from './addedSources.ts';
import { foldersWithoutProject } from './foldersWithoutProject.ts';
import { Paced } from './paced.ts';
import { isAt } from './sourcePlace.ts';

export interface RunSourcesOptions {
  readonly server: LanguageServer;
  readonly asking: Asking;
  readonly kept: Pick<ExtensionContext, 'workspaceState' | 'secrets'>;
}

/** Milliseconds between two looks at what lies here: a training script writes many times a second. */
const PACE = 2000;

/** Places where other tools keep runs: what the user added is told to the server, and what changes in them to views. */
export class RunSources implements Disposable {
  readonly added: AddedSources;
  readonly #server: LanguageServer;
  readonly #changed = new EventEmitter<'here' | 'away'>();
  readonly #subscriptions: Disposable;
  #telling: Promise<void> = Promise.resolve();
  #hasTold = false;

  /** There are other sources now, or other runs in those that lie here. */
  readonly onDidChange = this.#changed.event;

  constructor({ server, asking, kept }: RunSourcesOptions) {
    this.#server = server;
    this.added = new AddedSources(kept.workspaceState, kept.secrets);
    const written = new Paced(PACE, () => this.#changed.fire('here'));
    this.#subscriptions = Disposable.from(
      this.added,
      this.#changed,
      written,
      this.added.onDidChange(() => void this.tell()),
      asking.onDidChange(({ topics }) => {
        if (topics.includes('runs') || topics.includes('models')) written.want();
      }),
      server.onDidChangeState((state) => {
        // One that was started anew knows nothing of them.
        if (state === 'running') void this.tell();
      }),
    );
  }

  /** Folders to show runs of where the workspace holds no project. */
  foldersWithoutProject(): Promise<readonly Uri[]> {
    return foldersWithoutProject(this.added.places.length > 0);
  }

  /** The place that was added which a source is, or lies in. */
  addedAs(root: string, { place }: SourceRow): string | undefined {
    const folder = Uri.parse(root).fsPath;
    return this.added.places.find((one) => isAt(place, one, folder));
  }

  /** Tells the server what was added, in a trusted workspace; one after the other, the newest last. */
  tell(): Promise<void> {
    this.#telling = this.#telling.then(async () => {
      if (!workspace.isTrusted) return;
      const sources: Sources = { addresses: await this.added.withTokens() };
      if (sources.addresses.length === 0 && !this.#hasTold) return;
      this.#hasTold = true;
      await this.#server.tell(SOURCES_NOTIFICATION, sources);
      this.#changed.fire('away');
    });
    return this.#telling;
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}
