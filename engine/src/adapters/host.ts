import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, posix, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Host, OpenDataOptions, StandardStreams } from '../ports/host.ts';
import type { Learner } from '../ports/learner.ts';
import type { ModelRegistry } from '../ports/modelRegistry.ts';
import type { ModelRuntime } from '../ports/modelRuntime.ts';
import type { PythonModels } from '../ports/pythonModel.ts';
import type { RemoteObjects } from '../ports/remoteObjects.ts';
import type { openRegistry as OpenRegistry } from '../registry/openRegistry.ts';
import { resamplePool } from './evaluator/resamplePool.ts';
import { localFiles } from './files/localFiles.ts';
import { openObjectStore } from './files/objectStore.ts';
import { GitMemory } from './git/gitMemory.ts';
import { localGit } from './git/localGit.ts';
import { builtPages } from './pages/builtPages.ts';
import { processExecutor } from './process/executor.ts';
import { localPythons } from './process/localPythons.ts';
import { runProgram } from './process/runProgram.ts';
import { pullingStore } from './remote/pullingStore.ts';
import { installedSamples } from './samples/installedSamples.ts';
import { lazyMonitorStore } from './sqlite/lazyMonitorStore.ts';
import { type OpenStores, StoreCache } from './storeCache.ts';
import { builtAs } from './system/builtAs.ts';
import { localCallers } from './system/callers/localCallers.ts';
import { localInspection } from './system/localInspection.ts';
import { localMachine } from './system/localMachine.ts';
import { watchMemory } from './system/memoryWatch.ts';
import { randomIds } from './system/randomIds.ts';
import { stderrLog } from './system/stderrLog.ts';
import { systemClock } from './system/systemClock.ts';
import { httpWebhooks } from './webhooks/httpWebhooks.ts';

export interface HostOptions {
  readonly folder: string;
  readonly projectFolder: string | undefined;
  readonly verbose: boolean;
  /** The program and the arguments before the command's own, to start this host again. */
  readonly restart: readonly [string, ...string[]];
}

/** Everything of this machine behind the ports; native modules are loaded when they are first needed. */
export function openHost(options: HostOptions): Host {
  const files = localFiles();
  const clock = systemClock();
  const ids = randomIds();
  const log = stderrLog({ verbose: options.verbose });
  const machine = localMachine();
  const memory = watchMemory();
  const parallel = resamplePool(machine.cpus);
  const stores = new StoreCache(openStores);
  const memoryOfGit = new GitMemory();
  const git = (folder: string) => localGit(folder, { memory: memoryOfGit });
  return {
    folder: portable(options.folder),
    projectFolder:
      options.projectFolder === undefined ? undefined : portable(resolve(options.folder, options.projectFolder)),
    standard,
    tmpFolder: portable(tmpdir()),
    files,
    clock,
    ids,
    log,
    git,
    machine: {
      threads: machine.cpus,
      memory: machine.memory,
      platform: machine.platform,
      node: machine.node,
      modelyard: version(),
      get build() {
        return builtAs();
      },
      lives: (other) => machine.lives(other),
      variables: process.env,
      peakMemory: () => memory.peak(),
    },
    executor: processExecutor,
    parallel,
    pythons: localPythons,
    callers: localCallers,
    inspection: localInspection(machine),
    learner: lazyLearner(),
    runtime: lazyRuntime(),
    pythonModels: lazyPythonModels(),
    pages: builtPages(),
    samples: installedSamples(),
    webhooks: httpWebhooks,
    openData,
    stores: (root) => stores.of(root),
    openRunSource: async (...given) => (await import('./mlflow/openRunSource.ts')).openRunSource(...given),
    openRunSources: async (...given) => (await import('./mlflow/openRunSource.ts')).openRunSources(...given),
    async startDetached(args, logFile) {
      mkdirSync(dirname(logFile), { recursive: true });
      const output = openSync(logFile, 'a');
      const [program, ...before] = options.restart;
      const child = spawn(program, [...before, ...args], {
        detached: true,
        stdio: ['ignore', output, output],
        windowsHide: true,
      });
      child.unref();
      closeSync(output);
    },
    runProgram: (args, signal) => runProgram(options.restart, args, signal),
    async close() {
      memory.stop();
      await parallel.close();
      await stores.close();
    },
  };

  async function openStores(root: string): Promise<OpenStores> {
    const { openRunStore } = await import('./sqlite/openRunStore.ts');
    const { openMemo } = await import('./sqlite/openMemo.ts');
    const folder = posix.join(await storeRoot(root), '.modelyard');
    // A folder that ignores itself needs no line in the user's .gitignore.
    if (!(await files.stat(posix.join(folder, '.gitignore'))))
      await files.write(posix.join(folder, '.gitignore'), '*\n');
    const database = posix.join(folder, 'runs.db');
    const runs = openRunStore(database, { clock, ids, log });
    const opened = fileId(database);
    const objects = openObjectStore(posix.join(folder, 'objects'));
    const remotes = new ProjectRemote(() => files.read(posix.join(root, 'modelyard.yaml')));
    const remote = () => remotes.open();
    const artifacts = pullingStore({ objects, clock, remote });
    const memo = openMemo(posix.join(folder, 'cache.db'), { log });
    const registry = lazyRegistry({ files, git: git(root), artifacts, clock, projectRoot: root, numbers: runs });
    const monitors = lazyMonitorStore(async () => {
      const { openMonitorStore } = await import('./sqlite/openMonitorStore.ts');
      return openMonitorStore(posix.join(folder, 'monitors.db'), { clock, ids, log });
    });
    return {
      folder,
      runs,
      cells: runs,
      curves: runs,
      locks: runs,
      artifacts,
      objects,
      remote,
      memo,
      registry,
      monitors,
      isThere: () => opened !== undefined && fileId(database) === opened,
      async close() {
        await runs.close();
        await memo.close();
        await monitors.close();
        await remotes.close();
      },
    };
  }

  /** Linked worktrees share the store of the main one. */
  async function storeRoot(root: string): Promise<string> {
    const worktree = await git(root).root();
    const main = await git(root).mainWorktree();
    return worktree && main ? posix.join(main, posix.relative(worktree, root)) : root;
  }
}

