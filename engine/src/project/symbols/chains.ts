import { children, type Expression } from '../../language/expressions/expression.ts';

/** `steps.train[0].model` with the place of every part; a part that is computed ends what is known of the name, not the chain. */
export type Chain = readonly ChainPart[];

export interface ChainPart {
  /** Undefined where it is computed, or counts. */
  readonly name: string | undefined;
  /** Without quotes. */
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
}

/** Every chain of an expression that begins with a context, in the order of the text. */
export function chainsIn(expression: Expression): readonly Chain[] {
  const found: Chain[] = [];
  const visit = (each: Expression): void => {
    const chain = chainOf(each, visit);
    if (chain !== undefined) found.push(chain);
    else children(each).forEach(visit);
  };
  visit(expression);
  return found;
}

function chainOf(expression: Expression, visit: (inner: Expression) => void): Chain | undefined {
  if (expression.kind === 'name') return [{ ...expression, quoted: false }];
  if (expression.kind !== 'member' && expression.kind !== 'index') return undefined;
  const before = chainOf(expression.object, visit);
  if (before === undefined) return undefined;
  if (expression.kind === 'member')
    return [...before, { name: expression.name, start: expression.nameStart, end: expression.end, quoted: false }];
  const { index } = expression;
  if (index.kind === 'literal' && typeof index.value === 'string')
    return [...before, { name: index.value, start: index.start + 1, end: index.end - 1, quoted: true }];
  visit(index);
  return [...before, { name: undefined, start: index.start, end: index.end, quoted: false }];
}
