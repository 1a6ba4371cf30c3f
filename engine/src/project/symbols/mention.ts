import type { Occurrence, SpecSymbol } from './symbol.ts';

/** A name in a file, told from its text alone; what it means may depend on other files. */
export interface Mention extends Omit<Occurrence, 'symbol' | 'range'> {
  /** What it is found by: the name of what it may mean, in lower case. */
  readonly name: string;
  /** Whether what it means may be named by its end alone: a field behind the prefix of its join. */
  readonly mayHavePrefix: boolean;
  readonly means: Meaning;
}

/** What the text alone tells, or what follows from other files: nothing, or several things at once. */
export type Meaning = SpecSymbol | ((names: SymbolNames) => readonly SpecSymbol[]);

/** What other files and facts say about names. */
export interface SymbolNames {
  /** The dataset of this name in any case. */
  dataset(name: string): string | undefined;
  /** The column of a dataset, as it is declared or known, by its name in any case. */
  column(dataset: string, name: string): string | undefined;
  /** Whether a view has this field. */
  hasField(view: string, field: string): boolean;
  /** Pipelines with this param. */
  pipelinesWithParam(param: string): readonly string[];
  /** `PIPELINE/STEP` of the steps that measure this metric. */
  stepsWithMetric(metric: string): readonly string[];
  /** What a column of the inputs or labels of models is; a model's name may be a glob. */
  modelColumn(model: string, column: string): readonly SpecSymbol[];
}

export function meant(meaning: Meaning, names: SymbolNames): readonly SpecSymbol[] {
  return typeof meaning === 'function' ? meaning(names) : [meaning];
}
