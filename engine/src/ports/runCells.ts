import type { RunSelection, RunStatus } from './runStore.ts';

/** Many runs at once, as tables show them: what is read is a few columns of all runs, never all of each. Runs within others are left out. */
export interface RunCells {
  /** Runs that are not deleted, the newest first. */
  heads(): Promise<readonly RunHead[]>;
  /** Numbers of the runs that a filter takes. Rejects with `Failure` `filter-syntax`. */
  matching(selection: Pick<RunSelection, 'filter' | 'words'>): Promise<readonly number[]>;
  /**
   * By number of run: another text whenever anything of it that a table shows is another.
   * @param runs numbers of runs; those of others may be left out. All where absent
   */
  prints(runs?: readonly number[]): Promise<ReadonlyMap<number, string>>;
  /** What keys the runs of a span have. */
  spreads(kind: KeyKind, span: RunSpan): Promise<readonly KeySpread[]>;
  /** Values of these keys in the runs of a span; of metrics the last, or an extreme of their history, which NaN is none. */
  values(
    kind: KeyKind,
    keys: readonly string[],
    span: RunSpan,
    of?: 'last' | 'min' | 'max',
  ): Promise<readonly KeyValues[]>;
}

/** Of datasets the keys are names, the values versions. */
export type KeyKind = 'metric' | 'param' | 'tag' | 'dataset';

export interface RunHead {
  /** Grows with the order in which runs were made; for spans. */
  readonly no: number;
  readonly id: string;
  readonly experiment: string;
  /** What keeps the run, as it is called; absent where all runs are of one store. */
  readonly source?: string;
  readonly name: string;
  readonly status: RunStatus;
  readonly startTime: number;
  readonly endTime: number | null;
  readonly user: string;
}

/** Runs by their numbers, both ends included. */
export interface RunSpan {
  readonly from: number;
  readonly to: number;
}

export interface KeySpread {
  readonly key: string;
  /** How many of the runs have it. */
  readonly filled: number;
  /** How many of these look like numbers. */
  readonly numbers: number;
  readonly least: string | number;
  readonly greatest: string | number;
}

export interface KeyValues {
  readonly key: string;
  /** Numbers of runs. */
  readonly runs: readonly number[];
  /** Of each of these runs; metrics may be NaN. */
  readonly values: readonly (string | number)[];
}
