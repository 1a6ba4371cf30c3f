import type { FoundProblem } from '../../../engine/src/checks/all.ts';
import type { Snapshot } from '../features/spot.ts';

/** What a document belongs to: a project, or itself alone. */
export interface Session {
  /** Absolute, with `/`. */
  readonly root: string;
  /** The newest snapshot. */
  readonly snapshot: Snapshot;
  /** Resolves when the problems of a file, or of all, are those of the newest snapshot. */
  checked(file?: string): Promise<void>;
  /** As they were last found. */
  problemsOf(file: string): readonly FoundProblem[];
  /** The document was opened or changed. */
  opened(file: string, editor: Editor): void;
  closed(file: string): void;
}

/** What an editor shows of a file. */
export interface Editor {
  readonly text: string;
  readonly version: number;
}

export interface CheckedFile {
  readonly file: string;
  readonly problems: readonly FoundProblem[];
  /** Of the document that was checked, where an editor has it open. */
  readonly version: number | undefined;
}
