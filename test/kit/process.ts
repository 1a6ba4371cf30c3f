import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface CliProcess {
  readonly child: ChildProcess;
  /** What it has said so far. */
  readonly said: { out: string; err: string };
  /** Resolves when stdout matches. */
  until(pattern: RegExp): Promise<void>;
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

export interface CliOptions {
  readonly variables?: Readonly<Record<string, string>>;
  /** An open file for stdout, instead of what `said` shows. */
  readonly stdout?: number;
}

/** The command line in a process of its own, leader of its group. */
export function startCli(
  folder: string,
  words: readonly string[],
  { variables = {}, stdout }: CliOptions = {},
): CliProcess {
  const main = fileURLToPath(new URL('../../bin/modelyard.mjs', import.meta.url));
  const child = spawn(process.execPath, [main, ...words], {
    cwd: folder,
    stdio: ['ignore', stdout ?? 'pipe', 'pipe'],
    detached: true,
    env: { ...process.env, ...variables },
  });
  const said = { out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    said.out += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    said.err += text;
  });
  const ended = new Promise<number | NodeJS.Signals>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? signal ?? -1));
  });
  const until = (pattern: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (pattern.test(said.out)) resolve();
      };
      look();
      child.stdout?.on('data', look);
      ended.then(
        (end) => reject(new Error(`ended with ${end} before it said ${pattern}: ${said.out}${said.err}`)),
        reject,
      );
    });
  return { child, said, until, ended };
}
