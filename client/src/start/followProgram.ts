import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Uri } from 'vscode';
import { pythonVariables } from '../python/interpreter.ts';
import { Refused, Stopped } from './program.ts';
import { refusalIn } from './refusal.ts';

export interface FollowOptions {
  /** The command line's bundle. */
  readonly program: string;
  /** Where the user stands. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Each event that it tells on its way. */
  readonly event: (told: Readonly<Record<string, unknown>>) => void;
}

/** Runs a command of the command line that tells events, to its end. @throws Refused, Stopped */
export async function followProgram(words: readonly string[], options: FollowOptions): Promise<void> {
  const { program, folder, signal, event } = options;
  const child = spawn(process.execPath, [program, ...words, '--format', 'ndjson'], {
    cwd: folder,
    env: {
      ...process.env,
      ...pythonVariables(Uri.file(folder)),
      ELECTRON_RUN_AS_NODE: '1',
      ORT_DISABLE_TELEMETRY: '1',
      NO_COLOR: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    signal,
  });
  const errors: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
  const ended = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  const code = await Promise.all([ended, tellLines(child.stdout, event)]).then(
    ([exit]) => exit,
    (error) => {
      throw signal.aborted ? new Stopped() : error;
    },
  );
  if (signal.aborted) throw new Stopped();
  if (code === null || code > 1) throw new Refused(refusalIn(errors.join('')));
}

async function tellLines(out: NodeJS.ReadableStream, event: FollowOptions['event']): Promise<void> {
  for await (const line of createInterface({ input: out })) if (line !== '') event(JSON.parse(line));
}
