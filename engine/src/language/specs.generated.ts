// Generated from schemas/ by tools/schemas.mjs; edit those.

/**
 * A Modelyard project: the folder of this file, modelyard.yaml, and everything below it.
 */
export interface ProjectSpec {
  /**
   * Name of the project.
   */
  readonly project: string;
  /**
   * What the project is about, in a sentence or two.
   */
  readonly description?: string;
  /**
   * Who answers for the project: a person or a team.
   */
  readonly owner?: string;
  /**
   * Words to find the project by.
   *
   * Items: A word to find the project by.
   */
  readonly tags?: readonly string[];
  /**
   * Version of the spec language that the files of the project are written in.
   */
  readonly language?: number;
  /**
   * Versions of Modelyard that may open the project, as a semver range.
   */
  readonly modelyard?: string;
  /**
   * Names of the aliases that the project uses, in the order in which a model passes them. Where a policy names one it is guarded; others stay possible.
   *
   * Items: Name of an alias, used as MODEL@ALIAS.
   */
  readonly aliases?: readonly string[];
  /**
   * Where the team shares the bytes of models, data and runs: a folder that all can reach, or a place in S3. Credentials never stand here: they come from the environment, an AWS profile or single sign-on.
   */
  readonly remote?:
    | string
    | {
        /**
         * `s3://bucket/prefix`, or `file:///mnt/share/models`.
         */
        readonly url: string;
        /**
         * Address of a server of your own that speaks S3; AWS where there is none.
         */
        readonly endpoint?: string;
        /**
         * Region of the bucket; from the AWS configuration where there is none.
         */
        readonly region?: string;
        /**
         * Profile of the AWS configuration that credentials come from; `AWS_PROFILE` where there is none.
         */
        readonly profile?: string;
        /**
         * A machine in AWS may be asked for credentials of its own, where there are no others.
         */
        readonly instance_credentials?: boolean;
      };
  /**
   * Names of the environment variables that expressions may read as `env.NAME`.
   *
   * Items: Name of an environment variable.
   */
  readonly env?: readonly string[];
  /**
   * Other values for the same specs, chosen with `--env NAME`.
   */
  readonly environments?: {
    /**
     * What is different in this environment.
     */
    readonly [k: string]: {
      /**
       * Values for params of pipelines, by the name of the param.
       */
      readonly params?: {
        /**
         * The param's value in this environment.
         */
        readonly [k: string]: string | number | boolean;
      };
      /**
       * Where datasets come from, by the name of the dataset.
       */
      readonly sources?: {
        /**
         * Path, glob or list of them, in place of the dataset's own `source`.
         */
        readonly [k: string]: string | readonly string[];
      };
    };
  };
  /**
   * Globs of files that are not read as specs.
   *
   * Items: Glob relative to the project.
   */
  readonly exclude?: readonly string[];
}

/**
 * Something that must hold for the data; one key says what: `expect`, `rows`, `unique`, `in`, `references`, `freshness`, `row_change` or `duplicates`.
 */
export type DatasetCheck =
  ExpectCheck | RowsCheck | UniqueCheck | InCheck | ReferencesCheck | FreshnessCheck | RowChangeCheck | DuplicatesCheck;
/**
 * What the check is called in reports, in free text.
 */
export type CheckName = string;

/**
 * A dataset: where its rows come from, what its columns are and what is expected of them.
 */
export interface DatasetSpec {
  /**
   * Name of the dataset, as pipelines and SQL use it.
   */
  readonly dataset: string;
  /**
   * What one row is, and where and when it was recorded.
   */
  readonly description?: string;
  /**
   * Who answers for the data: a person or a team.
   */
  readonly owner?: string;
  /**
   * Words to find the dataset by.
   *
   * Items: A word to find the dataset by.
   */
  readonly tags?: readonly string[];
  /**
   * Where the rows come from: a path relative to the project, a glob, a list of them, SQL over other datasets, or a program that writes files. CSV, Parquet, JSON lines or Arrow; text may be packed (.gz, .zst). Several files are one table by column name, null where a file does not have the column. Folders named `column=value` (Hive partitions) become columns: of the declared type, else whole numbers, dates or text, whichever all values are; where a file has a column of that name too, the folder counts.
   */
  readonly source:
    | string
    | readonly string[]
    | {
        /**
         * One SELECT; names after FROM and JOIN are datasets of the project.
         */
        readonly sql: string;
      }
    | {
        /**
         * Program and arguments, cut by the rules of POSIX; it runs in the project folder, without a shell.
         */
        readonly run: string;
        /**
         * Path or glob, relative to the project, of the files it writes; their rows are the dataset.
         */
        readonly output: string;
        /**
         * How old the output may be before the program runs again; absent: it runs only when the output is missing, or when it failed the last time.
         */
        readonly refresh?: string;
        /**
         * Variables that the program finds, by name. Secrets are given here and nowhere else.
         */
        readonly env?: {
          /**
           * Value of the variable.
           */
          readonly [k: string]: string | number | boolean;
        };
      };
  /**
   * The column that says when the event of a row happened.
   */
  readonly timestamp?: string;
  /**
   * Columns whose values together name one row.
   *
   * @minItems 1
   *
   * Items: A column of the key.
   */
  readonly key?: readonly string[];
  /**
   * How CSV files are read where looking at them is not enough.
   */
  readonly csv?: {
    /**
     * What stands between two values. Default: the one of `,` `;` tab `|` that cuts the first line most.
     */
    readonly delimiter?: string;
    /**
     * What stands around values that hold the delimiter; empty for none.
     */
    readonly quote?: string;
    /**
     * Whether the first line holds the names; without, columns are `column0`, `column1` and so on.
     */
    readonly header?: boolean;
    /**
     * Texts that mean a missing value.
     *
     * Items: A text that means a missing value.
     */
    readonly nullstr?: readonly string[];
    /**
     * DuckDB types of columns by name; other columns get the type that all their values have.
     */
    readonly types?: {
      /**
       * A DuckDB type.
       */
      readonly [k: string]: string;
    };
  };
  /**
   * Zone of times that are written without one, by its IANA name. Everything is UTC afterwards: columns of type timestamp are turned, dates stay as they are. Where clocks are set forward, a time that they skip is read as if they had not been set yet; where they are set back, a time that they show twice is read as the second. A run and `modelyard data validate` say how many rows those are.
   */
  readonly timezone?: string;
  /**
   * What is kept of the data that a run has read: `copy` keeps the bytes in the artifact store, so that the run can be repeated and `modelyard data checkout` brings them back; `hash` keeps hashes, so that it can be repeated as long as the files are the same. Default: `copy` up to 1 GB, else `hash`.
   */
  readonly keep?: 'copy' | 'hash';
  /**
   * What is known of columns, by name. Columns that are not named here are read as they are.
   */
  readonly columns?: {
    readonly [k: string]: DatasetColumn;
  };
  /**
   * What must hold for the data; the step `data/validate` and `modelyard data validate` test it. A check that cannot be computed is unknown, which is not passed. Of no rows every share of failing rows is 0, so that such checks pass; `expect` gives what its SQL gives, and `freshness` fails.
   */
  readonly checks?: readonly DatasetCheck[];
  /**
   * What reports may show of the data.
   */
  readonly reports?: {
    /**
     * How rows that fail a check are shown: not at all (`none`), masked, or in full. Columns under `datasheet.sensitive` are hidden always; SQL over other datasets hides what is sensitive in any of them. `masked` hides these alone where `datasheet.sensitive` is there, if only as `[]`; without that list nobody has looked, and it hides every value.
     */
    readonly samples?: 'none' | 'masked' | 'full';
  };
  /**
   * What people should know before they use the data (Gebru et al., Datasheets for Datasets).
   */
  readonly datasheet?: {
    /**
     * Why the data was collected.
     */
    readonly motivation?: string;
    /**
     * How and by whom it was collected.
     */
    readonly collection?: string;
    /**
     * Under what terms it may be used.
     */
    readonly license?: string;
    /**
     * Columns that hold personal or confidential values: locks, profiles and reports show their type and null share only.
     *
     * Items: A column of the dataset.
     */
    readonly sensitive?: readonly string[];
  };
}
/**
 * What is known of a column.
 */
