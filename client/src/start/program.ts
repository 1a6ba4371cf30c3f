import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { Uri } from 'vscode';
import { pythonVariables } from '../python/interpreter.ts';
import { type Refusal, refusalIn, sentenceOf } from './refusal.ts';

/** What the command line said, in a process of its own. */
export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The command line refused; `message` is its sentence with the next step. */
export class Refused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(sentenceOf(refusal));
    this.name = 'Refused';
    this.refusal = refusal;
  }
}

export interface ProgramOptions {
  /** The command line's bundle. */
  readonly program: string;
  /** Where the user stands; default: nowhere, all paths are absolute. */
  readonly folder?: string;
  readonly signal?: AbortSignal;
}

/** Runs a command of the command line under the editor's own Node and reads its JSON. @throws Refused */
export async function askProgram<T>(words: readonly string[], options: ProgramOptions): Promise<T> {
  const said = await runProgram([...words, '--format', 'json'], options);
  if (said.code > 1 || said.out === '') throw new Refused(refusalIn(said.err));
  return JSON.parse(said.out) as T;
}

/** The same for one that writes a text: `words` say in which format. @throws Refused */
export async function textOfProgram(words: readonly string[], options: ProgramOptions): Promise<string> {
  const said = await runProgram(words, options);
  if (said.code > 1 || said.out === '') throw new Refused(refusalIn(said.err));
  return said.out;
}

function runProgram(words: readonly string[], { program, folder, signal }: ProgramOptions): Promise<Said> {
  const python = folder === undefined ? {} : pythonVariables(Uri.file(folder));
  const env = { ...process.env, ...python, ELECTRON_RUN_AS_NODE: '1', ORT_DISABLE_TELEMETRY: '1', NO_COLOR: '1' };
  const settings = {
    cwd: folder ?? dirname(program),
    env,
    maxBuffer: MOST_OUTPUT,
    windowsHide: true,
    ...(signal ? { signal } : {}),
  };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [program, ...words], settings, (error, out, err) => {
      if (error !== null && typeof error.code !== 'number') reject(signal?.aborted ? new Stopped() : error);
      else resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

/** The user stopped what was asked for: nothing to show. */
export class Stopped extends Error {
  constructor() {
    super('stopped');
    this.name = 'Stopped';
  }
}

const MOST_OUTPUT = 256 * 1024 * 1024;
