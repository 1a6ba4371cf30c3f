import type { Range } from '../../language/problem.ts';

/** Something that specs name: declared in one place, meant in others. */
export interface SpecSymbol {
  readonly kind: SymbolKind;
  readonly name: string;
  /**
   * What it belongs to: of a column its dataset, of a field or entity its view, of a param, step or environment value its pipeline, of an
   * output `PIPELINE/STEP`, of a metric of its own `PIPELINE/STEP`, of a version or alias its model. Undefined for what the project itself holds.
   */
  readonly of?: string;
}

export type SymbolKind =
  | 'project'
  | 'environment'
  | 'variable'
  | 'dataset'
  | 'column'
  | 'check'
  | 'view'
  | 'field'
  | 'entity'
  | 'pipeline'
  | 'param'
  | 'step'
  | 'input'
  | 'output'
  | 'example-column'
  | 'metric'
  | 'model'
  | 'version'
  | 'alias'
  | 'card'
  | 'policy'
  | 'gate'
  | 'role'
  | 'monitor';

/** A place in a file where a symbol is declared or meant. */
export interface Occurrence {
  readonly symbol: SpecSymbol;
  readonly role: 'definition' | 'reference';
  /** Of the name alone, without quotes. */
  readonly range: Range;
  /** How the name is written there, so that another can be written in its place. */
  readonly form: 'yaml' | 'sql' | 'expression' | 'model-reference';
}

/** One text for each symbol. */
export function symbolKey({ kind, of, name }: SpecSymbol): string {
  return JSON.stringify([kind, of ?? null, name]);
}