export interface DatasetColumn {
  /**
   * Type that the column must have.
   */
  readonly type?:
    | 'boolean'
    | 'integer'
    | 'float'
    | 'decimal'
    | 'string'
    | 'category'
    | 'timestamp'
    | 'date'
    | 'time'
    | 'list'
    | 'struct';
  /**
   * What the column says.
   */
  readonly description?: string;
  /**
   * Whether values may be missing.
   */
  readonly nullable?: boolean;
  /**
   * Unit of the values, for people.
   */
  readonly unit?: string;
  /**
   * No value may be less than this. Numbers are compared digit by digit with whole numbers and decimals (in quotes where they are long); NaN lies in no range. Times are compared with texts such as `2001-01-31` or `2001-01-31T10:00:00+02:00`, UTC without a zone, a day alone being its midnight. Texts are compared with texts by code point. Null is judged by `nullable` alone.
   */
  readonly min?: number | string;
  /**
   * No value may be greater than this, compared as for `min`.
   */
  readonly max?: number | string;
  /**
   * Regular expression in the syntax of RE2 (no look-around, no back references) that is found in every text; `^` and `$` tie it to the ends. Whole numbers are matched by their digits, dates by `YYYY-MM-DD`; other types have no such text.
   */
  readonly pattern?: string;
  /**
   * How long after the row's timestamp the value becomes known. Such a column may not be an input of a model.
   */
  readonly known_after?: string;
}
/**
 * An aggregate over all rows that must be true.
 */
export interface ExpectCheck {
  readonly name?: CheckName;
  /**
   * A predicate in SQL over aggregates of the rows.
   */
  readonly expect: string;
}
/**
 * A predicate that every row should meet.
 */
export interface RowsCheck {
  readonly name?: CheckName;
  /**
   * A predicate in SQL that every row should meet; a row where it is null counts as met, as in a CHECK of SQL. Null is also what a division by zero gives. Where a row makes it impossible, such as a cast of a text that is no number, the check is unknown: `try_cast` gives null instead.
   */
  readonly rows: string;
  /**
   * Share of rows that may fail.
   */
  readonly allow?: string | number;
}
/**
 * Columns whose values together stand in one row only.
 */
export interface UniqueCheck {
  readonly name?: CheckName;
  /**
   * Columns whose values together stand in one row only.
   *
   * @minItems 1
   *
   * Items: A column of the dataset.
   */
  readonly unique: readonly string[];
}
/**
 * Values that columns may have.
 */
export interface InCheck {
  readonly name?: CheckName;
  /**
   * The values that each column may have, by its name; null is judged by `nullable` alone. Numbers are for columns of numbers, texts for texts, dates and times, true and false for booleans; in a column of texts, `1` means the text `1`.
   */
  readonly in: {
    /**
     * The values that the column may have.
     *
     * @minItems 1
     *
     * Items: A value that the column may have.
     */
    readonly [k: string]: readonly (string | number | boolean)[];
  };
}
/**
 * Values that must stand in another dataset; rows with a null among them are left out, and count as met.
 */
export interface ReferencesCheck {
  readonly name?: CheckName;
  /**
   * The columns of this dataset that refer to the other one.
   *
   * @minItems 1
   *
   * Items: A column of this dataset.
   */
  readonly columns: readonly string[];
  /**
   * The other dataset with the columns that are referred to, in the order of `columns`: `dataset(column, ...)`.
   */
  readonly references: string;
  /**
   * Share of rows that may fail.
   */
  readonly allow?: string | number;
}
/**
 * How old the newest row may be, by the timestamp column of the dataset, when the check is made. Rows without a time and rows after that moment are left out, and named. A step that checks it is never taken from the cache.
 */
export interface FreshnessCheck {
  readonly name?: CheckName;
  /**
   * The greatest age of the newest row.
   */
  readonly freshness: string;
}
/**
 * How much the number of rows may differ from that of the version before: the newest other one that a run here has read, else the one of the lock. The first version passes.
 */
export interface RowChangeCheck {
  readonly name?: CheckName;
  /**
   * Share of the rows of the version before.
   */
  readonly row_change: string | number;
}
/**
 * How many rows may be equal to an earlier one in every column, null to null.
 */
export interface DuplicatesCheck {
  readonly name?: CheckName;
  /**
   * Share of rows that may repeat an earlier one.
   */
  readonly duplicates: string | number;
}

/**
 * What a dataset looked like, written by `modelyard data lock` beside its spec: colleagues and CI without the data check against it.
 */
export interface DatasetLockSpec {
  /**
   * Name of the dataset.
   */
  readonly dataset_lock: string;
  /**
   * Manifest hash of the data that was looked at.
   */
  readonly version: string;
  /**
   * How many rows there were.
   */
  readonly rows: number;
  /**
   * How many files there were.
   */
  readonly files?: number;
  /**
   * The columns, in their order.
   */
  readonly columns: {
    readonly [k: string]: LockedColumn;
  };
}
/**
 * What a column looked like; of a sensitive one only types and the share of missing values.
 */
