import { posix as path } from 'node:path';
import { Failure } from '../../../failure.ts';
import type { FileChange, NamedCommit } from '../../../ports/gitHistory.ts';
import type { Host } from '../../../ports/host.ts';
import { decidingCommit } from '../../../registry/policies/rulesPlace.ts';

/** What a branch changes of a project: its files where it began and as HEAD has them. Paths are relative to the project. */
export interface ChangedState {
  /** Where the branch began. */
  readonly base: NamedCommit;
  /** HEAD, a full hash. */
  readonly head: string;
  /** The folder of the project in the repository; empty at its root. */
  readonly inside: string;
  /** Sorted by path. */
  readonly changes: readonly FileChange[];
  /** Blobs by path. */
  readonly before: ReadonlyMap<string, string>;
  readonly after: ReadonlyMap<string, string>;
  /** Changed files that the working tree has otherwise than HEAD: they are not looked at. */
  readonly uncommitted: readonly string[];
  /** Texts of blobs that are asked for, in one call of git for each list. */
  texts(blobs: readonly (string | undefined)[]): Promise<(blob: string | undefined) => string | undefined>;
}

/**
 * What HEAD changes since it and another branch parted.
 * @param against branch, tag or commit; default: the branch that decides
 * @throws Failure `no-history` without git or a commit, `history-cut-off` in a shallow clone, `unknown-ref`
 */
export async function changedState(host: Host, root: string, against: string | undefined): Promise<ChangedState> {
  const git = host.git(root);
  const { history } = git;
  const head = await history.commitOf('HEAD');
  const top = await git.root();
  if (head === undefined || top === undefined) throw noHistory();
  if (await history.isShallow()) throw cutOff();
  const base = await decidingCommit({ files: host.files, git, root }, against);
  if (base === undefined) throw noHistory();
  const inside = path.relative((await host.files.realPath(top)) ?? top, (await host.files.realPath(root)) ?? root);
  const prefix = inside === '' ? '' : `${inside}/`;
  const [before, after] = [
    within(await history.filesAt(base.commit, inside), prefix),
    within(await history.filesAt(head, inside), prefix),
  ];
  const changes = changesBetween(before, after);
  const paths = changes.map((change) => `${prefix}${change.path}`);
  const uncommitted = paths.length === 0 ? [] : await git.commits.uncommitted(paths);
  return {
    ...{ base, head, inside, changes, before, after },
    uncommitted: uncommitted.map((file) => file.slice(prefix.length)),
    async texts(blobs) {
      const known = await history.texts([...new Set(blobs.filter((blob) => blob !== undefined))]);
      return (blob) => (blob === undefined ? undefined : known.get(blob));
    },
  };
}

function within(files: ReadonlyMap<string, string>, prefix: string): ReadonlyMap<string, string> {
  const inside = [...files].filter(([file]) => file.startsWith(prefix));
  return new Map(inside.map(([file, blob]) => [file.slice(prefix.length), blob]));
}

function changesBetween(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly FileChange[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  return paths.flatMap((file) => {
    const change = { path: file, before: before.get(file), after: after.get(file) };
    return change.before === change.after ? [] : [change];
  });
}

function noHistory(): Failure {
  return new Failure('no-history', 'There is no commit in git to compare with.', {
    next: 'Commit the project; `modelyard gate NAME:VERSION --alias A` needs no git.',
  });
}

function cutOff(): Failure {
  return new Failure(
    'history-cut-off',
    'This clone is shallow: where the branch began, and what an alias stood for, is cut off.',
    {
      next: 'Fetch it with `git fetch --unshallow`; in CI check out with `fetch-depth: 0` (GitHub) or `GIT_DEPTH: 0` (GitLab).',
    },
  );
}
