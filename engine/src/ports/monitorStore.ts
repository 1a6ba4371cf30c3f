/**
 * What monitors and triggers have done: one row a check, one a tick, one a state of an alert. Any process may write.
 * A broken file rejects with `Failure` `store-corrupt` and its next step; nothing that was acknowledged is lost by a kill.
 */
export interface MonitorStore {
  /** Takes a tick: true for exactly one caller, ever, unless its holder is gone without an end (then once more). `due`: milliseconds since 1970. */
  claim(trigger: string, due: number, holder: string): Promise<boolean>;
  /** What became of a tick that was taken. */
  settle(trigger: string, due: number, end: TickEnd): Promise<void>;
  /** The newest tick that was taken of each trigger. */
  ticks(): Promise<readonly Tick[]>;

  /** Adds a check; a second one of a monitor and a model for the same `due` takes the first one's place. */
  add(check: CheckRecord, report: string): Promise<void>;
  /** Newest `due` first; of one `due`, the one that was added last. */
  checks(monitor: string, query?: CheckQuery): Promise<readonly CheckRecord[]>;
  /** The report's JSON as it was added. */
  report(id: string): Promise<string | undefined>;
  /** The newest check of each monitor. */
  latest(): Promise<readonly CheckRecord[]>;
  /** Removes all but the newest `keep` checks of a monitor; resolves with how many went. */
  prune(monitor: string, keep: number): Promise<number>;

  /** State of the alert `key` of a monitor, as it was last written. */
  alert(monitor: string, key: string): Promise<AlertState | undefined>;
  /** Writes it unless somebody has since `before` was read; then false, and nothing is written. */
  setAlert(monitor: string, key: string, before: AlertState | undefined, state: AlertState): Promise<boolean>;
  mutes(): Promise<readonly Mute[]>;
  mute(mute: Mute): Promise<void>;
  unmute(monitor: string): Promise<void>;
  close(): Promise<void>;
}

export interface Tick {
  /** `monitor NAME` or `pipeline NAME`. */
  readonly trigger: string;
  readonly due: number;
  readonly at: number;
  readonly end: TickEnd | null;
}

export interface TickEnd {
  readonly at: number;
  /** `missed`: its time went by while nothing ran, and a later one stands for it. */
  readonly kind: 'done' | 'failed' | 'missed';
  readonly said: string | null;
  /** Of the run or the check. */
  readonly id: string | null;
}

/** What lists and time lines show of a check, without its report. */
export interface CheckRecord {
  readonly id: string;
  readonly monitor: string;
  /** Milliseconds since 1970; the end of its windows. */
  readonly due: number;
  readonly made: number;
  readonly by: 'schedule' | 'data' | 'hand' | 'ci';
  readonly model: string | null;
  readonly verdict: 'drift' | 'none' | 'unknown';
  readonly headline: string;
  readonly rows: number;
  readonly drifted: number;
  readonly tested: number;
  /** By id of the check. */
  readonly checks: Readonly<Record<string, CheckPoint>>;
  /** By column. */
  readonly columns: Readonly<Record<string, ColumnPoint>>;
  /** Hash of all that it was made from (version, data, spec): from the same, the same is found. */
  readonly basis?: string;
}

export interface CheckPoint {
  readonly status: 'passed' | 'failed' | 'unknown';
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export interface ColumnPoint {
  /** Code of the deciding test. */
  readonly test: string;
  readonly statistic: number | null;
  readonly threshold: number | null;
  readonly verdict: 'drift' | 'none' | 'unknown';
  /** Of numbers; else null. */
  readonly mean: number | null;
}

export interface CheckQuery {
  readonly limit?: number;
  /** Only those that are due before this, milliseconds since 1970. */
  readonly before?: number;
}

export interface AlertState {
  /** `firing`: it was sent and has not been resolved. */
  readonly state: 'quiet' | 'firing';
  /** Checks in a row, up to the newest, that found something (when quiet) or nothing (when firing). */
  readonly inRow: number;
  /** When it last fired, milliseconds since 1970; null where it never has. */
  readonly fired: number | null;
  /** The newest check that it has heard of, by `due`: none is counted twice. */
  readonly due: number;
}

export interface Mute {
  readonly monitor: string;
  /** Milliseconds since 1970; null: until it is taken back. */
  readonly until: number | null;
  readonly by: string;
  readonly why: string | null;
}
