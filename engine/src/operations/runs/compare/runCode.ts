import { posix as path } from 'node:path';
import { Failure } from '../../../failure.ts';
import type { ArtifactStore } from '../../../ports/artifactStore.ts';
import type { Git } from '../../../ports/git.ts';
import type { Run } from '../../../ports/runStore.ts';
import { applyPatch } from '../../../tracking/patch/applyPatch.ts';
import { type FilePatch, parsePatch } from '../../../tracking/patch/parsePatch.ts';
import { RUN_TAGS } from '../../../tracking/tags.ts';

/** The files that a run found in git: those of its commit with its uncommitted changes. */
export interface RunCode {
  readonly commit: string;
  /** By each path that they have to do with, relative to the repository. */
  readonly patches: ReadonlyMap<string, FilePatch>;
}

/** Why the code of a run is not known. */
export interface UnknownCode {
  readonly reason: string;
  readonly next?: string;
}

export interface CodeSources {
  readonly git: Git;
  readonly artifacts: Pick<ArtifactStore, 'bytes'>;
}

const DIRTY_DIFF = 'git/dirty.diff';

/** @throws Failure where git cannot be asked */
export async function runCode(run: Run, { git, artifacts }: CodeSources): Promise<RunCode | UnknownCode> {
  const commit = run.tags[RUN_TAGS.commit];
  if (commit === undefined) return { reason: 'It was made outside of git' };
  const short = commit.slice(0, 8);
  if ((await git.root()) === undefined)
    return {
      reason: 'This folder is in no git repository, or git is not there',
      next: 'Go to a clone that has its commit.',
    };
  if (!/^[0-9a-f]{7,64}$/i.test(commit) || !(await git.hasCommit(commit)))
    return {
      reason: `Its commit ${short} is not in this repository`,
      next: `Fetch it: \`git fetch origin ${commit}\`.`,
    };
  const diff = run.artifacts.find((one) => one.path === DIRTY_DIFF);
  try {
    const bytes = diff && (await artifacts.bytes(diff.sha256, `\`${DIRTY_DIFF}\` of the run ${run.id.slice(0, 8)}`));
    return { commit, patches: byPath(bytes === undefined ? [] : parsePatch(new TextDecoder().decode(bytes))) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return {
      reason: 'Its uncommitted changes are not on this machine',
      ...(error.next !== undefined && { next: error.next }),
    };
  }
}

export function isKnown(code: RunCode | UnknownCode): code is RunCode {
  return 'commit' in code;
}

/** What a file of a run says; null where the run did not have it, undefined where that cannot be told. */
export async function textOf({ commit, patches }: RunCode, file: string, git: Git): Promise<string | null | undefined> {
  const patch = patches.get(file);
  if (patch === undefined) return (await git.textAt(commit, file)) ?? null;
  if (patch.after !== file) return null;
  const before = patch.before === undefined ? '' : await git.textAt(commit, patch.before);
  return before === undefined ? undefined : applyPatch(before, patch);
}

/** Path of the project in its repository; empty where it is the repository. */
export async function projectInGit(root: string, git: Git): Promise<string> {
  const repository = await git.root();
  return repository === undefined ? '' : path.relative(repository, root);
}

/** Data and bytes: their content is told by what reads them, not as code. */
export function isCode(file: string): boolean {
  return !/\.(csv|tsv|parquet|ndjson|jsonl|arrow|feather|xlsx?|db|sqlite3?|duckdb|pkl|pickle|npy|npz|onnx|env)(\.(gz|zst))?$|(^|\/)\.env(\.|$)/i.test(
    file,
  );
}

function byPath(patches: readonly FilePatch[]): ReadonlyMap<string, FilePatch> {
  const paths = new Map<string, FilePatch>();
  for (const patch of patches) {
    if (patch.before !== undefined && !paths.has(patch.before)) paths.set(patch.before, patch);
    if (patch.after !== undefined) paths.set(patch.after, patch);
  }
  return paths;
}
