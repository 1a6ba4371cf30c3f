import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Git, GitHead, GitIdentity } from '../../ports/git.ts';
import type { GitCommits } from '../../ports/gitCommits.ts';
import type { Signatures } from '../../ports/signatures.ts';
import { gitCommits } from './commits.ts';
import type { GitAnswer } from './gitAnswer.ts';
import { gitHistory } from './history.ts';
import { type GitOptions, gitFailed, runGit } from './runGit.ts';
import { signingKeyId } from './signingKey.ts';
import { sshSignatures } from './sshSignatures.ts';

/** Milliseconds that writing a whole tree may take. */
const CHECKOUT = 600_000;
const NO_HOOKS = ['-c', 'core.hooksPath=/dev/null'];
/** Whatever the user's settings say, with paths relative to the repository's root. */
const PLAIN_DIFF = [
  ...['--no-ext-diff', '--no-textconv', '--no-color', '--no-relative'],
  ...['--src-prefix=a/', '--dst-prefix=b/'],
];
const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/** What the `git` program says of the repository around `folder`. */
export function localGit(folder: string, options: GitOptions = {}): Git {
  return new GitProgram(folder, options);
}

class GitProgram implements Git {
  readonly #folder: string;
  readonly #options: GitOptions;

  readonly history = gitHistory((args, input, encoding) => {
    const ask = () => this.#run(args, input, encoding);
    return this.#options.memory?.answer({ folder: this.#folder, args, input }, ask) ?? ask();
  });

  readonly signatures: Signatures;

  readonly commits: GitCommits;

