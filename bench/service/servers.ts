import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Server {
  readonly port: number;
  readonly token: string | undefined;
  readonly pid: number;
  /** From the start of the process to its first answer. */
  readonly seconds: number;
  stop(): Promise<void>;
}

/** As a package runs: the bundle, compiled once before. */
export async function startModelyard(root: string, project: string): Promise<Server> {
  const begun = performance.now();
  const child = spawn(process.execPath, [join(root, 'dist/cli.js'), 'serve', '--format', 'ndjson'], {
    cwd: project,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: join(project, '.cache') },
  });
  const [first] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { url, token, pid } = JSON.parse(first) as { url: string; token: string; pid: number };
  return { port: Number(new URL(url).port), token, pid, seconds: since(begun), stop: () => stop(child) };
}

/** One worker, as it comes: SQLite takes one writer at a time. `backend`: where it keeps runs, a database in the folder when absent. */
export async function startMlflow(
  python: string,
  folder: string,
  backend = `sqlite:///${folder}/mlflow.db`,
): Promise<Server> {
  const port = await freePort();
  const begun = performance.now();
  const args = ['-m', 'mlflow', 'server', '--host', '127.0.0.1', '--port', String(port), '--workers', '1'];
  const store = ['--backend-store-uri', backend, '--artifacts-destination', join(folder, 'files')];
  const child = spawn(python, [...args, ...store], {
    cwd: folder,
    stdio: 'ignore',
    detached: true,
    env: { ...process.env, MLFLOW_DISABLE_TELEMETRY: 'true', MLFLOW_ALLOW_FILE_STORE: 'true' },
  });
  while (!(await answers(port))) {
    if (child.exitCode !== null || since(begun) > 120)
      throw new Error(`mlflow server did not start (${child.exitCode})`);
    await sleep(20);
  }
  return { port, token: undefined, pid: child.pid ?? 0, seconds: since(begun), stop: () => stop(child, true) };
}

/** Answers `{}` to whatever it is asked: what any server under Node costs. */
export async function startEmpty(root: string): Promise<Server> {
  const begun = performance.now();
  const child = spawn(process.execPath, [join(root, 'bench/service/emptyServer.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const pid = child.pid ?? 0;
  return { port: Number(port), token: undefined, pid, seconds: since(begun), stop: () => stop(child) };
}

async function answers(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/health`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** `group`: with the workers it started. */
async function stop(child: ChildProcess, group = false): Promise<void> {
  const ended = once(child, 'exit');
  if (group && child.pid) process.kill(-child.pid, 'SIGTERM');
  else child.kill('SIGTERM');
  await ended;
}

function since(begun: number): number {
  return (performance.now() - begun) / 1000;
}
