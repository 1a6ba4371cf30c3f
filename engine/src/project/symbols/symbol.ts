import type { Range } from '../../language/problem.ts';
import type { Path } from '../../language/tree.ts';

/** Something that specs name: declared in one place, meant in others. */
export interface SpecSymbol {
  readonly kind: SymbolKind;
  readonly name: string;
  /**
   * What it belongs to: of a column or check its dataset, of a field or entity its view, of a param or step its pipeline, of an input,
   * output, axis, example column or metric `PIPELINE/STEP`, of a version or alias its model, of a role its policy, of a gate `POLICY/ALIAS`.
   * Undefined for what the project itself holds; an alias is also its own, whatever model it is of.
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
  | 'axis'
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
  /** Inside quotes of SQL or of an expression. */
  readonly quoted: boolean;
  /** Where in the spec: the scalar that holds it, and the part of that scalar's text that it is. */
  readonly place: OccurrencePlace;
}

export interface OccurrencePlace {
  readonly path: Path;
  /** The key of `path`, or its value. */
  readonly part: 'key' | 'value';
  /** In the text of the scalar, `end` exclusive. */
  readonly start: number;
  readonly end: number;
}

/** One text for each symbol. */
export function symbolKey({ kind, of, name }: SpecSymbol): string {
  return JSON.stringify([kind, of ?? null, name]);
}
