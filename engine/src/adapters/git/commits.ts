import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Failure } from '../../failure.ts';
import type { GitCommits, GitConflict, GitWork, RemoteBranch } from '../../ports/gitCommits.ts';
import type { GitAnswer } from './gitAnswer.ts';
import { gitFailed } from './runGit.ts';

export type RunToWrite = (args: readonly string[], options?: WriteOptions) => Promise<GitAnswer | undefined>;

export interface WriteOptions {
  readonly input?: string;
  readonly variables?: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly timeout?: number;
}

/** Milliseconds that hooks, signing and a slow remote may take. */
const PATIENCE = 600_000;
/** Other programs hold the index for a moment only. */
const TRIES = 12;
const BETWEEN_TRIES = 250;

const MARKS: Readonly<Record<string, GitWork>> = {
  'rebase-merge': 'rebase',
  'rebase-apply': 'rebase',
  MERGE_HEAD: 'merge',
  CHERRY_PICK_HEAD: 'cherry-pick',
  REVERT_HEAD: 'revert',
  BISECT_LOG: 'bisect',
};

/** @param run git with `folder`, the project, as its working directory */
export function gitCommits(folder: string, run: RunToWrite): GitCommits {
  let root: string | undefined;

  async function ask(args: readonly string[], options?: WriteOptions): Promise<string | undefined> {
    const answer = await run(args, options);
    if (!answer || answer.code === 0) return answer?.output;
    if (/not a git repository|must be run in a work tree/.test(answer.errors)) return undefined;
    throw gitFailed(args, answer);
  }

  async function must(args: readonly string[], options?: WriteOptions): Promise<string> {
    for (let left = TRIES; ; left -= 1) {
      const answer = await run(args, { timeout: PATIENCE, ...options });
      if (answer?.code === 0) return answer.output;
      const errors = answer?.errors ?? 'git is not there';
      if (!/\.lock': File exists/.test(errors)) throw gitFailed(named(args), answer ?? { code: 1, output: '', errors });
      if (left === 1) throw locked(errors);
      await delay(BETWEEN_TRIES);
    }
  }

  /** Paths are those of the repository's root, wherever the project lies in it. */
  async function top(): Promise<readonly string[]> {
    root ??= (await ask(['rev-parse', '--show-toplevel']))?.replace(/\r?\n$/, '');
    return ['--literal-pathspecs', '-C', root ?? folder];
  }

  async function head(): Promise<string | undefined> {
    const answer = await run(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
    return answer?.code === 0 ? answer.output.trim() : undefined;
  }

  /** Fields of `status` for each path that differs somewhere. */
  async function statusOf(paths: readonly string[]): Promise<readonly { path: string; xy: string }[]> {
    if (paths.length === 0) return [];
    const status = await ask([
      ...(await top()),
      ...['status', '--porcelain=v1', '-z', '--no-renames', '--untracked-files=all', '--ignored=matching'],
      ...['--', ...paths],
    ]);
    return (status ?? '')
      .split('\0')
      .filter(Boolean)
      .map((record) => ({ xy: record.slice(0, 2), path: record.slice(3) }));
  }

  async function stage(paths: readonly string[]): Promise<void> {
    if (paths.length === 0) return;
    const known = new Set((await statusOf(paths)).map(({ path }) => path));
    const changed = paths.filter((path) => known.has(path));
    if (changed.length > 0) await must([...(await top()), 'add', '--all', '--', ...changed]);
  }

  async function unstage(paths: readonly string[]): Promise<void> {
    if (paths.length === 0) return;
    if ((await head()) === undefined) {
      await must([...(await top()), 'rm', '--quiet', '--cached', '--ignore-unmatch', '--', ...paths]);
      return;
    }
    await must([...(await top()), 'reset', '--quiet', 'HEAD', '--', ...paths]);
  }

  return {
    async underWay() {
      const answer = await ask(['rev-parse', '--git-dir']);
      if (answer === undefined) return undefined;
      const own = resolve(folder, answer.replace(/\r?\n$/, ''));
      for (const [mark, work] of Object.entries(MARKS)) if (await isThere(join(own, mark))) return work;
      return undefined;
    },

    async stagedOtherwise(paths) {
      return (await statusOf(paths)).filter(({ xy }) => isStagedOtherwise(xy)).map(({ path }) => path);
    },

    async uncommitted(paths) {
      return (await statusOf(paths)).map(({ path }) => path);
    },

    async conflicts(below) {
      const listed = await ask([...(await top()), 'ls-files', '--unmerged', '-z', '--', ...(below ? [below] : [])]);
      const found = new Map<string, { -readonly [K in keyof GitConflict]: GitConflict[K] }>();
      for (const entry of (listed ?? '').split('\0')) {
        const [, blob, side, path] = /^\d+ ([0-9a-f]+) ([123])\t(.*)$/s.exec(entry) ?? [];
        if (blob === undefined || path === undefined) continue;
        const conflict = found.get(path) ?? { path, base: undefined, ours: undefined, theirs: undefined };
        conflict[side === '1' ? 'base' : side === '2' ? 'ours' : 'theirs'] = blob;
        found.set(path, conflict);
      }
      return [...found.values()];
    },

    async commitOnly(message, paths, { sign = false } = {}) {
      const at = await top();
      const fresh = (await statusOf(paths)).filter(({ xy }) => xy === '??').map(({ path }) => path);
      if (fresh.length > 0) await must([...at, 'add', '--', ...fresh]);
      const signing = sign ? ['--gpg-sign'] : [];
      try {
        await must([...at, 'commit', '--quiet', ...signing, '--file=-', '--only', '--', ...paths], { input: message });
      } catch (error) {
        if (fresh.length > 0) await unstage(fresh);
        throw error instanceof Failure && error.reason === 'git-failed' ? refused(error) : error;
      }
      return (await head())!;
    },

    unstage,
    stage,

    async commitOn(parent, message, files, { sign = false } = {}) {
      const scratch = await mkdtemp(join(tmpdir(), 'modelyard-index-'));
      const own = { variables: { GIT_INDEX_FILE: join(scratch, 'index') } };
      try {
        const at = await top();
        await must([...at, 'read-tree', parent], own);
        const lines: string[] = [];
        for (const [path, text] of files) {
          const blob =
            text === undefined
              ? undefined
              : (await must([...at, 'hash-object', '-w', '--stdin', `--path=${path}`], { input: text })).trim();
          lines.push(`${blob === undefined ? `0 ${'0'.repeat(parent.length)}` : `100644 ${blob}`}\t${path}\0`);
        }
        await must([...at, 'update-index', '-z', '--add', '--index-info'], { ...own, input: lines.join('') });
        const tree = (await must([...at, 'write-tree'], own)).trim();
        const signing = sign || (await isSigning()) ? ['-S'] : [];
        return (await must([...at, 'commit-tree', tree, '-p', parent, ...signing], { input: message })).trim();
      } finally {
        await rm(scratch, { recursive: true, force: true });
      }
    },

    async forwardTo(commit) {
      const answer = await run(['merge', '--quiet', '--ff-only', commit], { timeout: PATIENCE });
      return answer?.code === 0;
    },

    async remoteUrls(remote) {
      if (remote.startsWith('-')) return [];
      const resolved = await run(['remote', 'get-url', '--push', remote]);
      const written = await run(['config', '--get', `remote.${remote}.url`]);
      const urls = [resolved, written].flatMap((answer) => (answer?.code === 0 ? answer.output.trim() : []));
      return resolved?.code === 0 ? [...new Set(urls)] : [];
    },

    async upstream() {
      const answer = await run(['symbolic-ref', '--quiet', 'HEAD']);
      if (answer?.code !== 0) return undefined;
      const format = '--format=%(upstream:remotename)%00%(upstream:remoteref)';
      const [remote, ref] = ((await ask(['for-each-ref', format, answer.output.trim()])) ?? '').trim().split('\0');
      if (!remote || !ref?.startsWith('refs/heads/')) return undefined;
      return { remote, branch: ref.slice('refs/heads/'.length) };
    },

    async fetch(remote) {
      const answer = await run(['fetch', '--quiet', '--no-tags', '--', remote], { timeout: PATIENCE });
      if (answer?.code !== 0) throw remoteFailed('fetch', remote, answer);
    },

    async push(commit, { remote, branch }) {
      const args = ['push', '--quiet', '--porcelain', '--', remote, `${commit}:refs/heads/${branch}`];
      const answer = await run(args, { timeout: PATIENCE });
      if (answer?.code === 0) return 'pushed';
      if (isRejected(answer)) return 'rejected';
      throw remoteFailed('push', remote, answer);
    },

    async remoteTip({ remote, branch }: RemoteBranch) {
      const ref = `refs/remotes/${remote}/${branch}`;
      const answer = await run(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
      return answer?.code === 0 ? { ref: `${remote}/${branch}`, commit: answer.output.trim() } : undefined;
    },
  };

  async function isSigning(): Promise<boolean> {
    const answer = await run(['config', '--type=bool', '--get', 'commit.gpgsign']);
    return answer?.output.trim() === 'true';
  }
}

/** Both letters: the index differs from HEAD and the working tree from the index; or both sides changed it. */
function isStagedOtherwise(xy: string): boolean {
  return /^[MADRCT][MDT]$|U|^AA$|^DD$/.test(xy);
}

/** The branch has gone on, or another push came at the same moment. What a hook or a protected branch refuses is none of these. */
function isRejected(answer: GitAnswer | undefined): boolean {
  return /\[rejected\]|cannot lock ref|failed to (lock|update ref)|incorrect old value|reference already exists/.test(
    `${answer?.output}\n${answer?.errors}`,
  );
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** From the word that names the command. */
function named(args: readonly string[]): readonly string[] {
  const start = args.findIndex(
    (arg, index) => /^[a-z-]+$/.test(arg) && !arg.startsWith('-') && args[index - 1] !== '-C',
  );
  return args.slice(Math.max(0, start));
}

function refused(cause: Failure): Failure {
  const said = cause.message.replace(/^`git \S+` failed: /, '');
  return new Failure('commit-refused', `git made no commit: ${said}`, {
    next: 'Mend what it says and try again; all files are as they were.',
    cause,
  });
}

function locked(errors: string): Failure {
  const file = /'([^']*\.lock)'/.exec(errors)?.[1] ?? '.git/index.lock';
  return new Failure('git-locked', `Another git works here, or one died: ${file} is there.`, {
    next: 'Try again when it is done; where no git runs any more, delete that file.',
  });
}

function remoteFailed(what: string, remote: string, answer: GitAnswer | undefined): Failure {
  const said = `${answer?.errors ?? 'git is not there'}`.trim().replace(/^(fatal|error): /, '');
  return new Failure('remote-failed', `git could not ${what} ${what === 'push' ? 'to' : 'from'} ${remote}: ${said}`, {
    next: `Look at \`git remote -v\`, and at what \`git ${what} ${remote}\` says.`,
  });
}
