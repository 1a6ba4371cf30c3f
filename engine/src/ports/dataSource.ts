import type { Column } from '../language/columnType.ts';

/**
 * Tables in files, asked in SQL. Embedded default: DuckDB.
 *
 * User SQL never runs unchecked: `bind` says what it is before `batches` or `rows` see it.
 * All methods reject with `Cancelled` when their signal fires and with a `Failure` that names the file
 * (and row, where the engine tells it) when data cannot be read.
 */
export interface DataSource {
  /** SQL that stands for these files after FROM, such as `read_parquet(['/p/a.parquet'])`. Files are checked first. */
  relation(source: TableFiles): Promise<string>;
  /** Names and types of what a SELECT (our own SQL) gives, without running it. */
  columns(sql: string, bindings?: Bindings): Promise<readonly Column[]>;
  /** What a piece of the user's SQL is: its type, or a problem with its position. Reads no data. */
  bind(sql: string, scope: BindScope): Promise<Bound>;
  /** Names of the tables that a SELECT of the user names, lower case, none twice; none where it cannot be read, of which `bind` says why. */
  tables(sql: string): Promise<readonly string[]>;
  /** Result of our SELECT, batch by batch (about 2,048 rows), in constant memory. */
  batches(sql: string, bindings?: Bindings, options?: BatchOptions): AsyncIterable<Batch>;
  /** A small result as plain objects; integers as number where exact, else text; times as ISO 8601 UTC text. */
  rows(sql: string, bindings?: Bindings, options?: QueryOptions): Promise<readonly Row[]>;
  /** Runs our SELECT into a new file, whole or not at all (written beside its name, then renamed). */
  write(sql: string, file: string, options?: WriteOptions): Promise<Written>;
  /** A file that is written batch by batch in constant memory; nothing stands under its name before `close`. */
  sink(file: string, columns: readonly SinkColumn[], format: TableFormat): Promise<TableSink>;
  /** Runs one statement of ours that gives no rows, such as `create table ...` (not `temp`): every later call sees the table, until `drop table` or `close`. */
  execute(sql: string, bindings?: Bindings, options?: QueryOptions): Promise<void>;
  close(): Promise<void>;
}

/** `arrow` (IPC files, streams and Feather) is read, not written. Text may be packed: `.gz`, `.zst`. */
export type TableFormat = 'parquet' | 'csv' | 'ndjson' | 'arrow';

/** Files of one table, absolute paths, resolved before; several are one table by column name. */
export interface TableFiles {
  readonly files: readonly string[];
  readonly format: TableFormat;
  /** How CSV is read where sniffing is not enough. */
  readonly csv?: CsvDialect;
  /** SQL types of the columns whose values stand in the names of folders (`year=2024`), in the order of the folders. */
  readonly partitions?: Readonly<Record<string, string>>;
  /**
   * IANA zone of times that are written without one; default UTC. They come out as TIMESTAMP in UTC, whatever the format. A time that the
   * zone's clocks skip is read as if they had not been moved yet, one that they show twice as the second.
   */
  readonly timezone?: string;
  /** Times without a zone stay as they are written, and texts with one are null: to look at what `timezone` will do to them. */
  readonly timesAsWritten?: true;
}

export interface CsvDialect {
  /** Default: the one of `,` `;` tab `|` that cuts the first line most. */
  readonly delimiter?: string;
  /** Default `"`. */
  readonly quote?: string;
  /** Whether the first line holds names; default true. Without, columns are `column0`, `column1` ... */
  readonly header?: boolean;
  /** Texts that mean null; default `['']`. */
  readonly nulls?: readonly string[];
  /** SQL types of columns by name. */
  readonly types?: Readonly<Record<string, string>>;
  /** Rows that types are found from; default all, so that none is read as what it is not. */
  readonly sampleRows?: number;
}

export type BindingValue = null | boolean | number | string | bigint;
/** Values of `$name` parameters; those that a statement does not name are left aside. */
export type Bindings = Readonly<Record<string, BindingValue>>;

/** `expression` gives a value a row, `predicate` a boolean a row, `aggregate` one value for all rows, `query` rows. */
export type SqlKind = 'expression' | 'predicate' | 'aggregate' | 'query';

export interface BindScope {
  readonly kind: SqlKind;
  /** The columns that may be named. For `query`: the tables that may be named, with theirs. */
  readonly columns?: readonly Column[];
  readonly tables?: Readonly<Record<string, readonly Column[]>>;
  /** Values that `$name` placeholders stand for. */
  readonly bindings?: Bindings;
}

export type Bound =
  | {
      readonly kind: 'bound';
      readonly type: Column['type'];
      readonly sqlType: string;
      /** Columns of the scope that the SQL reads. */
      readonly reads: readonly string[];
      /** For `query`: the columns of its result. */
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
      /** Where in the user's SQL text, zero-based offsets in UTF-16 units. */
      readonly start: number;
      readonly end: number;
      /** For `unknown-column` and `unknown-table`: the name, and near names. */
      readonly name?: string;
      readonly candidates?: readonly string[];
    };

export interface QueryOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface BatchOptions extends QueryOptions {
  /** Numbers of a batch are good only until the next one is asked for: quicker for who keeps none of them. */
  readonly reuses?: boolean;
}

export interface WriteOptions extends QueryOptions {
  readonly format?: TableFormat;
  readonly bindings?: Bindings;
}

export interface Written {
  readonly rows: number;
  readonly columns: readonly Column[];
}

/**
 * Values of one column of a batch. FLOAT comes as Float32Array, every other number and boolean (0, 1) as Float64Array,
 * null as NaN; ENUM as codes with their dictionary, null as -1; times as microseconds since 1970 UTC; all else as text, null as null.
 */
export type Values =
  | { readonly kind: 'numbers'; readonly values: Float32Array | Float64Array }
  | { readonly kind: 'codes'; readonly values: Int32Array; readonly dictionary: readonly string[] }
  | { readonly kind: 'texts'; readonly values: readonly (string | null)[] };

export interface Batch {
  readonly rows: number;
  readonly columns: Readonly<Record<string, Values>>;
}

export type Cell = null | boolean | number | string | readonly Cell[] | { readonly [name: string]: Cell };
export type Row = Readonly<Record<string, Cell>>;

export interface SinkColumn {
  readonly name: string;
  /** SQL type of the column in the file, such as `FLOAT`, `BIGINT`, `VARCHAR`, `TIMESTAMP`. */
  readonly sqlType: string;
  /** The values come as texts that are cast to the type at the end, since numbers would lose digits. */
  readonly asText?: true;
}

export interface TableSink {
  /** Columns in the order of the sink; numbers for number and time columns (NaN is null), texts for the rest. */
  append(columns: readonly Values[], rows: number): Promise<void>;
  close(): Promise<{ readonly rows: number }>;
  /** Gives up: the temporary file is removed. */
  abort(): Promise<void>;
}
