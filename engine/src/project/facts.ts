import type { Column, ColumnType } from '../language/columnType.ts';

/** `known`: looked and there. `absent`: looked and not there. `unknown`: could not look, so nothing about it is wrong. */
export type Fact<T> =
  | { readonly kind: 'known'; readonly value: T }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown'; readonly reason?: string };

export const UNKNOWN: Fact<never> = { kind: 'unknown' };

/** What is known of the world outside the spec files; immutable, keyed by content. */
export interface Facts {
  /** Whether a path (relative to the root) is there. */
  file(path: string): Fact<'file' | 'folder'>;
  /** The files behind a dataset's source. `absent`: nothing is there. */
  source(dataset: string): Fact<SourceFact>;
  /** The columns that the data of a dataset has. */
  columns(dataset: string): Fact<readonly Column[]>;
  /** Where those were seen: in the data, in its first rows alone, or in a lock that stands in for it. Undefined where they are not known. */
  columnsFrom(dataset: string): 'data' | 'sample' | 'lock' | undefined;
  /** The version of a dataset's data, where telling it takes no reading. */
  version(dataset: string): Fact<string>;
  /** Of a dataset that is SQL: the names after its FROM and JOIN, lower case. */
  reads(dataset: string): Fact<readonly string[]>;
  /** What a piece of SQL is; by `sqlKey`. */
  sql(key: string): Fact<SqlFact>;
  /** What tells the label among the inputs of examples; by the key of their SQL. */
  leaks(key: string): Fact<readonly LeakFact[]>;
  /** How far the columns of a key name rows of a dataset; by `keyOf`. */
  repeats(key: string): Fact<RepeatFact>;
  /** The stored baseline that a monitor names, by its path as written. */
  baseline(path: string): Fact<BaselineFact>;
  /** What git's history says against a file of the registry, by its path. */
  history(path: string): Fact<readonly HistoryFact[]>;
}

export interface HistoryFact {
  readonly code: 'registry-edited' | 'alias-without-gates' | 'approval-void';
  readonly severity?: 'warning';
  readonly message: string;
}

/** Inputs that tell the label too well, or name rows, as `data leakage` finds them. */
export interface LeakFact {
  readonly kind: string;
  /** Names of inputs. */
  readonly columns: readonly string[];
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

/** Of a key that names rows: both 0. */
export interface RepeatFact {
  /** Values of the key that stand on several rows. */
  readonly values: number;
  /** Those rows. */
  readonly rows: number;
  /** Rows that were looked at, where that is not all of them. */
  readonly first?: number;
}

/** Names a dataset's key. */
export function keyOf(dataset: string, columns: readonly string[]): string {
  return JSON.stringify([dataset, columns]);
}

export type BaselineFact =
  | { readonly kind: 'read'; readonly columns: readonly string[] }
  /** A path that leaves the project, a file that is no baseline, or one of another form. */
  | { readonly kind: 'refused'; readonly message: string };

export interface SourceFact {
  readonly files: number;
  /** Why the data cannot be read, where it cannot. */
  readonly unreadable?: string;
  /** How its files differ in their columns, where they do. */
  readonly unlike?: string;
}

export type SqlFact =
  | {
      readonly kind: 'bound';
      readonly type: ColumnType;
      readonly sqlType: string;
      /** Columns of the scope that the SQL reads. */
      readonly reads: readonly string[];
      readonly columns?: readonly Column[];
    }
  | {
      readonly kind: 'refused';
      readonly code:
        | 'sql-syntax'
        | 'unknown-column'
        | 'unknown-table'
        | 'unknown-function'
        | 'sql-type'
        | 'sql-not-allowed';
      readonly message: string;
      /** Offsets in the SQL text. */
      readonly start: number;
      readonly end: number;
      readonly name?: string;
      readonly candidates?: readonly string[];
    };

/** Nothing is known: what stands in the files alone. */
export const NO_FACTS: Facts = {
  file: () => UNKNOWN,
  source: () => UNKNOWN,
  columns: () => UNKNOWN,
  columnsFrom: () => undefined,
  version: () => UNKNOWN,
  reads: () => UNKNOWN,
  sql: () => UNKNOWN,
  leaks: () => UNKNOWN,
  repeats: () => UNKNOWN,
  baseline: () => UNKNOWN,
  history: () => UNKNOWN,
};
