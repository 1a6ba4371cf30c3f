import type { ColumnType } from '../language/columnType.ts';
import type { Path, Tree } from '../language/tree.ts';

/** A dataset as its file has it. What is wrong in the file is left out here; its problems say so. */
export interface Dataset {
  readonly name: string;
  /** Path relative to the project root. */
  readonly file: string;
  readonly tree: Tree;
  readonly description: string | undefined;
  /** Paths and globs relative to the root; may hold expressions over `env`. */
  readonly source: readonly SourcePattern[];
  /** An environment of modelyard.yaml gave another source than the file does. */
  readonly sourceFromEnvironment: boolean;
  readonly timestamp: string | undefined;
  readonly columns: ReadonlyMap<string, DeclaredColumn>;
}

export interface SourcePattern {
  readonly text: string;
  readonly path: Path;
}

export interface DeclaredColumn {
  readonly name: string;
  readonly type: ColumnType | undefined;
  /** Milliseconds after the row's timestamp. */
  readonly knownAfter: number;
}
