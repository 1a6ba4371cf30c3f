import type { Expression } from '../language/expressions/expression.ts';
import type { Template } from '../language/expressions/template.ts';
import type { Range } from '../language/problem.ts';

/** A value of a spec, its expressions parsed. `range` is where it stands in the file. */
export type SpecValue =
  | { readonly kind: 'constant'; readonly value: null | boolean | number | string; readonly range: Range }
  /** Text with expressions, without problems; where one is the whole scalar, its value keeps its type. */
  | { readonly kind: 'template'; readonly template: Template; readonly range: Range }
  /** SQL with expressions: their values are bound to the parameters that stand in their places. */
  | { readonly kind: 'sql'; readonly sql: SqlText; readonly range: Range }
  | { readonly kind: 'list'; readonly items: readonly SpecValue[]; readonly range: Range }
  | { readonly kind: 'map'; readonly entries: ReadonlyMap<string, SpecValue>; readonly range: Range }
  /** Not a value: the file's problems say why. */
  | { readonly kind: 'invalid'; readonly range: Range };

/** SQL in which every `${{ }}` has become `$NAME`. */
export interface SqlText {
  readonly text: string;
  readonly bindings: readonly SqlBinding[];
  /** Where in the text of the scalar a place of `text` comes from. */
  offsetInScalar(offset: number): number;
}

export interface SqlBinding {
  /** Without `$`. */
  readonly name: string;
  readonly expression: Expression;
}

/** The expressions in a value and in all that it holds. */
export function expressionsIn(value: SpecValue): readonly Expression[] {
  switch (value.kind) {
    case 'template':
      return value.template.segments.flatMap((segment) =>
        segment.kind === 'expression' && segment.ast !== undefined ? [segment.ast] : [],
      );
    case 'sql':
      return value.sql.bindings.map((binding) => binding.expression);
    case 'list':
      return value.items.flatMap(expressionsIn);
    case 'map':
      return [...value.entries.values()].flatMap(expressionsIn);
    default:
      return [];
  }
}

/** The expression that is the whole value. */
export function wholeExpression(value: SpecValue | undefined): Expression | undefined {
  return value?.kind === 'template' && value.template.whole ? expressionsIn(value)[0] : undefined;
}

/** The text of a value without expressions. */
export function constantText(value: SpecValue | undefined): string | undefined {
  return value?.kind === 'constant' && typeof value.value === 'string' ? value.value : undefined;
}
