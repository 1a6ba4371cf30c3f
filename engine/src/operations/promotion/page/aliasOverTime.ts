import { posix as path } from 'node:path';
import { Failure } from '../../../failure.ts';
import type { Files } from '../../../ports/files.ts';
import type { Git } from '../../../ports/git.ts';
import type { FolderChange } from '../../../ports/gitHistory.ts';
import type { ModelAlias } from '../../../ports/modelRegistry.ts';
import { parseAliasFile } from '../../../registry/aliasFile.ts';
import { aliasPath } from '../../../registry/registryFolder.ts';

export interface AliasAround {
  readonly files: Files;
  readonly git: Git;
  /** Absolute root of the project. */
  readonly root: string;
}

/** What the file of an alias said from a commit on. */
export interface AliasState {
  /** Undefined: the alias was taken away, or its file cannot be read. */
  readonly alias: ModelAlias | undefined;
  readonly change: Pick<FolderChange, 'commit' | 'at' | 'author'>;
}

export interface AliasOverTime {
  /** As committed, oldest first; empty without git. */
  readonly committed: readonly AliasState[];
  /** Text of the file as it lies in the working tree. */
  readonly here: string | undefined;
  /** Text as HEAD has it. */
  readonly there: string | undefined;
}

/** What the file of an alias says now, and what it said before along first parents of HEAD. */
export async function aliasOverTime(
  { files, git, root }: AliasAround,
  model: string,
  alias: string,
): Promise<AliasOverTime> {
  const file = aliasPath(model, alias);
  const here = await files.read(path.join(root, file));
  const [head, top] = await Promise.all([git.history.commitOf('HEAD'), git.root()]);
  if (head === undefined || top === undefined) return { committed: [], here, there: undefined };
  const inside = path.relative((await files.realPath(top)) ?? top, (await files.realPath(root)) ?? root);
  const changes = await git.history.changesOf(path.join(inside, file), head);
  const blobs = changes.map((change) => change.files.find((one) => one.path === path.join(inside, file))?.after);
  const texts = await git.history.texts(blobs.filter((blob) => blob !== undefined));
  const committed = changes.map((change, at) => ({ alias: readAlias(texts.get(blobs[at] ?? ''), file), change }));
  return { committed, here, there: texts.get(blobs.at(-1) ?? '') };
}

/** Undefined for what nobody can read. */
export function readAlias(text: string | undefined, file: string): ModelAlias | undefined {
  if (text === undefined) return undefined;
  try {
    return parseAliasFile(text, file);
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
