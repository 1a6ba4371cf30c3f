import { posix as path } from 'node:path';
import { ENDINGS, PROJECT_FILE } from '../../language/kinds.ts';
import type { Files } from '../../ports/files.ts';
import type { Git } from '../../ports/git.ts';
import type { FileChange, FolderChange } from '../../ports/gitHistory.ts';
import type { Memo } from '../../ports/memo.ts';
import { REGISTRY } from '../registryFolder.ts';

export interface AuditAround {
  readonly files: Files;
  readonly git: Git;
  /** Absolute root of the project. */
  readonly root: string;
  readonly memo?: Memo | undefined;
}

/** All that git remembers of a registry and of the policies beside it. Paths are relative to the project. */
export interface RegistryHistory {
  /** The folder of the project in the repository; empty at its root. */
  readonly inside: string;
  readonly tip: string;
  /** Oldest first. */
  readonly changes: readonly FolderChange[];
  /** Text of a blob of the changes; undefined where git has lost it. */
  text(blob: string | undefined): string | undefined;
}

/** Undefined where there is no repository. One call of git for the changes, one for all texts. */
export async function registryHistory(around: AuditAround, tip: string): Promise<RegistryHistory | undefined> {
  const { git } = around;
  const inside = await placeInRepository(around);
  if (inside === undefined) return undefined;
  const changes = await registryChanges(git, inside, tip);
  const blobs = changes.flatMap(({ files }) => files.flatMap(({ after }) => after ?? []));
  const texts = await git.history.texts(blobs);
  return { inside, tip, changes, text: (blob) => (blob === undefined ? undefined : texts.get(blob)) };
}

/** Commits that changed the registry of a project, a policy or settings, their paths relative to the project. */
export async function registryChanges(git: Git, inside: string, tip: string): Promise<readonly FolderChange[]> {
  const folder = path.join(inside, REGISTRY);
  return changesWithin(await git.history.changesOf(folder, tip, { endings: [ENDINGS.policy, PROJECT_FILE] }), inside);
}

/** What concerns the project, its paths relative to it. */
export function changesWithin(changes: readonly FolderChange[], inside: string): readonly FolderChange[] {
  const prefix = inside === '' ? '' : `${inside}/`;
  return changes.flatMap((change) => {
    const own = change.files.filter(({ path: file }: FileChange) => file.startsWith(prefix));
    const files = own.map((file) => ({ ...file, path: file.path.slice(prefix.length) }));
    return files.length === 0 ? [] : [{ ...change, files }];
  });
}

/** The folder of the project in its repository; undefined where there is none. */
export async function placeInRepository({ files, git, root }: Omit<AuditAround, 'memo'>): Promise<string | undefined> {
  const top = await git.root();
  if (top === undefined) return undefined;
  return path.relative((await files.realPath(top)) ?? top, (await files.realPath(root)) ?? root);
}