export interface LockedColumn {
  /**
   * Its type.
   */
  readonly type:
    | 'boolean'
    | 'integer'
    | 'float'
    | 'decimal'
    | 'string'
    | 'category'
    | 'timestamp'
    | 'date'
    | 'time'
    | 'list'
    | 'struct';
  /**
   * Its type as DuckDB names it.
   */
  readonly sql_type: string;
  /**
   * Share of rows without a value.
   */
  readonly missing: number;
  /**
   * The least number or time; never of text.
   */
  readonly min?: number | string;
  /**
   * The greatest number or time; never of text.
   */
  readonly max?: number | string;
}

/**
 * A feature view: what was known about an entity at a moment, computed from the events of a dataset.
 */
export interface FeaturesSpec {
  /**
   * Name of the view, as pipelines use it.
   */
  readonly features: string;
  /**
   * What the view says about the entity.
   */
  readonly description?: string;
  /**
   * Who answers for the view: a person or a team.
   */
  readonly owner?: string;
  /**
   * Words to find the view by.
   *
   * Items: A word to find the view by.
   */
  readonly tags?: readonly string[];
  /**
   * Name of the dataset whose rows are the events.
   */
  readonly dataset: string;
  /**
   * What the features are about: the name of the entity and the column that holds it; several make a composite.
   */
  readonly entity: {
    /**
     * The column that holds the entity.
     */
    readonly [k: string]: string;
  };
  /**
   * The column that says when an event happened.
   */
  readonly timestamp: string;
  /**
   * The column that says when a row was written; rows written later than the moment asked for are not seen.
   */
  readonly created?: string;
  /**
   * How long after it happened an event is seen; at least the `known_after` of every column that the SQL reads.
   */
  readonly available_after?: string;
  /**
   * The features, by name.
   */
  readonly fields: {
    readonly [k: string]: FeatureField;
  };
}
/**
 * One feature: an aggregate over a window with `window`, else the latest value.
 */
export interface FeatureField {
  /**
   * What the feature says.
   */
  readonly description?: string;
  /**
   * An aggregate of the events with `window`, else an expression over the columns of the latest event.
   */
  readonly sql: string;
  /**
   * Type of the feature.
   */
  readonly type: 'boolean' | 'integer' | 'float' | 'decimal' | 'string' | 'category' | 'timestamp' | 'date' | 'time';
  /**
   * How far back events are aggregated.
   */
  readonly window?: string;
  /**
   * How old the latest value may be; for fields without `window`.
   */
  readonly ttl?: string;
}

/**
 * A value that a run may change: its default, or with `type` a description of it.
 */
export type PipelineParam = (string | number | boolean) | DescribedParam;
/**
 * A step: built in with `uses`, or your own program with `run`.
 */
export type PipelineStep = UsesStep | RunStep;
/**
 * What the step is for.
 */
export type StepDescription = string;
/**
 * Steps that must have ended before, in addition to those that the step's expressions name.
 *
 * Items: Id of a step.
 */
export type StepNeeds = readonly string[];
/**
 * The step is skipped when this is not true; `always()` runs it even after a skipped or failed step.
 */
export type StepIf = string | boolean;
/**
 * How often the step is tried again after it failed.
 */
export type StepRetries = number;
/**
 * How long the step may take; then it has failed.
 */
export type StepTimeout = string;
/**
 * Whether the result of an earlier run with the same spec, inputs and code is taken.
 */
export type StepCache = boolean;
/**
 * A path relative to the project, or an expression; with `from` also how a table arrives.
 */
export type StepInput = string | ConvertedInput;

/**
 * A pipeline: steps that follow from each other, from data to a registered model.
 */
export interface PipelineSpec {
  /**
   * Name of the pipeline.
   */
  readonly pipeline: string;
  /**
   * The question that the pipeline answers.
   */
  readonly description?: string;
  /**
   * Who answers for the pipeline: a person or a team.
   */
  readonly owner?: string;
  /**
   * Words to find the pipeline by.
   *
   * Items: A word to find the pipeline by.
   */
  readonly tags?: readonly string[];
  /**
   * Values that a run may change with `--param NAME=VALUE`; expressions read them as `params.NAME`.
   */
  readonly params?: {
    readonly [k: string]: PipelineParam;
  };
  /**
   * What starts a run while `modelyard serve` runs.
   */
  readonly on?: {
    /**
     * When it runs: five fields of cron (minute, hour, day of month, month, weekday), or a word such as `@daily`.
     */
    readonly schedule?: string;
    /**
     * IANA name of the zone in which the schedule is meant.
     */
    readonly timezone?: string;
    /**
     * What becomes of times that went by while nothing ran: `latest` makes up for the newest of them, `none` for none. The others are recorded as missed.
     */
    readonly catchup?: 'latest' | 'none';
    /**
     * Dataset, or several: a new version of one starts a run.
     */
    readonly data?: string | readonly string[];
  };
  /**
   * The steps, by id. Their order follows from what they read of each other.
   */
  readonly steps: {
    readonly [k: string]: PipelineStep;
  };
}
/**
 * A param with its type and what it may be.
 */
export interface DescribedParam {
  /**
   * Type of the param.
   */
  readonly type: 'boolean' | 'integer' | 'float' | 'string';
  /**
   * Value when the run does not give one; without it, the run must.
   */
  readonly default?: string | number | boolean;
  /**
   * The value may not be less.
   */
  readonly min?: number;
  /**
   * The value may not be greater.
   */
  readonly max?: number;
  /**
   * The values that the param may have.
   *
   * @minItems 1
   *
   * Items: A value that the param may have.
   */
  readonly enum?: readonly (string | number | boolean)[];
  /**
   * What the param does.
   */
  readonly description?: string;
}
/**
 * A step that Modelyard brings.
 */
export interface UsesStep {
  /**
   * Which built-in step.
   */
  readonly uses: string;
  /**
   * What the step is given; which keys there are depends on `uses`.
   */
  readonly with?: {
    readonly [k: string]: unknown;
  };
  readonly description?: StepDescription;
  readonly needs?: StepNeeds;
  readonly if?: StepIf;
  readonly retries?: StepRetries;
  readonly timeout?: StepTimeout;
  readonly cache?: StepCache;
  readonly matrix?: StepMatrix;
  readonly env?: StepEnv;
}
/**
 * The step runs once for each combination of these values; its outputs are lists, and expressions read the values as `matrix.NAME`.
 */
export interface StepMatrix {
  /**
   * The values of this axis.
   *
   * @minItems 1
   *
   * Items: A value of this axis.
   */
  readonly [k: string]: readonly (string | number | boolean)[];
}
/**
 * Variables that the step's program finds, by name. Secrets are given here and nowhere else.
 */
export interface StepEnv {
  /**
   * Value of the variable.
   */
  readonly [k: string]: string | number | boolean;
}
/**
 * A step that runs a program of yours.
 */
