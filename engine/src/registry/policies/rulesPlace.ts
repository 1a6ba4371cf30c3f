import { posix as path } from 'node:path';
import { Failure } from '../../failure.ts';
import { ENDINGS, PROJECT_FILE } from '../../language/kinds.ts';
import type { Files } from '../../ports/files.ts';
import type { Git } from '../../ports/git.ts';
import type { NamedCommit } from '../../ports/gitHistory.ts';
import { findSpecFiles } from '../../project/discover.ts';
import { excluded, ownPolicies } from './ownPolicies.ts';

/** A state of the project, or of a part of it: what the files of the rules are read from. Paths are relative to the project. */
export interface RulesPlace {
  /** Undefined for the working tree. */
  readonly at: NamedCommit | undefined;
  /** Texts of the policies by path, sorted. */
  policies(): Promise<ReadonlyMap<string, string>>;
  /** Undefined where the file is not there, or lies outside of the project. */
  bytes(file: string): Promise<Uint8Array | undefined>;
}

/** Where rules are looked for: a project and the git around it. */
export interface RulesAround {
  readonly files: Files;
  readonly git: Git;
  /** Absolute root of the project. */
  readonly root: string;
}

export function workingTree({ files, root }: RulesAround): RulesPlace {
  return {
    at: undefined,
    async policies() {
      const settings = await files.read(path.join(root, PROJECT_FILE));
      const found = await findSpecFiles(files, root, excluded(settings));
      const paths = found.filter((file) => file.endsWith(ENDINGS.policy)).sort();
      const texts = await Promise.all(paths.map((file) => files.read(path.join(root, file))));
      return new Map(
        paths.flatMap((file, index) => (texts[index] === undefined ? [] : [[file, texts[index]] as const])),
      );
    },
    async bytes(file) {
      const real = await files.realPath(path.join(root, file));
      const home = (await files.realPath(root)) ?? root;
      if (real === undefined || !real.startsWith(`${home}/`)) return undefined;
      return (await files.stat(real))?.kind === 'file' ? files.bytes(real) : undefined;
    },
  };
}

/** The project as a commit has it; undefined where the project lies outside of the repository. */
export async function stateAt({ files, git, root }: RulesAround, at: NamedCommit): Promise<RulesPlace> {
  const top = await git.root();
  const home = (await files.realPath(root)) ?? root;
  const inside = top === undefined ? '' : path.relative((await files.realPath(top)) ?? top, home);
  const prefix = inside === '' ? '' : `${inside}/`;
  const listed = await git.history.filesAt(at.commit, inside);
  const blobs = new Map([...listed].map(([file, blob]) => [file.slice(prefix.length), blob]));
  const read = async (file: string): Promise<Uint8Array | undefined> => {
    const blob = blobs.get(path.normalize(file));
    return blob === undefined ? undefined : (await git.history.bytes([blob])).get(blob);
  };
  return {
    at,
    async policies() {
      const settings = await read(PROJECT_FILE);
      const exclude = excluded(settings === undefined ? undefined : new TextDecoder().decode(settings));
      const found = ownPolicies([...blobs.keys()], exclude).map((file) => [file, blobs.get(file)!] as const);
      const texts = await git.history.texts(found.map(([, blob]) => blob));
      return new Map(found.flatMap(([file, blob]) => (texts.has(blob) ? [[file, texts.get(blob)!] as const] : [])));
    },
    bytes: read,
  };
}

/**
 * The state that decides: the merge base of HEAD and of `policyFrom`, or of the branch that decides where nobody names one.
 * @throws Failure `unknown-ref`; `history-cut-off` where a shallow clone does not reach it
 */
export async function decidingCommit({ git }: RulesAround, policyFrom?: string): Promise<NamedCommit | undefined> {
  const { history } = git;
  const head = await history.commitOf('HEAD');
  if (policyFrom === undefined && head === undefined) return undefined;
  const isShallow = await history.isShallow();
  const branch = policyFrom === undefined ? await history.defaultBranch() : await named(history, policyFrom, isShallow);
  if (head === undefined) return branch;
  if (branch === undefined) {
    if (isShallow) throw cutOff('the branch that decides');
    return { ref: 'HEAD', commit: head };
  }
  const base = await history.mergeBase(head, branch.commit);
  if (base === undefined && isShallow) throw cutOff(`where this branch and ${branch.ref} part`);
  // Histories that share nothing: what the branch says holds as it is.
  return { ref: branch.ref, commit: base ?? branch.commit };
}

async function named(history: Git['history'], ref: string, isShallow: boolean): Promise<NamedCommit> {
  const commit = await history.commitOf(ref);
  if (commit !== undefined) return { ref, commit };
  if (isShallow) throw cutOff(`\`${ref}\``);
  throw new Failure('unknown-ref', `git knows no commit \`${ref}\`.`, {
    next: 'Name a branch, a tag or a commit; `git fetch` brings those of others.',
  });
}

function cutOff(what: string): Failure {
  return new Failure(
    'history-cut-off',
    `This clone is shallow, and its history does not reach ${what}: nobody can tell which policy holds.`,
    {
      next: 'Fetch it with `git fetch --unshallow`; in CI check out with `fetch-depth: 0` (GitHub) or `GIT_DEPTH: 0` (GitLab).',
    },
  );
}
