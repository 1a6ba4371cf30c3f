/** Projects to begin with that come with Modelyard. */
export interface Samples {
  /** Undefined when this installation does not hold it. */
  find(name: string): Promise<Sample | undefined>;
}

export interface Sample {
  /** Absolute folder of its files. */
  readonly folder: string;
  /** The files of the project but its data, relative to `folder`, sorted. */
  readonly files: readonly string[];
  readonly table: SampleTable;
}

/** The data of a sample; at least one of the two files is there. */
export interface SampleTable {
  /** Where the project expects it, relative to its root. */
  readonly path: string;
  /** Absolute path of a Parquet file with all rows. */
  readonly all?: string;
  /** Absolute path of a Parquet file with every tenth row, in file order. */
  readonly tenth?: string;
}
