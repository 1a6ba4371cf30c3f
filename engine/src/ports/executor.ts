/** Runs a user's program. Embedded default: a child process in its own process group. */
export interface Executor {
  /**
   * Resolves when the program has ended, with whatever code. On the signal, or after `timeout`, the whole process group is
   * asked to end and, 5 s later, killed. Rejects with `Failure` `program-not-found` where it cannot be started.
   */
  run(job: Job): Promise<JobResult>;
  /**
   * What `run` would start, for who starts it another way: under a debugger. Rejects with `Failure` `program-not-found` as `run` does.
   */
  resolve(call: ProgramCall): Promise<Program>;
}

/** A program to be started. */
export interface ProgramCall {
  readonly command: Command;
  readonly folder: string;
  /** Added to the environment of this process, of which secrets (`MODELYARD_SECRET_*`) are left out. */
  readonly environment: Readonly<Record<string, string>>;
  /** Folders whose programs come before those of PATH. */
  readonly path?: readonly string[];
}

export interface Job extends ProgramCall {
  /** Milliseconds. */
  readonly timeout?: number;
  readonly signal: AbortSignal;
  /** One line of output, without its end; lines over 64 KiB come in pieces, bytes that are no UTF-8 as U+FFFD. */
  output(stream: 'stdout' | 'stderr', line: string): void;
  /** What the program and all it started use, after the first second and then every few; never on a system that does not tell. */
  usage?(usage: Usage): void;
}

/** At one moment. */
export interface Usage {
  /** Of the time since the moment before; 100 is one core. */
  readonly cpuPercent?: number;
  readonly memoryBytes?: number;
  /** Of the whole device, whoever uses it. */
  readonly gpus?: readonly GpuUsage[];
}

export interface GpuUsage {
  readonly index: number;
  readonly percent: number;
  readonly memoryBytes: number;
}

export interface Program {
  /** Absolute path of the file that is executed. */
  readonly file: string;
  readonly arguments: readonly string[];
  /** Variables of the call, and others that differ from those of this process. */
  readonly environment: Readonly<Record<string, string>>;
  /** Variables of this process that the program does not have. */
  readonly hidden: readonly string[];
}

/** Without a shell, or the text for one that the user named. */
export type Command =
  | { readonly kind: 'arguments'; readonly arguments: readonly [string, ...string[]] }
  | { readonly kind: 'shell'; readonly shell: 'bash' | 'pwsh' | 'cmd'; readonly text: string };

export interface JobResult {
  readonly end: 'exited' | 'signalled' | 'timeout' | 'cancelled';
  readonly code: number | undefined;
  readonly signalName: string | undefined;
}
