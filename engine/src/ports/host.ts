import type { ArtifactStore, LocalObjects } from './artifactStore.ts';
import type { Callers } from './callers.ts';
import type { DataSource } from './dataSource.ts';
import type { Clock, Ids, Log } from './environment.ts';
import type { Executor } from './executor.ts';
import type { Files } from './files.ts';
import type { Git } from './git.ts';
import type { Inspection } from './inspection.ts';
import type { Learner } from './learner.ts';
import type { Locks } from './locks.ts';
import type { Memo } from './memo.ts';
import type { MetricCurves } from './metricCurves.ts';
import type { ModelRegistry } from './modelRegistry.ts';
import type { ModelRuntime } from './modelRuntime.ts';
import type { MonitorStore } from './monitorStore.ts';
import type { Parallel } from './parallel.ts';
import type { Pythons } from './python.ts';
import type { PythonModels } from './pythonModel.ts';
import type { RemoteObjects } from './remoteObjects.ts';
import type { ReportPages } from './reportPages.ts';
import type { RunCells } from './runCells.ts';
import type { FoundSources, RunSource, SourceAccess } from './runSource.ts';
import type { RunStore } from './runStore.ts';
import type { Samples } from './samples.ts';
import type { Webhooks } from './webhooks.ts';

/** Everything an operation may reach, opened when it is first asked for. Made once per process by its main file. */
export interface Host {
  /** Where the user stands, absolute. */
  readonly folder: string;
  /** The project that the user named instead of the one around `folder`. */
  readonly projectFolder: string | undefined;
  readonly files: Files;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly machine: Machine;
  readonly executor: Executor;
  readonly parallel: Parallel;
  readonly pythons: Pythons;
  readonly callers: Callers;
  readonly inspection: Inspection;
  readonly learner: Learner;
  readonly runtime: ModelRuntime;
  readonly pythonModels: PythonModels;
  readonly samples: Samples;
  readonly pages: ReportPages;
  readonly webhooks: Webhooks;
  readonly standard: StandardStreams;
  /** For files that are gone when the work is done, absolute. */
  readonly tmpFolder: string;
  git(root: string): Git;
  /** A data source that may read these files and folders, and write below `tmpFolder` only. */
  openData(options: OpenDataOptions): Promise<DataSource>;
  /** The stores of the project at `root`, opened once and closed with the host. */
  stores(root: string): Promise<Stores>;
  /** Runs that another tool keeps, to be closed: an absolute path or an address. Rejects with `Failure` `run-source`. */
  openRunSource(place: string, options?: SourceAccess & { readonly memo?: Memo }): Promise<RunSource>;
  /** What of that lies in a folder, each to be closed. */
  openRunSources(root: string, memo?: Memo): Promise<FoundSources>;
  /** Starts this program again with other arguments, in a process group of its own that outlives this one. */
  startDetached(args: readonly string[], logFile: string): Promise<void>;
  /** Starts this program with other arguments and waits for its end, which comes soon when the signal fires. */
  runProgram(args: readonly string[], signal: AbortSignal): Promise<ProgramEnd>;
  /** Asks a process of this machine to end; nothing happens when it is gone. */
  close(): Promise<void>;
}

/** What a program that has ended leaves: of its output at most the last eight million characters. */
export interface ProgramEnd {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** What a pipe in the shell gives and takes. */
export interface StandardStreams {
  /** Text in UTF-8, in pieces cut anywhere. */
  read(): AsyncIterable<string>;
  /** Resolves when the reader has taken it. */
  write(text: string): Promise<void>;
}

export interface OpenDataOptions {
  readonly tmpFolder: string;
  readonly readable: readonly string[];
  readonly threads?: number;
  /** Bytes. */
  readonly memoryLimit?: number;
}

export interface Stores {
  /** `.modelyard` in the main worktree of the project. */
  readonly folder: string;
  readonly runs: RunStore;
  readonly cells: RunCells;
  readonly curves: MetricCurves;
  readonly locks: Locks;
  /** What is not here is fetched from the project's remote when its bytes are asked for. */
  readonly artifacts: ArtifactStore;
  /** Those of this machine alone. */
  readonly objects: LocalObjects;
  /** Where the project's team shares objects; undefined where modelyard.yaml names no `remote`. Rejects with `Failure` `remote-url`. */
  remote(): Promise<RemoteObjects | undefined>;
  readonly memo: Memo;
  readonly registry: ModelRegistry;
  /** What monitors and schedules have done; its file is made with the first word. */
  readonly monitors: MonitorStore;
}

/** A process as others can find it again: which machine, which start of it, which one, since when. */
export interface ProcessName {
  readonly host: string;
  readonly boot: string;
  readonly pid: number;
  readonly started: string;
}

export interface Machine {
  readonly threads: number;
  /** Bytes. */
  readonly memory: number;
  /** Such as `linux-x64`. */
  readonly platform: string;
  readonly modelyard: string;
  /** Another for other code of this program; undefined where that is not known, as from source. */
  readonly build?: string | undefined;
  readonly node: string;
  /** Whether a process lives; undefined for one of another machine. */
  lives(process: ProcessName): boolean | undefined;
  /** Variables of the environment. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Bytes this process and its children have had in memory at most, as far as the system tells. */
  peakMemory(): number;
}
