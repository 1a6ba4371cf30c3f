import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Cancelled, Failure } from '../../failure.ts';
import type { Learner, TrainedModel, TrainObserver, TrainRequest } from '../../ports/learner.ts';
import { entryPoint } from '../entryPoints.ts';
import { received } from '../sentFailure.ts';
import { type FromTrainer, TEMPORARY_FOLDER } from './messages.ts';

const STDERR_KEPT = 2000;

/** Trains in a process of its own, which ends at once when the training is cancelled. */
export function trainerLearner(): Learner {
  return {
    async train(request, observer) {
      if (observer.signal?.aborted) throw new Cancelled();
      const child = fork(fileURLToPath(entryPoint('trainer')), [], {
        execArgv: ['--expose-gc'],
        serialization: 'advanced',
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
        env: { ...process.env, ORT_DISABLE_TELEMETRY: '1' },
      });
      const ended = once(child, 'exit');
      try {
        return await answerOf(child, request, observer);
      } finally {
        child.kill('SIGKILL');
        await ended.catch(() => undefined);
        await rm(join(request.workFolder, TEMPORARY_FOLDER), { recursive: true, force: true });
      }
    },
  };
}

function answerOf(child: ChildProcess, request: TrainRequest, observer: TrainObserver): Promise<TrainedModel> {
  const { promise, resolve, reject } = Promise.withResolvers<TrainedModel>();
  let round = 0;
  let stderr = '';
  const cancel = () => reject(new Cancelled());
  observer.signal?.addEventListener('abort', cancel, { once: true });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-STDERR_KEPT);
  });
  child.on('message', (message: FromTrainer) => {
    if (message.kind === 'trained') resolve(message.model);
    else if (message.kind === 'failed') reject(received(message.failure));
    else {
      round = message.round;
      observer.progress(message.round, message.rounds, message.metrics);
    }
  });
  child.on('error', (error) => reject(notStarted(error)));
  child.on('exit', (code, signal) => reject(died(code, signal, round, stderr)));
  child.send(request, (error) => {
    if (error) reject(notStarted(error));
  });
  return promise.finally(() => observer.signal?.removeEventListener('abort', cancel));
}

function notStarted(cause: Error): Failure {
  return new Failure('trainer-start', `The trainer process could not be started: ${cause.message}`, {
    next: 'See whether this machine allows another process.',
    cause,
  });
}

function died(code: number | null, signal: string | null, round: number, stderr: string): Failure {
  const how = signal === null ? `with code ${code}` : `by ${signal}`;
  const said = stderr.trim() === '' ? '' : `: ${stderr.trim().split('\n').at(-1)}`;
  return new Failure(
    'trainer-died',
    `The trainer process ended ${how} ${round === 0 ? 'before its first round' : `after round ${round}`}${said}`,
    {
      next:
        signal === 'SIGKILL'
          ? 'If the machine ran out of memory, train on fewer rows or columns; then run again.'
          : 'Run again; if it happens again, please report it.',
    },
  );
}
