import type { SourceRow, SourceRows } from '../../../server/src/views/sources.ts';
import type { Asker } from './sources.ts';

export interface OtherSourcesOptions {
  readonly asker: Asker;
  /** Whether the user added it, and may take it away. */
  readonly isAdded: (root: string, source: SourceRow) => boolean;
  /** There are others now in some project. */
  readonly changed: () => void;
}

/** What other tools' runs are read from, by project. It is asked for beside all else, so that no row waits for it. */
export class OtherSources {
  readonly #options: OtherSourcesOptions;
  readonly #known = new Map<string, Known>();

  constructor(options: OtherSourcesOptions) {
    this.#options = options;
  }

  /** As far as they are known; asks where nobody has, and tells when they are others. */
  of(root: string): SourceRows {
    const known = this.#known.get(root);
    if (known !== undefined && !known.isOld) return known.rows;
    const rows = known?.rows ?? NONE;
    const asked = { rows, isOld: false };
    this.#known.set(root, asked);
    void this.#ask(root, asked);
    return rows;
  }

  isAdded(root: string, source: SourceRow): boolean {
    return this.#options.isAdded(root, source);
  }

  /** Has them asked for anew where they are shown next. */
  forget(): void {
    for (const [root, { rows }] of this.#known) this.#known.set(root, { rows, isOld: true });
  }

  async #ask(root: string, asked: Known): Promise<void> {
    const told = await this.#options.asker.ask(root, 'sources', {});
    // A newer question is on its way.
    if (this.#known.get(root) !== asked) return;
    const rows = told.kind === 'told' ? told.value : NONE;
    this.#known.set(root, { rows, isOld: told.kind === 'refused' });
    if (JSON.stringify(rows) !== JSON.stringify(asked.rows)) this.#options.changed();
  }
}

interface Known {
  readonly rows: SourceRows;
  readonly isOld: boolean;
}

const NONE: SourceRows = { sources: [], unreadable: [] };
