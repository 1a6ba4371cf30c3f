import type { Project } from '../../../engine/src/project/project.ts';
import type { SpecFile } from '../../../engine/src/project/specFile.ts';
import type { Knowledge } from '../data/knowledge.ts';

/** One moment of a project, as features see it. Immutable, but for knowledge that comes in later. */
export interface Snapshot {
  /** Absolute path of the project's folder, with `/`. */
  readonly root: string;
  readonly project: Project;
  readonly knowledge: Knowledge;
  /** Address of a file of the project; the path is relative to the root. */
  uri(file: string): string;
  /** Address of a page of the documentation, such as `docs/reference/pipeline.md`; absent where none is at hand. */
  docs?(page: string): string;
  /** What lies in a folder of the project, for completion of paths; empty where nothing may be listed. */
  list(folder: string): Promise<readonly FolderEntry[]>;
}

export interface FolderEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder';
}

/** A spec file at that moment. */
export interface Document {
  readonly snapshot: Snapshot;
  readonly file: SpecFile;
}

/** A place in it. */
export interface Spot extends Document {
  /** In UTF-16 code units of `file.text`. */
  readonly offset: number;
}