export interface RunStep {
  /**
   * The program and its arguments, cut by POSIX rules; an expression is one argument. No shell reads it unless `shell` says so. `python` is that of the key `python`, else of `MODELYARD_PYTHON`, which VS Code sets to the selected interpreter, else the project's own; `NAME.ipynb` executes a notebook in it.
   */
  readonly run: string;
  /**
   * What the program reads, by name: files of the project and outputs of other steps. A step without inputs is never cached.
   */
  readonly inputs?: {
    readonly [k: string]: StepInput;
  };
  /**
   * What the program writes, by name: paths in the step's own folder.
   */
  readonly outputs?: {
    /**
     * Path in the step's own folder; its ending says what it is. One that ends in `/` is a folder with a model, such as MLflow writes.
     */
    readonly [k: string]: string;
  };
  /**
   * The Python environment of the program: recorded with the run, never installed. Without `venv` it is that of `MODELYARD_PYTHON`, else the project's own.
   */
  readonly python?: {
    /**
     * Folder of the virtual environment, relative to the project.
     */
    readonly venv?: string;
    /**
     * File that lists the packages, relative to the project.
     */
    readonly requirements?: string;
  };
  /**
   * The shell that reads `run`; none unless said.
   */
  readonly shell?: 'bash' | 'pwsh' | 'cmd';
  readonly description?: StepDescription;
  readonly needs?: StepNeeds;
  readonly if?: StepIf;
  readonly retries?: StepRetries;
  readonly timeout?: StepTimeout;
  readonly cache?: StepCache;
  readonly matrix?: StepMatrix;
  readonly env?: StepEnv;
}
/**
 * A table in another format than Parquet.
 */
export interface ConvertedInput {
  /**
   * A path relative to the project, or an expression that gives a table.
   */
  readonly from: string;
  /**
   * Format in which the table arrives.
   */
  readonly as?: 'parquet' | 'csv';
}

/**
 * A model card: what a registered model is for, what it was made from, how well it does and where it must not be trusted.
 */
export interface ModelcardSpec {
  /**
   * Name of the card.
   */
  readonly modelcard: string;
  /**
   * What the card is about, in a sentence or two.
   */
  readonly description?: string;
  /**
   * Who answers for the card: a person or a team.
   */
  readonly owner?: string;
  /**
   * Words to find the card by.
   *
   * Items: A word to find the card by.
   */
  readonly tags?: readonly string[];
  /**
   * The registered model, version or alias that the card describes.
   */
  readonly model: string;
  /**
   * Who answers for the model and can be asked about it.
   *
   * @minItems 1
   *
   * Items: A person or a team.
   */
  readonly owners?: {
    /**
     * Name of the person or team.
     */
    readonly name: string;
    /**
     * Where they are reached.
     */
    readonly email?: string;
  }[];
  /**
   * License of the model, as an SPDX identifier where there is one.
   */
  readonly license?: string;
  /**
   * What the model is for, and what it is not for.
   */
  readonly intended_use?: {
    /**
     * What the model was made for.
     */
    readonly primary?: string;
    /**
     * Who is meant to use it.
     */
    readonly users?: string;
    /**
     * Uses that it is not made for.
     */
    readonly out_of_scope?: string;
  };
  /**
   * The dataset, or the datasets, that the model was made from.
   */
  readonly training_data?: string | readonly string[];
  /**
   * How well the model does. Each figure is compared with what the registry holds, at the precision written.
   */
  readonly metrics?: {
    /**
     * The figure, with as many digits as you mean.
     */
    readonly [k: string]: number;
  };
  /**
   * What is known about how the model treats groups of people.
   */
  readonly fairness?: {
    /**
     * Columns of the training data by which groups are told apart.
     *
     * Items: A column of the training data.
     */
    readonly sensitive?: readonly string[];
    /**
     * What was found.
     */
    readonly findings?: string;
  };
  /**
   * Where the model is known to do badly or was never tried.
   */
  readonly limitations?: string;
  /**
   * Whom a wrong answer harms, and what is done about it.
   */
  readonly ethical_considerations?: string;
  /**
   * How risky the use of the model is.
   */
  readonly risk?: {
    /**
     * Class of risk, as the EU AI Act tells them apart.
     */
    readonly level: 'minimal' | 'limited' | 'high' | 'unacceptable';
    /**
     * Regulations that apply.
     *
     * Items: Name of a regulation.
     */
    readonly regulations?: readonly string[];
  };
}

/**
 * One thing that a version must show.
 */
export type Gate =
  | {
      /**
       * What the gate is called in reports, in free text.
       */
      readonly name: string;
      /**
       * The metric that is looked at.
       */
      readonly threshold: string;
      /**
       * Least value that passes.
       */
      readonly min?: number;
      /**
       * Greatest value that passes.
       */
      readonly max?: number;
      /**
       * Only the test rows that have these values.
       */
      readonly slice?: {
        /**
         * The value of the column.
         */
        readonly [k: string]: string | number | boolean;
      };
      /**
       * Which figure is held against the limit: the value, or the lower or upper end of its interval.
       */
      readonly bound?: 'value' | 'low' | 'high';
    }
  | {
      /**
       * What the gate is called in reports, in free text.
       */
      readonly name: string;
      /**
       * The alias whose version is the champion.
       */
      readonly better_than: string;
      /**
       * The metric by which the two are compared.
       */
      readonly metric: string;
      /**
       * How much worse it may be, in the unit of the metric.
       */
      readonly margin?: number;
      /**
       * Confidence of the interval of the difference.
       */
      readonly confidence?: string | number;
    }
  | {
      /**
       * What the gate is called in reports, in free text.
       */
      readonly name: string;
      /**
       * `complete`: the model card has every section, and none is `...`.
       */
      readonly card: 'complete';
    }
  | {
      /**
       * What the gate is called in reports, in free text.
       */
      readonly name: string;
      /**
       * `passed`: the checks of the data that the model was made from have passed.
       */
      readonly checks: 'passed';
    }
  | {
      /**
       * What the gate is called in reports, in free text.
       */
      readonly name: string;
      /**
       * How long 95 of 100 answers may take at most.
       */
      readonly latency_p95: string;
      /**
       * Bytes of the model at most.
       */
      readonly size?: string;
    }
  | {
      /**
       * What the gate is called in reports, in free text.
       */
      readonly name: string;
      /**
       * Bytes of the model at most.
       */
      readonly size: string;
    }
  | {
      /**
       * What the gate is called in reports, in free text.
       */
      readonly name: string;
      /**
       * How old the newest test row may be.
       */
      readonly age: string;
    }
  | {
      /**
       * What the gate is called in reports, in free text.
       */
      readonly name: string;
      /**
       * Decided by the newest recorded check of the model's monitor for this version.
       */
      readonly drift: {
        /**
         * Share of the inputs that may have drifted.
         */
        readonly max_share: string | number;
      };
    }
  | {
      /**
       * What the gate is called in reports, in free text.
       */
      readonly name: string;
      /**
       * Program and arguments, cut by the rules of POSIX.
       */
      readonly run: string;
      /**
       * Files that the program reads; they count as part of the policy.
       *
       * Items: Path of a file relative to the project.
       */
      readonly inputs?: readonly string[];
    };

