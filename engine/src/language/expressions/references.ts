import { children, type Expression } from './expression.ts';

/** A chain of members that begins with a context: `steps.train.metrics['f1']` is `steps train metrics f1`. */
export interface Reference {
  readonly path: readonly (string | number)[];
  readonly start: number;
  readonly end: number;
}

/** What an expression reads, each chain as long as its parts are fixed in the text; in the order of the text. */
export function references(expression: Expression): readonly Reference[] {
  const path = fixedPath(expression);
  if (path !== undefined) return [{ path, start: expression.start, end: expression.end }];
  return children(expression).flatMap(references);
}

/** Ids of the steps that an expression reads, each once. */
export function stepsNamed(expression: Expression): readonly string[] {
  const steps = references(expression).flatMap(({ path: [context, step] }) =>
    context === 'steps' && typeof step === 'string' ? [step] : [],
  );
  return [...new Set(steps)];
}

/** The chain that an expression is, or undefined when it is more than a chain. */
export function fixedPath(expression: Expression): readonly (string | number)[] | undefined {
  if (expression.kind === 'name') return [expression.name];
  if (expression.kind !== 'member' && expression.kind !== 'index') return undefined;
  const path = fixedPath(expression.object);
  if (expression.kind === 'member') return path && [...path, expression.name];
  const { index } = expression;
  if (index.kind !== 'literal' || (index.type !== 'integer' && index.type !== 'string')) return undefined;
  return path && [...path, index.value as string | number];
}
