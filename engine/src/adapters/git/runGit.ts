import { execFile } from 'node:child_process';
import { Failure } from '../../failure.ts';
import type { GitAnswer } from './gitAnswer.ts';
import type { GitMemory } from './gitMemory.ts';

export interface GitOptions {
  /** What is remembered of the history; absent: all is asked each time. */
  readonly memory?: GitMemory;
  /** The program; tests name one that is not there. */
  readonly program?: string;
  /** Likewise ssh-keygen. */
  readonly keygen?: string;
  /** Milliseconds. */
  readonly timeout?: number;
  /** Added to the environment. */
  readonly variables?: Readonly<Record<string, string>>;
}

const MAX_OUTPUT = 256 * 1024 * 1024;

/** Set inside hooks, they would point git at another repository than the project's; set by users, paths would mean something else. */
const MISLEADING = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_PREFIX',
  'GIT_COMMON_DIR',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_NAMESPACE',
  'GIT_CEILING_DIRECTORIES',
  'GIT_LITERAL_PATHSPECS',
  'GIT_GLOB_PATHSPECS',
  'GIT_NOGLOB_PATHSPECS',
  'GIT_ICASE_PATHSPECS',
];

/**
 * Runs git without a shell, in English and without prompts. Undefined where git or the folder is not there. Output in
 * `latin1` has a character for each byte.
 * @throws Failure `git-unsafe`, `git-timeout`, `git-output`
 */
export function runGit(
  folder: string,
  args: readonly string[],
  options: GitOptions & { readonly input?: string; readonly encoding?: 'latin1' } = {},
): Promise<GitAnswer | undefined> {
  const { program = 'git', timeout = 30_000, input, encoding = 'utf8', variables = {} } = options;
  return new Promise((resolve, reject) => {
    const settings = {
      cwd: folder,
      env: { ...environment(), ...variables },
      timeout,
      maxBuffer: MAX_OUTPUT,
      windowsHide: true,
    };
    const child = execFile(program, args, { ...settings, encoding, killSignal: 'SIGKILL' }, (error, output, errors) => {
      if (error?.code === 'ENOENT') return resolve(undefined);
      if (error?.killed && error.code !== 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return reject(timedOut(args, timeout));
      if (error && typeof error.code !== 'number') return reject(tooMuch(args, error));
      if (errors.includes('dubious ownership')) return reject(unsafe(folder));
      resolve({ code: error ? Number(error.code) : 0, output, errors });
    });
    // git may end before it has read all: that it did so says its exit code.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}

export function gitFailed(args: readonly string[], answer: GitAnswer): Failure {
  const why = answer.errors.trim().replace(/^fatal: /, '') || `exit code ${answer.code}`;
  return new Failure('git-failed', `\`git ${args[0]}\` failed: ${why}`, {
    next: 'Look at the repository with `git status`.',
  });
}

function environment(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' };
  for (const name of MISLEADING) delete env[name];
  return env;
}

function timedOut(args: readonly string[], timeout: number): Failure {
  return new Failure('git-timeout', `\`git ${args[0]}\` gave no answer for ${timeout / 1000} s.`, {
    next: 'Look at the repository with `git status`; a network drive may be slow.',
  });
}

function tooMuch(args: readonly string[], cause: Error): Failure {
  return new Failure('git-output', `\`git ${args[0]}\` could not be read: ${cause.message}.`, {
    next: 'Commit large changes first.',
    cause,
  });
}

function unsafe(folder: string): Failure {
  return new Failure('git-unsafe', `git refuses to read the repository around ${folder}: it belongs to another user.`, {
    next: `If you trust it: \`git config --global --add safe.directory ${folder}\`.`,
    place: { file: folder },
  });
}