/**
 * A policy: what a version of a model must show before an alias may point at it.
 */
export interface PolicySpec {
  /**
   * Name of the policy.
   */
  readonly policy: string;
  /**
   * What the policy is for.
   */
  readonly description?: string;
  /**
   * Who answers for the policy: a person or a team.
   */
  readonly owner?: string;
  /**
   * Words to find the policy by.
   *
   * Items: A word to find the policy by.
   */
  readonly tags?: readonly string[];
  /**
   * Names of models, or globs over them; of several policies the most specific one applies.
   *
   * @minItems 1
   *
   * Items: Name of a model, or a glob.
   */
  readonly applies_to: readonly string[];
  /**
   * The aliases that are guarded, and what each asks for; every other alias is free.
   */
  readonly aliases: {
    /**
     * What a version must show before this alias may point at it.
     */
    readonly [k: string]: {
      /**
       * All of them must pass; one whose answer is not known has not passed.
       */
      readonly gates?: readonly Gate[];
      /**
       * Who must have agreed.
       */
      readonly approvals?:
        | {
            /**
             * How many.
             */
            readonly count: number;
            /**
             * The role that they have, one of `roles`.
             */
            readonly role: string;
            /**
             * Approvals count without a signature; anybody who can push could then write one in another's name.
             */
            readonly unsigned?: true;
          }
        | {
            /**
             * The pull request that moves the alias must be approved by the owners of the registry.
             */
            readonly code_owners: true;
          };
      /**
       * What the way back to a version that held the alias before asks for.
       */
      readonly rollback?: {
        /**
         * `none`: the way back asks for no gate, so that an emergency is one step.
         */
        readonly gates?: 'none';
      };
    };
  };
  /**
   * Who may approve, by role.
   */
  readonly roles?: {
    /**
     * The people of the role.
     *
     * @minItems 1
     *
     * Items: First 16 hex digits of sha256 of the public key that signs, or a git e-mail.
     */
    readonly [k: string]: readonly string[];
  };
}

/**
 * A monitor: what is watched of a model in use, against what, and what happens when it is no longer as it was.
 */