  constructor(folder: string, options: GitOptions) {
    this.#folder = folder;
    this.#options = options;
    this.commits = gitCommits(folder, (args, given) => runGit(folder, args, { ...options, ...given }));
    this.signatures = sshSignatures({ folder, git: (args) => this.#run(args), program: options.keygen });
  }

  async root(): Promise<string | undefined> {
    return line(await this.#ask(['rev-parse', '--show-toplevel']));
  }

  async mainWorktree(): Promise<string | undefined> {
    const folders = await this.#ask(['rev-parse', '--git-dir', '--git-common-dir']);
    const [own, common] = (folders ?? '').trim().split('\n');
    if (own === undefined || common === undefined) return undefined;
    if (resolve(this.#folder, own) === resolve(this.#folder, common)) return this.root();
    const [first] = ((await this.#ask(['worktree', 'list', '--porcelain'])) ?? '').split('\n\n');
    return first?.endsWith('\nbare') ? undefined : /^worktree (.+)$/m.exec(first ?? '')?.[1];
  }

  async head(): Promise<GitHead | undefined> {
    const status = await this.#ask(['status', '--porcelain=v2', '--branch', '-z', '--untracked-files=normal']);
    if (status === undefined) return undefined;
    const records = status.split('\0').filter(Boolean);
    const header = (name: string): string | undefined =>
      records.find((record) => record.startsWith(`# ${name} `))?.slice(name.length + 3);
    const commit = header('branch.oid');
    const branch = header('branch.head');
    return {
      commit: commit === '(initial)' ? undefined : commit,
      branch: branch === '(detached)' ? undefined : branch,
      dirty: records.some((record) => !record.startsWith('#')),
    };
  }

  async dirtyDiff(): Promise<string> {
    const head = await this.head();
    if (!head) return '';
    const base = head.commit ?? EMPTY_TREE;
    return (await this.#ask(['diff', '--binary', ...PLAIN_DIFF, base])) ?? '';
  }

  async changes(from: string, to: string): Promise<string> {
    if (!isCommit(from) || !isCommit(to)) return '';
    return (await this.#ask(['diff', '--no-renames', ...PLAIN_DIFF, `${from}^{commit}`, `${to}^{commit}`])) ?? '';
  }

  async textAt(commit: string, path: string): Promise<string | undefined> {
    if (!isCommit(commit)) return undefined;
    const answer = await this.#run(['cat-file', 'blob', `${commit}:${path}`]);
    return answer?.code === 0 ? answer.output : undefined;
  }

  async filesOnBranches(folder: string): Promise<readonly string[]> {
    const trees = await this.#treesOn(['refs/heads', 'refs/remotes'], folder);
    const paths = new Set<string>();
    for (const tree of trees) {
      const listed = await this.#ask(['ls-tree', '-r', '-z', '--name-only', '--full-tree', tree]);
      for (const path of (listed ?? '').split('\0').filter(Boolean)) paths.add(`${folder}/${path}`);
    }
    return [...paths].sort();
  }

  async blobsOnRefs(folder: string): Promise<ReadonlyMap<string, string>> {
    const blobs = new Map<string, string>();
    for (const tree of await this.#treesOn(['refs/heads', 'refs/remotes', 'refs/tags'], folder, ['HEAD'])) {
      const listed = await this.#ask(['ls-tree', '-r', '-z', '--full-tree', tree]);
      for (const entry of (listed ?? '').split('\0')) {
        const [, blob, path] = /^\d+ blob ([0-9a-f]+)\t(.*)$/s.exec(entry) ?? [];
        if (blob !== undefined) blobs.set(blob, `${folder}/${path}`);
      }
    }
    return blobs;
  }

  async worktrees(): Promise<readonly string[]> {
    const listed = await this.#ask(['worktree', 'list', '--porcelain', '-z']);
    return Array.from((listed ?? '').matchAll(/(?:^|\0)worktree ([^\0]+)/g), (match) => match[1]!);
  }

  async identity(): Promise<GitIdentity | undefined> {
    const ident = await this.#run(['-c', 'user.useConfigOnly=true', 'var', 'GIT_AUTHOR_IDENT']);
    const [, name, email] = /^(.*) <(.*)> \d+ [+-]\d+$/m.exec(ident?.output ?? '') ?? [];
    if (name === undefined || email === undefined) return undefined;
    const key = await this.#signingKey();
    return key === undefined ? { name, email } : { name, email, key };
  }

  async ignored(path: string): Promise<boolean> {
    return (await this.#run(['check-ignore', '-q', '--', path]))?.code === 0;
  }

  async hasCommit(commit: string): Promise<boolean> {
    return (await this.#run(['cat-file', '-e', `${commit}^{commit}`]))?.code === 0;
  }

  async addWorktree(folder: string, commit: string): Promise<void> {
    const inside = new GitProgram(this.#folder, { ...this.#options, timeout: CHECKOUT });
    await inside.#must([...NO_HOOKS, 'worktree', 'add', '--quiet', '--detach', '--force', folder, commit]);
  }

  async removeWorktree(folder: string): Promise<void> {
    const inside = new GitProgram(this.#folder, { ...this.#options, timeout: CHECKOUT });
    await inside.#run(['worktree', 'remove', '--force', '--force', folder]);
    await rm(folder, { recursive: true, force: true });
    await inside.#run(['worktree', 'prune']);
  }

  async applyDiff(diff: string): Promise<string | undefined> {
    const answer = await this.#run(['apply', '--binary', '--whitespace=nowarn', '-'], diff);
    return answer?.code === 0 ? undefined : (answer?.errors.trim().replace(/^error: /, '') ?? 'git is not there');
  }

  async init(folder: string, message: string, files: readonly string[]): Promise<void> {
    const inside = new GitProgram(folder, this.#options);
    const branch = await inside.#run(['config', '--get', 'init.defaultBranch']);
    if (!branch) return;
    await inside.#must([...(branch.code === 0 ? [] : ['-c', 'init.defaultBranch=main']), 'init', '-q']);
    await inside.#must(['--literal-pathspecs', 'add', '--', ...files]);
    const known = (await inside.identity()) !== undefined;
    const identity = known ? [] : ['-c', 'user.name=Modelyard', '-c', 'user.email=modelyard@localhost'];
    await inside.#must([...identity, 'commit', '-q', '--no-gpg-sign', '--allow-empty', '-m', message]);
  }

  /** Most branches hold the same folder, so that few trees are left of many branches. */
  async #treesOn(refs: readonly string[], folder: string, more: readonly string[] = []): Promise<ReadonlySet<string>> {
    const listed = await this.#ask(['for-each-ref', '--format=%(objectname)', ...refs]);
    if (listed === undefined) return new Set();
    const commits = [...new Set([...listed.split('\n').filter(Boolean), ...more])];
    if (commits.length === 0) return new Set();
    const input = commits.map((commit) => `${commit}:${folder}\n`).join('');
    const found = await this.#ask(['cat-file', '--batch-check=%(objecttype) %(objectname)'], input);
    return new Set(Array.from((found ?? '').matchAll(/^tree ([0-9a-f]+)$/gm), (match) => match[1]!));
  }

  async #signingKey(): Promise<string | undefined> {
    const format = line(await this.#ask(['config', '--get', '--default', 'openpgp', 'gpg.format']));
    const key = await this.#run(['config', '--get', 'user.signingkey']);
    return format === 'ssh' && key?.code === 0 ? signingKeyId(key.output.trim()) : undefined;
  }

  /** Output; undefined where git is absent or there is no work tree. */
  async #ask(args: readonly string[], input?: string): Promise<string | undefined> {
    const answer = await this.#run(args, input);
    if (!answer || answer.code === 0) return answer?.output;
    if (/not a git repository|must be run in a work tree/.test(answer.errors)) return undefined;
    throw gitFailed(args, answer);
  }

  async #must(args: readonly string[]): Promise<void> {
    const answer = await this.#run(args);
    if (answer && answer.code !== 0) throw gitFailed(args.slice(args.findIndex((arg) => /^[a-z]+$/.test(arg))), answer);
  }

  #run(args: readonly string[], input?: string, encoding?: 'latin1'): Promise<GitAnswer | undefined> {
    const given = { ...(input === undefined ? {} : { input }), ...(encoding === undefined ? {} : { encoding }) };
    return runGit(this.#folder, args, { ...this.#options, ...given });
  }
}

function line(output: string | undefined): string | undefined {
  return output?.replace(/\r?\n$/, '') || undefined;
}

/** What names a commit in a run is text that anybody may have written: nothing else is handed to git. */
function isCommit(text: string): boolean {
  return /^[0-9a-f]{7,64}$/i.test(text);
}
