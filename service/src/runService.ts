import { randomBytes } from 'node:crypto';
import { Failure } from '../../engine/src/failure.ts';
import type { Host, Stores } from '../../engine/src/ports/host.ts';
import type { ServiceContext } from './http/route.ts';
import { type HttpServer, startHttpServer } from './http/server.ts';
import { OPEN } from './mlflow/server.ts';
import { ROUTES } from './routes.ts';
import { keepTriggers } from './schedule/keepTriggers.ts';
import type { ScheduleEvent } from './schedule/scheduleEvent.ts';
import type { Scheduler } from './schedule/scheduler.ts';
import { type Processes, readServiceFile, runningService, type ServiceFile, writeServiceFile } from './serviceFile.ts';
import { UndeclaredRuns } from './undeclared/undeclaredRuns.ts';

export interface ServiceOptions {
  readonly host: Host;
  /** Of the project, absolute. */
  readonly root: string;
  readonly processes: Processes;
  /** Any that is free, if possible the one of last time, when absent. */
  readonly port?: number;
  /** Milliseconds after which it leaves when nobody asks anything; 0: never. */
  readonly idle: number;
  /** Hears of the triggers that it keeps. */
  tell?(event: ScheduleEvent): void;
}

/** `started`: by this call; else another process answers already. */
export type Service =
  | { readonly started: false; readonly file: ServiceFile }
  | {
      readonly started: true;
      readonly file: ServiceFile;
      /** Resolves when it is idle, or another has taken its place. */
      readonly done: Promise<void>;
      close(): Promise<void>;
    };

/** A run may be silent for long; one that nobody has said a word of for a day is not waited for. */
const DAY = 24 * 60 * 60 * 1000;

/** Answers for the project, unless somebody does already: one service a project. */
export async function runService(options: ServiceOptions): Promise<Service> {
  const { host, root, processes } = options;
  const { folder, locks } = await host.stores(root);
  return locks.exclusively('service', async () => {
    const running = await runningService(folder, processes);
    if (running) return { started: false, file: running };
    const undeclared = new UndeclaredRuns(host, root);
    const scheduler = await keepTriggers(host, root, options.tell ?? (() => undefined));
    const before = await readServiceFile(folder);
    const { http, token } = await listen(options, { before, undeclared, scheduler });
    const file: ServiceFile = { url: http.url, port: http.port, token, process: processes.self };
    try {
      await writeServiceFile(folder, file);
    } catch (error) {
      await http.close();
      throw error;
    }
    scheduler.start();
    return started(options, { folder, file, http, undeclared, scheduler });
  });
}

interface Running {
  /** The store's. */
  readonly folder: string;
  readonly file: ServiceFile;
  readonly http: HttpServer;
  readonly undeclared: UndeclaredRuns;
  readonly scheduler: Scheduler;
}

function started(
  { host, root, idle }: ServiceOptions,
  { folder, file, http, undeclared, scheduler }: Running,
): Service {
  const watch = Promise.withResolvers<void>();
  const look = async (): Promise<void> => {
    const isOurs = JSON.stringify(await readServiceFile(folder)) === JSON.stringify(file);
    const isQuiet = idle > 0 && http.quiet() >= idle && !scheduler.isOn;
    const isIdle = isQuiet && (http.quiet() >= DAY || !(await hasLivingRun(host, root)));
    if (!isOurs || isIdle) watch.resolve();
  };
  const timer = setInterval(() => void look(), Math.min(10_000, Math.max(idle / 4, 100)));
  return {
    started: true,
    file,
    done: watch.promise,
    async close() {
      clearInterval(timer);
      await scheduler.close();
      if (JSON.stringify(await readServiceFile(folder)) === JSON.stringify(file)) {
        const { process: _, ...address } = file;
        await writeServiceFile(folder, address);
      }
      await http.close();
      await undeclared.settled();
    },
  };
}

/**
 * Where the address of last time is free, address and token stay what terminals know. Where somebody has it, they may have
 * been sent the token: it is another then.
 */
async function listen(
  options: ServiceOptions,
  {
    before,
    undeclared,
    scheduler,
  }: Pick<Running, 'undeclared' | 'scheduler'> & { readonly before: ServiceFile | undefined },
): Promise<{ readonly http: HttpServer; readonly token: string }> {
  const { port, host, root } = options;
  const context = contexts(host, root, { undeclared, upcoming: () => scheduler.upcoming() });
  const report = (error: unknown): void =>
    host.log.warn(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const start = async (at: number, token: string) => ({
    http: await startHttpServer({ routes: ROUTES, open: OPEN, token, port: at, context, report }),
    token,
  });
  const fresh = randomBytes(32).toString('base64url');
  if (port !== undefined)
    return start(port, before?.port === port ? before.token : fresh).catch((error: unknown) => {
      throw portRefused(port, error);
    });
  if (before) {
    const again = await start(before.port, before.token).catch(() => undefined);
    if (again) return again;
  }
  return start(0, fresh);
}

/** Stores that were deleted or replaced are opened again; MLflow's first experiment is always there. */
function contexts(
  host: Host,
  root: string,
  more: Pick<ServiceContext, 'undeclared' | 'upcoming'>,
): () => Promise<ServiceContext> {
  let known: Stores | undefined;
  return async () => {
    const stores = await host.stores(root);
    if (stores !== known) await stores.runs.defaultExperiment();
    known = stores;
    return { host, root, stores, log: host.log, ...more };
  };
}

async function hasLivingRun(host: Host, root: string): Promise<boolean> {
  try {
    const { runs } = await host.stores(root);
    await runs.reap();
    const { runs: found } = await runs.search({ filter: `attributes.status = 'running'`, limit: 1, artifacts: false });
    return found.length > 0;
  } catch {
    return false;
  }
}

function portRefused(port: number, cause: unknown): Failure {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  const why = code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be opened (${code ?? 'unknown'})`;
  return new Failure('port-refused', `Port ${port} ${why}.`, { next: 'Choose another, or leave `--port` out.', cause });
}