export interface MonitorSpec {
  /**
   * Name of the monitor.
   */
  readonly monitor: string;
  /**
   * What is watched, and why.
   */
  readonly description?: string;
  /**
   * Who answers for the monitor: a person or a team.
   */
  readonly owner?: string;
  /**
   * Words to find the monitor by.
   *
   * Items: A word to find the monitor by.
   */
  readonly tags?: readonly string[];
  /**
   * The model that is watched.
   */
  readonly model: string;
  /**
   * The rows that are taken for normal; the training baseline of the version unless said.
   */
  readonly reference?:
    | {
        /**
         * The dataset whose rows are normal.
         */
        readonly dataset: string;
        /**
         * Only these rows of the dataset.
         */
        readonly where?: string;
      }
    | {
        /**
         * The model whose logged predictions are the rows.
         */
        readonly predictions: string;
      }
    | {
        /**
         * How much earlier the window ends.
         */
        readonly offset: string;
      }
    | {
        /**
         * Path of the stored baseline, relative to the project: a file that ends in `.baseline.json`.
         */
        readonly baseline: string;
      };
  /**
   * The rows that are held against the reference.
   */
  readonly current:
    | {
        /**
         * The dataset whose rows are watched.
         */
        readonly dataset: string;
        /**
         * Only these rows of the dataset.
         */
        readonly where?: string;
        /**
         * How far back the rows reach.
         */
        readonly window?: string;
        /**
         * Where the window ends: `latest` is the newest row; otherwise it ends when the monitor is due.
         */
        readonly until?: 'latest';
      }
    | {
        /**
         * The model whose logged predictions are the rows.
         */
        readonly predictions: string;
        /**
         * How far back the rows reach.
         */
        readonly window?: string;
        /**
         * Where the window ends: `latest` is the newest row; otherwise it ends when the monitor is due.
         */
        readonly until?: 'latest';
      };
  /**
   * Whether the model's inputs are distributed as before.
   */
  readonly drift?: {
    /**
     * Name of a drift test; `auto` asks for a move that is both sure and large.
     */
    readonly test?: string;
    /**
     * Share of the inputs that must have drifted before the data has.
     */
    readonly share?: string | number;
    /**
     * What is different for single inputs.
     */
    readonly columns?: {
      /**
       * How one input is tested.
       */
      readonly [k: string]: {
        /**
         * Name of a drift test; `auto` asks for a move that is both sure and large.
         */
        readonly test?: string;
        /**
         * Greatest value of the test's statistic that is no drift.
         */
        readonly max?: number;
      };
    };
  };
  /**
   * Whether the model's answers are distributed as before.
   */
  readonly prediction_drift?: {
    /**
     * Name of a drift test; `auto` asks for a move that is both sure and large.
     */
    readonly test?: string;
    /**
     * Greatest value of the test's statistic that is no drift.
     */
    readonly max?: number;
  };
  /**
   * How well the model does once the labels are known.
   */
  readonly performance?: {
    /**
     * The metric that is measured.
     */
    readonly metric: string;
    /**
     * Least value that is good enough.
     */
    readonly min?: number;
    /**
     * Greatest value that is good enough.
     */
    readonly max?: number;
    /**
     * Inputs whose values cut the rows: the metric is measured and held against the limits in each part too.
     *
     * @minItems 1
     *
     * Items: An input of the model whose values cut the rows.
     */
    readonly slices?: readonly string[];
    /**
     * Where the labels come from.
     */
    readonly labels: {
      /**
       * The dataset that holds the labels.
       */
      readonly dataset: string;
      /**
       * How long after the prediction its label is known.
       */
      readonly available_after?: string;
      /**
       * Columns by which labels and predictions belong together; the row id unless said.
       */
      readonly key?: string | readonly string[];
    };
  };
  /**
   * Whether the rows are as they should be.
   */
  readonly health?: {
    /**
     * How many values may be missing.
     */
    readonly missing?: {
      /**
       * Greatest share of missing values in a column.
       */
      readonly max: string | number;
    };
    /**
     * Whether the data has the columns it had, of the types they had: `same` finds columns that are gone, new or of another type, `compatible` lets new ones pass.
     */
    readonly schema?: 'same' | 'compatible';
    /**
     * How many values may lie outside of what the reference had.
     */
    readonly range?: {
      /**
       * Greatest share of a column's values below the least or above the greatest of the reference.
       */
      readonly max: string | number;
    };
    /**
     * How old the newest row may be.
     */
    readonly freshness?: string;
    /**
     * How many rows may come twice.
     */
    readonly duplicates?: {
      /**
       * Greatest share of rows that repeat an earlier one, in the key of the dataset or, where it has none, in every column.
       */
      readonly max: string | number;
    };
    /**
     * Whether columns of categories have as many different values as before.
     */
    readonly cardinality?: {
      /**
       * By what share the number of different values may differ from that of as many rows of the reference.
       */
      readonly change: string | number;
    };
    /**
     * Whether numbers are still in the unit they were in: metres that become feet, seconds that become milliseconds, Celsius that becomes Fahrenheit.
     */
    readonly units?: 'same';
    /**
     * How many rows may look like nothing in the reference, each taken as a whole; of the reference itself 1% do.
     */
    readonly anomalies?: {
      /**
       * Greatest share of such rows.
       */
      readonly max: string | number;
    };
  };
  /**
   * Figures of the user's own over the current rows, such as those of the business, each with its limits and its time line.
   *
   * @minItems 1
   *
   * Items: One figure.
   */
  readonly metrics?: {
    /**
     * What the figure is called in reports, and in its time line.
     */
    readonly name: string;
    /**
     * What the figure says.
     */
    readonly description?: string;
    /**
     * An aggregate over the current rows of the dataset, as they are before inputs are made of them.
     */
    readonly sql: string;
    /**
     * Least value that is as it should be.
     */
    readonly min?: number;
    /**
     * Greatest value that is as it should be.
     */
    readonly max?: number;
  }[];
  /**
   * Inputs by whose values a report says where a column moved; those of few values unless said.
   *
   * @minItems 1
   *
   * Items: An input of the model whose values cut the rows.
   */
  readonly slices?: readonly string[];
  /**
   * When it runs: five fields of cron (minute, hour, day of month, month, weekday), or a word such as `@daily`.
   */
  readonly schedule?: string;
  /**
   * IANA name of the zone in which the schedule is meant.
   */
  readonly timezone?: string;
  /**
   * What becomes of times that went by while nothing ran: `latest` makes up for the newest of them, `none` for none. The others are recorded as missed.
   */
  readonly catchup?: 'latest' | 'none';
  /**
   * What else starts a check.
   */
  readonly on?: {
    /**
     * Dataset, or several: a new version of one starts a check.
     */
    readonly data: string | readonly string[];
  };
  /**
   * What happens when something is found.
   *
   * @minItems 1
   *
   * Items: One thing that happens.
   */
  readonly alert?: (
    | {
        /**
         * Where.
         */
        readonly notify: 'editor';
        /**
         * How many checks in a row must have found something.
         */
        readonly after?: number;
        /**
         * How many checks in a row must have found nothing before it is over.
         */
        readonly clear_after?: number;
        /**
         * How many current rows there must be.
         */
        readonly min_rows?: number;
        /**
         * How long it is not told again after it was told, also where it was over in between.
         */
        readonly cool_down?: string;
      }
    | {
        /**
         * The address.
         */
        readonly webhook: string;
        /**
         * The form of the message: our own JSON, Slack's, or Alertmanager's (an address that ends with `/api/v2/alerts` gets what Alertmanager takes, another what its receivers get).
         */
        readonly format?: 'modelyard' | 'slack' | 'alertmanager';
        /**
         * What the message is signed with: the header `Modelyard-Signature` then holds the time and an HMAC-SHA256.
         */
        readonly secret?: string;
        /**
         * How many checks in a row must have found something.
         */
        readonly after?: number;
        /**
         * How many checks in a row must have found nothing before it is over.
         */
        readonly clear_after?: number;
        /**
         * How many current rows there must be.
         */
        readonly min_rows?: number;
        /**
         * How long it is not told again after it was told, also where it was over in between.
         */
        readonly cool_down?: string;
      }
    | {
        /**
         * Name of the pipeline.
         */
        readonly pipeline: string;
        /**
         * How many checks in a row must have found something.
         */
        readonly after?: number;
        /**
         * How many checks in a row must have found nothing before it is over.
         */
        readonly clear_after?: number;
        /**
         * How many current rows there must be.
         */
        readonly min_rows?: number;
        /**
         * How long it is not run again, whatever is found.
         */
        readonly cool_down?: string;
      }
  )[];
}

/**
 * A registered model version: what it is and what it came from. Written once by the step model/register; never edited.
 */
