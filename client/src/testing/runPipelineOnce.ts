import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { Refused, Stopped } from '../start/program.ts';
import { refusalIn } from '../start/refusal.ts';

export interface PipelineCall {
  readonly pipeline: string;
  /** Folder of the project. */
  readonly folder: string;
  /** The command line's bundle. */
  readonly program: string;
  readonly signal: AbortSignal;
  /** Takes what the run says, in pieces cut anywhere. */
  readonly output: (text: string) => void;
}

/** Runs a pipeline to its end, which must be good; gives the id of the run. @throws Refused, Stopped */
export function runPipelineOnce({ pipeline, folder, program, signal, output }: PipelineCall): Promise<string> {
  const id = randomUUID().replaceAll('-', '');
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1', ORT_DISABLE_TELEMETRY: '1', NO_COLOR: '1' };
  const child = spawn(process.execPath, [program, 'run', pipeline, '--run-id', id], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const errors: string[] = [];
  child.stdout.setEncoding('utf8').on('data', output);
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors.push(text);
    output(text);
  });
  const stop = endWhenAborted(child, signal);
  return new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (signal.aborted) reject(new Stopped());
      else if (code === 0) resolve(id);
      else reject(new Refused(refusalOf(pipeline, errors.join(''))));
    });
  }).finally(stop);
}

/** A run that failed has said so in the line of its step. */
function refusalOf(pipeline: string, errors: string): ReturnType<typeof refusalIn> {
  if (errors.includes('error: ')) return refusalIn(errors);
  const step = errors.split('\n').find((line) => line.startsWith('✗'));
  const message = `The run of \`${pipeline}\` did not finish${step === undefined ? '' : `: ${step.slice(1).trim()}`}`;
  return { message, next: undefined };
}

/** Asks the run to cancel, and ends it for good where it does not. */
function endWhenAborted(child: ReturnType<typeof spawn>, signal: AbortSignal): () => void {
  let last: NodeJS.Timeout | undefined;
  const end = () => {
    child.kill('SIGTERM');
    last = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
  };
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
  return () => {
    clearTimeout(last);
    signal.removeEventListener('abort', end);
  };
}

const PATIENCE = 20_000;
