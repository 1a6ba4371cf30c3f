import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export interface KeygenAnswer {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

export interface KeygenRequest {
  readonly args: readonly string[];
  readonly input: string;
  /** Whether it may ask for a passphrase on the terminal, which takes as long as it takes. */
  readonly asks?: boolean;
}

const TIMEOUT = 30_000;

/** Where Windows and Git for Windows keep it; elsewhere it is found by its name. */
function candidates(): readonly string[] {
  if (process.platform !== 'win32') return ['ssh-keygen'];
  const of = (variable: string, ...path: string[]) => {
    const folder = process.env[variable];
    return folder === undefined ? [] : [join(folder, ...path, 'ssh-keygen.exe')];
  };
  const places = [
    ...of('SystemRoot', 'System32', 'OpenSSH'),
    ...of('ProgramFiles', 'Git', 'usr', 'bin'),
    ...of('LOCALAPPDATA', 'Programs', 'Git', 'usr', 'bin'),
  ];
  return ['ssh-keygen.exe', ...places.filter((place) => existsSync(place))];
}

/**
 * Runs ssh-keygen without a shell, in English. Undefined where it is not there.
 * @param program the one that git's settings name
 */
export async function runKeygen(request: KeygenRequest, program?: string): Promise<KeygenAnswer | undefined> {
  for (const candidate of program === undefined ? candidates() : [program]) {
    const answer = await start(candidate, request);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

function start(program: string, { args, input, asks = false }: KeygenRequest): Promise<KeygenAnswer | undefined> {
  return new Promise((resolve, reject) => {
    // A session of its own has no terminal, so that a passphrase cannot be asked for; nor by a window.
    const env = { ...process.env, LC_ALL: 'C', SSH_ASKPASS_REQUIRE: 'never' };
    const child = spawn(program, args, { env, windowsHide: true, detached: !asks && process.platform !== 'win32' });
    const timer = asks ? undefined : setTimeout(() => child.kill('SIGKILL'), TIMEOUT);
    let [output, errors] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    child.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      if (error.code === 'ENOENT') resolve(undefined);
      else reject(error);
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? 1, output, errors: code === null ? 'it gave no answer' : errors });
    });
    // It may end before it has read all: that it did so says its exit code.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}
