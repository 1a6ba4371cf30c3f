import type { Range } from '../../language/problem.ts';
import type { Occurrence, SpecSymbol } from './symbol.ts';

/** A name in a file, told from its text alone; what it means may depend on other files. */
export interface Mention extends Omit<Occurrence, 'symbol' | 'range'> {
  /** What it is found by: the name of what it may mean, in lower case. */
  readonly name: string;
  /** Whether what it means may be named by its end alone: a field behind the prefix of its join. */
  readonly mayHavePrefix: boolean;
  /** Of the name behind so many characters of prefix. */
  range(prefix: number): Range;
  /** None where it turns out to mean nothing; several where it means several at once. */
  readonly means: Meaning;
}

export type Meaning = (names: SymbolNames) => readonly SpecSymbol[];

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

export function always(symbol: SpecSymbol): Meaning {
  const symbols = [symbol];
  return () => symbols;
}
