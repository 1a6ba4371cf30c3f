/** The small things of the machine that tests hold still. */
export interface Clock {
  /** Milliseconds since 1970 UTC. */
  now(): number;
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export interface Ids {
  /** 32 lower-case hex digits, as MLflow's run ids. */
  runId(): string;
}

/** For developers and bug reports, never for results. */
export interface Log {
  debug(message: string): void;
  warn(message: string): void;
}
