import type { ArtifactEntry, ArtifactOwner } from '../../../engine/src/ports/artifactIndex.ts';
import type { Answer } from '../http/route.ts';
import { contentType } from './contentTypes.ts';

/** Files of one owner, wherever their list is kept. */
export interface ArtifactFiles {
  list(folder: string): Promise<readonly ArtifactEntry[]>;
  /** Undefined where there is no file of this path. */
  answer(path: string): Promise<Answer | undefined>;
  /** Undefined where nobody may write: a registered version. */
  readonly owner: ArtifactOwner | undefined;
}

export function fileAnswer(path: string, file: string): Answer {
  const name = baseName(path);
  return { kind: 'bytes', from: { file }, name, type: contentType(name) };
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