export interface ModelVersionSpec {
  /**
   * Name of the registered model; the folder has the same name.
   */
  readonly model_version: string;
  /**
   * Number of the version, never used again for another model.
   */
  readonly version: number;
  /**
   * Major: an input removed, retyped or newly required, or an output changed. Minor: pipeline, parameters or features changed. Patch: only the data did.
   */
  readonly semver: string;
  /**
   * When it was registered, ISO 8601 in UTC.
   */
  readonly created: string;
  /**
   * Who registered it: the first 16 hex digits of sha256 of the public key that signs their commits, else their git e-mail.
   */
  readonly by: string;
  /**
   * What the bytes are: an ONNX graph, an MLflow model folder, or other files.
   */
  readonly format: 'onnx' | 'mlflow' | 'files';
  /**
   * The sha256 of the model; for a folder, of its sorted manifest.
   */
  readonly sha256: string;
  /**
   * Bytes of the model.
   */
  readonly size: number;
  /**
   * What goes in and comes out of the model, by name.
   */
  readonly signature: {
    /**
     * Columns the model reads, in the order of its graph.
     */
    readonly inputs: {
      /**
       * How the value enters the graph: numbers with NaN for missing, or text with '' for missing.
       */
      readonly [k: string]: 'float' | 'string';
    };
    /**
     * What the model predicts, by target.
     */
    readonly outputs: {
      /**
       * One target.
       */
      readonly [k: string]: {
        /**
         * Kind of answer.
         */
        readonly task: 'binary' | 'multiclass' | 'regression';
        /**
         * Type of the predicted label.
         */
        readonly label: 'boolean' | 'integer' | 'string' | 'float';
        /**
         * Labels in the order of the graph; for binary the second one is positive.
         *
         * Items: A label as text.
         */
        readonly classes?: readonly string[];
        /**
         * There when the model gives probabilities.
         */
        readonly probability?: 'float';
      };
    };
  };
  /**
   * The MLflow folder it came in: an object with a line `SHA256  PATH` for each of its files.
   */
  readonly folder?: string;
  /**
   * Where a client said that it comes from.
   */
  readonly source?: string;
  /**
   * The run that made it.
   */
  readonly run?: string;
  /**
   * Commit that was checked out when it was registered; absent without git.
   */
  readonly commit?: string;
  /**
   * Whether the working tree differed from that commit.
   */
  readonly dirty: boolean;
  /**
   * The pipeline that made it; absent for a model made elsewhere.
   */
  readonly pipeline?: string;
  /**
   * Parameters of the pipeline and the learner as they were.
   */
  readonly params: {
    /**
     * Its value.
     */
    readonly [k: string]: boolean | number | string;
  };
  /**
   * Dataset versions the model was made from.
   */
  readonly data: {
    /**
     * One dataset as it was read.
     */
    readonly [k: string]: {
      /**
       * Manifest hash of the dataset.
       */
      readonly version: string;
      /**
       * Rows it had.
       */
      readonly rows: number;
    };
  };
  /**
   * Feature views used, with the hash of the definition used.
   */
  readonly features: {
    /**
     * Hash of the view's definition.
     */
    readonly [k: string]: string;
  };
  /**
   * How well it did on the test rows, with 95% bootstrap intervals where they were computed.
   */
  readonly metrics: {
    /**
     * A figure and its interval.
     */
    readonly [k: string]: {
      /**
       * The figure on all test rows.
       */
      readonly value: number;
      /**
       * Lower end of the interval.
       */
      readonly low?: number;
      /**
       * Upper end of the interval.
       */
      readonly high?: number;
    };
  };
  /**
   * Objects that later judgements rest on, by sha256.
   */
  readonly evidence: {
    /**
     * Row id, label and score of the test rows.
     */
    readonly scores?: string;
    /**
     * The rows that were scored, with all their columns, so that another model can be scored on them.
     */
    readonly test?: string;
    /**
     * How alike the ONNX file and the model it was converted from answered the same rows.
     */
    readonly parity?: string;
    /**
     * Distribution of the training rows, for drift.
     */
    readonly baseline?: string;
  };
  /**
   * What it was made with.
   */
  readonly environment: {
    /**
     * Version of one part.
     */
    readonly [k: string]: string;
  };
}

/**
 * Notes on a registered model version, or on the model itself: what may be said about it later, beside version files, which never change.
 */
export interface ModelNotesSpec {
  /**
   * Name of the registered model; the folder has the same name.
   */
  readonly model_notes: string;
  /**
   * Number of the version that the notes are on; left out where they are on the model.
   */
  readonly version?: number;
  /**
   * When the model was made, where that was before its first version; ISO 8601 in UTC.
   */
  readonly created?: string;
  /**
   * Stage of the version, as MLflow clients set it. Nothing here looks at it; references go by aliases.
   */
  readonly stage?: 'Staging' | 'Production' | 'Archived';
  /**
   * What is worth knowing about the version or the model.
   */
  readonly description?: string;
  /**
   * Words to find the version by, or names with values.
   */
  readonly tags?:
    | readonly string[]
    | {
        /**
         * Value of the tag.
         */
        readonly [k: string]: string;
      };
  /**
   * Says that the version must not be used any more.
   */
  readonly withdrawn?: {
    /**
     * When it was withdrawn, ISO 8601 in UTC.
     */
    readonly at: string;
    /**
     * Who withdrew it: the first 16 hex digits of sha256 of their public key, else their git e-mail.
     */
    readonly by: string;
    /**
     * Why.
     */
    readonly reason: string;
  };
}

/**
 * A decision: which version of a model an alias stands for.
 */
export interface ModelAliasSpec {
  /**
   * Name of the registered model; the folder has the same name.
   */
  readonly model_alias: string;
  /**
   * Name of the alias, used as MODEL@ALIAS; the file has the same name.
   */
  readonly alias: string;
  /**
   * Number of the version it stands for.
   */
  readonly version: number;
  /**
   * Hash of that version's model (sha256), so that a renumbered version is still found.
   */
  readonly sha256: string;
  /**
   * The version it stood for before; absent the first time.
   */
  readonly previous?: number;
  /**
   * When it was set, ISO 8601 in UTC.
   */
  readonly since: string;
  /**
   * The sha256 of the gate report beside it, on which the decision rests; absent where no policy guards the alias.
   */
  readonly gates?: string;
  /**
   * Why it went back to an earlier version; absent for a promotion.
   */
  readonly reason?: string;
}

/**
 * An approval: somebody agrees that an alias may point at a version, under these rules and on this evidence. Void when any of them changes.
 */
export interface ApprovalSpec {
  /**
   * Name of the registered model; the folder has the same name.
   */
  readonly approval: string;
  /**
   * Number of the version that is approved.
   */
  readonly version: number;
  /**
   * The alias that may point at it.
   */
  readonly alias: string;
  /**
   * The sha256 of that version's model.
   */
  readonly sha256: string;
  /**
   * The sha256 of what the policy asked of the alias, with its roles.
   */
  readonly rules: string;
  /**
   * Objects that the approval rests on, by sha256.
   */
  readonly evidence?: {
    /**
     * The sha256 of the object.
     */
    readonly [k: string]: string;
  };
  /**
   * Who approves: the first 16 hex digits of sha256 of their public key, else their git e-mail.
   */
  readonly by: string;
  /**
   * When, ISO 8601 in UTC.
   */
  readonly at: string;
  /**
   * SSH signature of all of the above but the number, which may change with `models renumber`; absent where it was not signed.
   */
  readonly signature?: string;
}

/**
 * Makes the table a model learns from: a row id, the timestamp, the input columns and the label of each row. Rows are totally ordered, so equal data gives an equal table.
 */
export interface DataExamplesWith {
  /**
   * Name of the dataset whose rows become examples.
   */
  readonly from: string;
  /**
   * A predicate in SQL over the dataset's columns; rows for which it is true are kept.
   */
  readonly where?: string;
  /**
   * What the model shall learn to predict: one name with its SQL over the dataset's columns. Absent for rows that are only to be predicted.
   */
  readonly label?: {
    /**
     * SQL expression over the dataset's columns; rows where it is null are left out.
     */
    readonly [k: string]: string;
  };
  /**
   * The columns the model may read: each a name with its SQL over the dataset's columns.
   */
  readonly columns: {
    /**
     * SQL expression over the dataset's columns.
     */
    readonly [k: string]: string;
  };
  /**
   * Feature views whose fields are joined to each row as they were known at the row's timestamp; the fields become inputs.
   *
   * @minItems 1
   *
   * Items: A feature view and how its entity is found in the rows.
   */
  readonly features?: {
    /**
     * Name of the feature view.
     */
    readonly view: string;
    /**
     * For each entity of the view, the column of the dataset that holds it.
     */
    readonly on: {
      /**
       * A column of the dataset.
       */
      readonly [k: string]: string;
    };
    /**
     * The fields that are joined; all of them where absent.
     *
     * @minItems 1
     *
     * Items: A field of the view.
     */
    readonly fields?: readonly string[];
    /**
     * Stands before the names of the fields, so that one view can be joined twice.
     */
    readonly prefix?: string;
  }[];
}

