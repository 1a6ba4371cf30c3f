import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FromChild, ToChild } from './protocol.ts';

/** A process that may open data and stores, as the server sees it. */
export interface DataProcess {
  readonly pid: number | undefined;
  send(message: ToChild): void;
  onMessage(listener: (message: FromChild) => void): void;
  /** Called once, however it ends. */
  onEnd(listener: () => void): void;
  /** Lets it end: at once where it does nothing. */
  stop(): void;
}

/** Starts the data child of a project; it ends with this process, whatever ends that. */
export function startDataProcess(entry: URL, root: string, variables: Readonly<Record<string, string>>): DataProcess {
  const child = fork(fileURLToPath(entry), [root], {
    serialization: 'advanced',
    execArgv: [],
    env: { ...process.env, ...variables, ORT_DISABLE_TELEMETRY: '1' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  let ended = false;
  return {
    pid: child.pid,
    send(message) {
      if (child.connected) child.send(message, () => {});
    },
    onMessage: (listener) => void child.on('message', (message) => listener(message as FromChild)),
    onEnd(listener) {
      const end = () => {
        if (!ended) listener();
        ended = true;
      };
      child.on('exit', end);
      child.on('error', end);
    },
    stop() {
      if (child.connected) child.disconnect();
      setTimeout(() => child.exitCode ?? child.kill('SIGKILL'), PATIENCE).unref();
    },
  };
}

/** Milliseconds for a child that was told to leave. */
const PATIENCE = 3000;
