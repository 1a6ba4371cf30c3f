/** Runs as rows and what they logged as columns, as the comparison asks for them: plain JSON. Types only. */

export interface RunTableAsked {
  /** Id of what another tool keeps; the project's own runs where absent. */
  readonly source?: string;
  /** Names; runs of all experiments where absent. */
  readonly experiments?: readonly string[];
  /** Runs of other stores, or of other experiments, in the same table; the column `attributes.source` then says where a run is kept. */
  readonly also?: readonly AlsoAsked[];
  /** What other tools keep is read again, on other machines too; those are else as they were when the table was told whole. */
  readonly anew?: boolean;
  /** Columns whose cells are wanted; those that a fresh look begins with where absent. */
  readonly columns?: readonly ColumnId[];
  /** What the asker has already: only what has changed since is told, where that is known. */
  readonly since?: { readonly revision: string; readonly columns: readonly ColumnId[] };
  /** Revision of the table that the asker has: of one that is still that, only the cells are told. */
  readonly known?: string;
}

export interface AlsoAsked {
  /** Id of what another tool keeps; null: the project's own runs. */
  readonly source: string | null;
  /** Names; all where there is none. */
  readonly experiments: readonly string[];
}

/** A store of a table of several that cannot be read now; its runs are as they were read last. */
export interface Unread {
  readonly source: string;
  readonly message: string;
  readonly next?: string;
}

export type RunTableTold = RunTable | RunTableChanges | RunTableCells;

export interface RunTable {
  readonly kind: 'table';
  /** To be given as `since`. */
  readonly revision: string;
  /** Ids of the pipeline's runs, the newest first. */
  readonly runs: readonly string[];
  /** All columns that any of the runs has, by kind, then name. */
  readonly columns: readonly TableColumn[];
  readonly cells: readonly ColumnCells[];
  /** Columns are those of the newest runs: the others are told when it is asked for again. */
  readonly isPart?: true;
  readonly unread?: readonly Unread[];
}

/** More columns of a table that the asker has. */
export interface RunTableCells {
  readonly kind: 'cells';
  readonly revision: string;
  readonly cells: readonly ColumnCells[];
}

/** Rows that are new or other than before, whole, and those that are gone. */
export interface RunTableChanges {
  readonly kind: 'changes';
  readonly revision: string;
  readonly runs: readonly string[];
  readonly gone: readonly string[];
  /** All columns again, where one is new or fills otherwise. */
  readonly columns?: readonly TableColumn[];
  /** Of `runs`, in that order. */
  readonly cells: readonly ColumnCells[];
  /** Not all runs were looked at, for changes or for columns: what others have is told when it is asked for again. */
  readonly isPart?: true;
  readonly unread?: readonly Unread[];
}

/**
 * As MLflow's filter names it: `attributes.start_time`, `metrics.roc_auc`, `params.max_leaves`, `tags.note`, `datasets.flights`.
 * A metric's column may end in `:min`, `:max` or `:best` over its history; without, it is the last value.
 */
export type ColumnId = string;

export interface RunFilterAsked {
  readonly source?: string;
  readonly experiments?: readonly string[];
  readonly also?: readonly AlsoAsked[];
  /** MLflow's grammar where it has an operator, else words, as the store reads them. */
  readonly filter: string;
  /** Of the table whose runs are meant. */
  readonly revision: string;
}

export interface RunFilterTold {
  /** Another than was asked for where the table has changed since. */
  readonly revision: string;
  /** Base64 of bits, the lowest first, in the order of the table's runs: set where the filter takes a run. */
  readonly kept: string;
}

export type ColumnKind = 'attribute' | 'metric' | 'param' | 'tag' | 'dataset';

export interface TableColumn {
  readonly id: ColumnId;
  readonly kind: ColumnKind;
  /** Without its kind. */
  readonly name: string;
  /** Params are numbers where every run's is one. */
  readonly type: 'number' | 'text' | 'time';
  /** In how many runs it is. */
  readonly filled: number;
  /** Whether two runs differ in it, those without it counted as one more value. */
  readonly differs: boolean;
  /** Direction of better, of metrics where it is known. */
  readonly better: 'higher' | 'lower' | null;
  /** The first of these is the main metric of the table; null for all that no pipeline asks for. */
  readonly rank: number | null;
}

export type ColumnCells = NumberCells | TextCells;

export interface NumberCells {
  readonly kind: 'number';
  readonly column: ColumnId;
  /** Base64 of little-endian 64-bit floats; times are milliseconds since 1970. */
  readonly values: string;
  /** Base64 of bits, the lowest first: set where a run has a value, which may be NaN. Absent where all have. */
  readonly has?: string;
  /** 95% intervals, as `values`, NaN where there is none; absent where no run has one. */
  readonly low?: string;
  readonly high?: string;
  /** Of params, which are texts for the store: each is written as JavaScript writes its number. */
  readonly isPlain?: boolean;
}

export interface TextCells {
  readonly kind: 'text';
  readonly column: ColumnId;
  /** Longer ones are cut to 200 characters and end in `…`. */
  readonly texts: readonly string[];
  /** Base64 of little-endian places in `texts`, each of 8, 16 or 32 bits, as few as do; -1: the run has none. */
  readonly codes: string;
}