/**
 * Cuts a table into rows to train on, to validate on and to test on. The rows that validation and test leave are for training.
 */
export interface DataSplitWith {
  /**
   * The table to cut, usually the output of data/examples.
   */
  readonly data: string;
  /**
   * `time` cuts by share of rows in time order, equal timestamps stay together; `random` by chance; `stratified` by chance within each value of a column; `group` keeps rows with the same value of a column together.
   */
  readonly by: 'time' | 'random' | 'stratified' | 'group';
  /**
   * For `by: group`: rows with the same value of this column go to the same part. It says whose a row is, and models do not get it as an input.
   */
  readonly group?: string;
  /**
   * For `by: stratified`: the column whose values keep their shares in every part. The label unless said.
   */
  readonly stratify?: string;
  /**
   * Share of the rows that early stopping and tuning look at; none unless said.
   */
  readonly validation?: string | number;
  /**
   * Share of the rows that evaluation looks at; none unless said.
   */
  readonly test?: string | number;
  /**
   * For `by: time`: rows in this stretch of time before each cut are left out, so that nothing is learnt from a label that was not known yet.
   */
  readonly gap?: string;
  /**
   * Seed of what is drawn by chance; the same seed gives the same parts.
   */
  readonly seed?: number;
}

/**
 * Checks a dataset against its spec: declared columns with their rules, and the checks written there. The step fails when a check fails.
 */
export interface DataValidateWith {
  /**
   * Name of the dataset to check.
   */
  readonly data: string;
}

/**
 * Measures a model on rows it has not seen, or predictions that somebody else made: metrics with intervals, by slice, with curves and the scores of every row.
 */
export interface ModelEvaluateWith {
  /**
   * The model to measure, on the rows of `data`. In its place `predictions` measures a table that holds them already.
   */
  readonly model?: string;
  /**
   * The table to measure the model on.
   */
  readonly data?: string;
  /**
   * Rows with the truth and what any program said of them, in place of a model: a table of another step, or a dataset.
   */
  readonly predictions?: string;
  /**
   * Column of `predictions` with the truth. Default: the label of the table, where it comes from data/examples.
   */
  readonly target?: string;
  /**
   * Column of `predictions` with the probability of the positive class, or with the predicted number; for more than two classes a column for each of them.
   */
  readonly score?:
    | string
    | {
        /**
         * The probability of this class.
         */
        readonly [k: string]: string;
      };
  /**
   * Column of `predictions` with the predicted class or number. Without it, classes follow from `score` and `threshold`.
   */
  readonly prediction?: string;
  /**
   * Columns of `predictions` that tell rows apart; rows that have the same are refused. Default: the row id of the table, or the key of the dataset, else the number of the row.
   *
   * @minItems 1
   *
   * Items: A column of `predictions`.
   */
  readonly key?: readonly string[];
  /**
   * What `predictions` says: told from its columns unless given.
   */
  readonly task?: 'binary' | 'multiclass' | 'regression';
  /**
   * The class whose probability `score` is, of two; default the second one in their order.
   */
  readonly positive?: string | number | boolean;
  /**
   * Names of metrics, and own ones in SQL over the scored rows. Those usual for the task unless said.
   *
   * @minItems 1
   *
   * Items: Name of a metric, or an own one.
   */
  readonly metrics?: (
    | string
    | {
        /**
         * What the metric is called in `metrics.NAME`.
         */
        readonly name: string;
        /**
         * An aggregate over `label`, `score`, `prediction` and the columns of the measured rows.
         */
        readonly sql: string;
      }
  )[];
  /**
   * Columns of the measured rows; every metric is also measured for each of their values.
   *
   * Items: A column of the measured rows.
   */
  readonly slices?: readonly string[];
  /**
   * Probability from which the answer of a binary model is yes.
   */
  readonly threshold?: number;
  /**
   * How sure each metric is, by bootstrap over the test rows.
   */
  readonly intervals?: {
    /**
     * How many times the rows are drawn again; 0 for no intervals.
     */
    readonly resamples?: number;
    /**
     * How often such an interval holds the true value.
     */
    readonly level?: string | number;
  };
  /**
   * Seed of the resamples.
   */
  readonly seed?: number;
}

/**
 * Adds a model's answers to the rows of a table, in constant memory.
 */
export interface ModelPredictWith {
  /**
   * A model of this pipeline, or a registered one.
   */
  readonly model: string;
  /**
   * The table whose rows are to be predicted.
   */
  readonly data: string;
  /**
   * Where the predictions are also written, relative to the project; the ending says how: .parquet, .csv, .ndjson or .arrow.
   */
  readonly output?: string;
}

/**
 * Writes a model into the registry as a new version. A model that is there already gives its version, and nothing is written.
 */
export interface ModelRegisterWith {
  /**
   * The model to register: ONNX, an MLflow model folder, or any file or folder that a program wrote.
   */
  readonly model: string;
  /**
   * Name of the registered model.
   */
  readonly name: string;
  /**
   * The step whose figures and scores the version carries. Default: the one that measured this very model, or predictions that were made with it.
   */
  readonly evaluation?: string;
}

/**
 * Trains a model and writes it as ONNX with its preprocessing inside.
 */
export interface ModelTrainWith {
  /**
   * The table to learn from.
   */
  readonly data: string;
  /**
   * The table that early stopping looks at.
   */
  readonly validation?: string;
  /**
   * The column to predict: the name of the label.
   */
  readonly target: string;
  /**
   * The learning method.
   */
  readonly learner: string;
  /**
   * The learner's own parameters; what is not given has its default.
   */
  readonly params?: {
    readonly [k: string]: unknown;
  };
  /**
   * Column that says how much each row counts; it is not an input.
   */
  readonly weight?: string;
  /**
   * `balanced` lets every class count the same; or a weight by class.
   */
  readonly class_weights?:
    | 'balanced'
    | {
        /**
         * How much a row of this class counts.
         */
        readonly [k: string]: number;
      };
  /**
   * What kind of answer the model gives; told from the target unless said.
   */
  readonly task?: 'binary' | 'multiclass' | 'regression';
}
