import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { delimiter } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { Failure } from '../../failure.ts';
import type { Command, Executor, Job, JobResult, Program, ProgramCall } from '../../ports/executor.ts';
import { findProgram } from './findProgram.ts';
import { watchUsage } from './usage/watchUsage.ts';

const GRACE = 5_000;
const DRAIN = 1_000;
const LONGEST_LINE = 65_536;
/** Exit code of the shell for a program that it does not find, and of the store's stand-ins for `python`. */
const NOT_FOUND_ON_WINDOWS = 9009;

/** Runs programs as child processes, each in its own process group, so that what they start ends with them. */
export const processExecutor: Executor = {
  resolve,
  run: (job) =>
    new Promise<JobResult>((resolve, reject) => {
      const [program, args] = programOf(job.command);
      const child = spawn(program, args, {
        cwd: job.folder,
        env: environmentOf(job),
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: process.platform !== 'win32',
        windowsHide: true,
      });
      const why = watch(child, job);
      const { usage } = job;
      const used = usage && child.pid !== undefined ? watchUsage(child.pid, environmentOf(job), usage) : undefined;
      const flush = [pipeLines(child, 'stdout', job), pipeLines(child, 'stderr', job)];
      child.once('error', (error) => {
        why.stop();
        used?.stop();
        reject(notStarted(program, job, error));
      });
      // A daemon that left the group may hold the pipes for ever: after the program's end they have a moment to drain.
      child.once('exit', () => {
        why.stop();
        used?.stop();
        setTimeout(() => [child.stdout, child.stderr].map((pipe) => pipe?.destroy()), DRAIN).unref();
      });
      child.once('close', (code, signalName) => {
        for (const rest of flush) rest();
        if (process.platform === 'win32' && code === NOT_FOUND_ON_WINDOWS) return reject(notFound(program, job));
        const end = why.reason() ?? (signalName ? 'signalled' : 'exited');
        resolve({ end, code: code ?? undefined, signalName: signalName ?? undefined });
      });
    }),
};

async function resolve(call: ProgramCall): Promise<Program> {
  const [program, args] = programOf(call.command);
  const environment = environmentOf(call);
  const file = await findProgram(program, { folder: call.folder, environment });
  if (file === undefined) throw notFound(program, call);
  const added = Object.entries(environment).filter(
    ([name, value]) => Object.hasOwn(call.environment, name) || process.env[name] !== value,
  );
  const hidden = Object.keys(process.env).filter((name) => !Object.hasOwn(environment, name));
  return { file, arguments: args, environment: Object.fromEntries(added) as Record<string, string>, hidden };
}

/** A program has the secrets that its step names, under the names it gives them, and no others. */
function environmentOf(job: ProgramCall): NodeJS.ProcessEnv {
  const open = Object.entries(process.env).filter(([name]) => !name.toUpperCase().startsWith('MODELYARD_SECRET_'));
  const env: NodeJS.ProcessEnv = { ...Object.fromEntries(open), ...job.environment };
  const key = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  return job.path ? { ...env, [key]: [...job.path, env[key] ?? ''].join(delimiter) } : env;
}

function programOf(command: Command): [string, readonly string[]] {
  if (command.kind === 'arguments') return [command.arguments[0], command.arguments.slice(1)];
  if (command.shell === 'bash') return ['bash', ['-eo', 'pipefail', '-c', command.text]];
  if (command.shell === 'pwsh') return ['pwsh', ['-NoProfile', '-NonInteractive', '-Command', command.text]];
  return ['cmd.exe', ['/d', '/s', '/c', command.text]];
}

/** Ends the group on the signal or after the timeout: politely first, for good after the grace time. It never outlives this process. */
function watch(child: ChildProcess, job: Job): { stop(): void; reason(): 'timeout' | 'cancelled' | undefined } {
  let reason: 'timeout' | 'cancelled' | undefined;
  let last: NodeJS.Timeout | undefined;
  const end = (why: 'timeout' | 'cancelled') => {
    if (reason) return;
    reason = why;
    endGroup(child, 'SIGTERM');
    last = setTimeout(() => endGroup(child, 'SIGKILL'), GRACE);
  };
  const onAbort = () => end('cancelled');
  const timer = job.timeout === undefined ? undefined : setTimeout(() => end('timeout'), job.timeout);
  const onExit = () => endGroup(child, 'SIGKILL');
  process.on('exit', onExit);
  if (job.signal.aborted) onAbort();
  else job.signal.addEventListener('abort', onAbort, { once: true });
  return {
    stop() {
      clearTimeout(timer);
      clearTimeout(last);
      job.signal.removeEventListener('abort', onAbort);
      process.off('exit', onExit);
      // What the program left running in its group would outlive the step.
      if (child.pid !== undefined) endGroup(child, 'SIGKILL');
    },
    reason: () => reason,
  };
}

function endGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f'], { windowsHide: true });
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH' && (error as NodeJS.ErrnoException).code !== 'EPERM')
      throw error;
  }
}

function pipeLines(child: ChildProcess, stream: 'stdout' | 'stderr', job: Job): () => void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const emit = (text: string) => {
    const lines = (rest + text).split(/\r?\n/);
    rest = lines.pop() ?? '';
    for (const line of lines) job.output(stream, line);
    for (; rest.length > LONGEST_LINE; rest = rest.slice(LONGEST_LINE)) job.output(stream, rest.slice(0, LONGEST_LINE));
  };
  child[stream]?.on('data', (bytes: Buffer) => emit(decoder.write(bytes)));
  return () => {
    emit(decoder.end());
    if (rest) job.output(stream, rest);
  };
}

function notStarted(program: string, job: Job, cause: Error): Failure {
  if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return notFound(program, job, cause);
  return new Failure('program-not-started', `The program \`${program}\` could not be started: ${cause.message}.`, {
    next: 'Check that the file may be executed.',
    cause,
  });
}

function notFound(program: string, { folder }: ProgramCall, cause?: Error): Failure {
  return new Failure('program-not-found', `The program \`${program}\` was not found (in ${folder}).`, {
    next: 'Install it, or name it by its path in the step’s `run`.',
    ...(cause && { cause }),
  });
}
