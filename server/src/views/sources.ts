import type { RunOrigin } from '../../../engine/src/ports/runSource.ts';

export interface OfSource {
  /** Id of a source; absent: the project's own store. */
  readonly source?: string;
}

export interface SourceRows {
  /** Those of the folder first, then those that were added, in their order. */
  readonly sources: readonly SourceRow[];
  readonly unreadable: readonly UnreadableSource[];
}

export interface SourceRow {
  /** Stable and short: `[a-z0-9-]`. */
  readonly id: string;
  readonly kind: RunOrigin['kind'];
  /** Path relative to the project, with `/`, absolute where it lies elsewhere, or an address without secrets. */
  readonly place: string;
  /** For people: `mlruns`, `mlflow.example.com`. */
  readonly name: string;
}

/** What is there, or was added, and cannot be read. */
export interface UnreadableSource {
  readonly place: string;
  readonly message: string;
  readonly next?: string;
}