/** What `remote` of modelyard.yaml names, opened when it is asked for; again where the file says something else by then. */
class ProjectRemote {
  readonly #settings: () => Promise<string | undefined>;
  #opened: { readonly settings: string; readonly remote: Promise<RemoteObjects | undefined> } | undefined;

  constructor(settings: () => Promise<string | undefined>) {
    this.#settings = settings;
  }

  async open(): Promise<RemoteObjects | undefined> {
    const settings = (await this.#settings()) ?? '';
    if (this.#opened?.settings !== settings) {
      await this.close();
      this.#opened = { settings, remote: openNamed(settings) };
    }
    return this.#opened.remote;
  }

  async close(): Promise<void> {
    const opened = await this.#opened?.remote.catch(() => undefined);
    this.#opened = undefined;
    await opened?.close();
  }
}

async function openNamed(settings: string): Promise<RemoteObjects | undefined> {
  const { remoteOfSettings } = await import('../project/remote.ts');
  const place = remoteOfSettings(settings);
  return place && (await import('./remote/openRemote.ts')).openRemote(place, process.env);
}

/** Another when a file was put in place of another; undefined where there is none. */
function fileId(file: string): string | undefined {
  const stat = statSync(file, { throwIfNoEntry: false, bigint: true });
  return stat && `${stat.dev} ${stat.ino}`;
}

async function openData(options: OpenDataOptions) {
  const { openDuckDb } = await import('./duckdb/duckDb.ts');
  await localFiles().makeFolder(options.tmpFolder);
  return openDuckDb(options);
}

function lazyRegistry(options: Parameters<typeof OpenRegistry>[0]): ModelRegistry {
  let opened: Promise<ModelRegistry> | undefined;
  const registry = () => {
    opened ??= import('../registry/openRegistry.ts').then(({ openRegistry }) => openRegistry(options));
    return opened;
  };
  return {
    models: async (...given) => (await registry()).models(...given),
    model: async (...given) => (await registry()).model(...given),
    resolve: async (reference) => (await registry()).resolve(reference),
    register: async (...given) => (await registry()).register(...given),
    reserveNumber: async (name) => (await registry()).reserveNumber(name),
    setAlias: async (...given) => (await registry()).setAlias(...given),
    deleteAlias: async (...given) => (await registry()).deleteAlias(...given),
    createModel: async (...given) => (await registry()).createModel(...given),
    notes: async (name) => (await registry()).notes(name),
    note: async (...given) => (await registry()).note(...given),
    withdraw: async (...given) => (await registry()).withdraw(...given),
    renameModel: async (...given) => (await registry()).renameModel(...given),
  };
}

function lazyLearner(): Learner {
  return {
    async train(request, observer) {
      const { trainerLearner } = await import('./trainer/trainerLearner.ts');
      return trainerLearner().train(request, observer);
    },
  };
}

function lazyRuntime(): ModelRuntime {
  return {
    async open(file) {
      const { onnxRuntime } = await import('./onnx/onnxRuntime.ts');
      return onnxRuntime().open(file);
    },
  };
}

function lazyPythonModels(): PythonModels {
  return {
    async open(request) {
      const { pyfuncModels } = await import('./pyfunc/pyfuncModels.ts');
      return pyfuncModels().open(request);
    },
  };
}

const standard: StandardStreams = {
  async *read() {
    process.stdin.setEncoding('utf8');
    for await (const chunk of process.stdin) yield String(chunk);
  },
  write: (text) => new Promise((done) => void process.stdout.write(text, () => done())),
};

/** Paths have `/` everywhere in the engine. */
function portable(path: string): string {
  return path.split(sep).join('/');
}

function version(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; ; folder = dirname(folder)) {
    const text = readText(resolve(folder, 'package.json'));
    const found = text === undefined ? undefined : (JSON.parse(text) as { name?: string; version?: string });
    if (found?.name === 'modelyard') return found.version ?? '0.0.0';
    if (dirname(folder) === folder) return '0.0.0';
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
