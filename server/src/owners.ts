import type { Snapshot } from './features/spot.ts';
import type { Workspace } from './workspace/workspace.ts';

interface WithData {
  readonly data?: unknown;
}

interface Marked {
  readonly root: string;
  readonly data: unknown;
}

/** Which project an item of an answer comes from, for the client sends items back without saying so. */
export class Owners {
  readonly #workspace: Workspace;
  #completed: Snapshot | undefined;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** A completion list is resolved before the next is asked for, so its items need no mark. */
  completed(snapshot: Snapshot): void {
    this.#completed = snapshot;
  }

  ofCompletion(): Snapshot | undefined {
    return this.#completed;
  }

  async ofUri(uri: string): Promise<Snapshot | undefined> {
    return (await this.#workspace.home(uri))?.session.snapshot;
  }

  snapshots(): readonly Snapshot[] {
    return this.#workspace.projects.filter(({ isLoaded }) => isLoaded).map(({ snapshot }) => snapshot);
  }

  mark<T extends WithData>(root: string, items: readonly T[]): T[] {
    return items.map((item) => ({ ...item, data: { root, data: item.data } satisfies Marked }));
  }

  unmark<T extends WithData>(marked: T): { readonly item: T; readonly snapshot: Snapshot | undefined } {
    const { root, data } = (marked.data ?? {}) as Partial<Marked>;
    const { data: _, ...rest } = marked;
    const item = (data === undefined ? rest : { ...rest, data }) as T;
    return { item, snapshot: this.#of(root) };
  }

  #of(root: string | undefined): Snapshot | undefined {
    const session = this.#workspace.projects.find((one) => one.root === root);
    return session?.isLoaded ? session.snapshot : undefined;
  }
}
