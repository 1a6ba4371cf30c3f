/** Runs a user's program. Embedded default: a child process in its own process group. */
export interface Executor {
  /**
   * Resolves when the program has ended, with whatever code. On the signal, or after `timeout`, the whole process group is
   * asked to end and, 5 s later, killed. Rejects with `Failure` `program-not-found` where it cannot be started.
   */
  run(job: Job): Promise<JobResult>;
}

export interface Job {
  readonly command: Command;
  readonly folder: string;
  /** Added to the environment of this process, of which secrets (`MODELYARD_SECRET_*`) are left out. */
  readonly environment: Readonly<Record<string, string>>;
  /** Folders whose programs come before those of PATH. */
  readonly path?: readonly string[];
  /** Milliseconds. */
  readonly timeout?: number;
  readonly signal: AbortSignal;
  /** One line of output, without its end; lines over 64 KiB come in pieces, bytes that are no UTF-8 as U+FFFD. */
  output(stream: 'stdout' | 'stderr', line: string): void;
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
