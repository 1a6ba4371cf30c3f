import type { Expression } from '../language/expressions/expression.ts';
import type { Range } from '../language/problem.ts';

/** A value of a spec, its expressions parsed. `range` is where it stands in the file. */
export type SpecValue =
  | { readonly kind: 'constant'; readonly value: null | boolean | number | string; readonly range: Range }
  /** The whole scalar is one expression: its value keeps its type. */
  | { readonly kind: 'expression'; readonly expression: Expression; readonly range: Range }
  /** Expressions inside text become text. */
  | { readonly kind: 'text'; readonly parts: readonly (string | Expression)[]; readonly range: Range }
  /** SQL whose expressions are bound: `text` has `$NAME` in their places. */
  | { readonly kind: 'sql'; readonly text: string; readonly bindings: readonly SqlBinding[]; readonly range: Range }
  | { readonly kind: 'list'; readonly items: readonly SpecValue[]; readonly range: Range }
  | { readonly kind: 'map'; readonly entries: ReadonlyMap<string, SpecValue>; readonly range: Range }
  /** Not a value: the file's problems say why. */
  | { readonly kind: 'invalid'; readonly range: Range };

export interface SqlBinding {
  readonly name: string;
  readonly expression: Expression;
}
