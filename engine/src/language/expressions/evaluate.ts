import { canonicalJson } from '../canonicalJson.ts';
import type { Binary, Call, Expression, Index, Member, Unary } from './expression.ts';
import { functionNamed, isFault } from './functions.ts';
import { Secret } from './secret.ts';
import type { Template } from './template.ts';
import type { ExpressionValue } from './value.ts';

/** Values of the contexts that an expression may read, by name. */
export type Contexts = Readonly<Record<string, ExpressionValue>>;

/** Why an expression has no value; offsets as in `Expression`. Returned, not thrown. */
export class EvaluationError extends Error {
  readonly start: number;
  readonly end: number;

  constructor(message: string, { start, end }: { readonly start: number; readonly end: number }) {
    super(message);
    this.name = 'EvaluationError';
    this.start = start;
    this.end = end;
  }
}

/**
 * The value of an expression, or why it has none. Null: arithmetic, functions and members of null give null;
 * `<` `<=` `>` `>=` with null are false; `==` and `!=` compare it; `&&` `||` `!` follow SQL (`null && false` is false,
 * `null || true` is true, else null), so that a condition that is not known is not met.
 */
export function evaluate(expression: Expression, contexts: Contexts): ExpressionValue | EvaluationError {
  try {
    return compute(expression, contexts);
  } catch (error) {
    if (error instanceof EvaluationError) return error;
    throw error;
  }
}

/**
 * The value of a scalar with expressions: that of the expression when it is the whole scalar, else text, in which null is
 * empty; a text with a secret in it is a secret. The template must be without problems.
 */
export function evaluateTemplate(template: Template, contexts: Contexts): ExpressionValue | EvaluationError {
  let text = '';
  let secret = false;
  for (const segment of template.segments) {
    if (segment.kind === 'text') {
      text += segment.text;
      continue;
    }
    const value = evaluate(segment.ast!, contexts);
    if (template.whole || value instanceof EvaluationError) return value;
    if (value instanceof Secret) secret = true;
    text += value instanceof Secret ? value.reveal() : asText(value);
  }
  return secret ? new Secret(text) : text;
}

/** A value inside text: null is empty, lists and maps are JSON. */
export function asText(value: ExpressionValue): string {
  if (value === null) return '';
  return typeof value === 'object' ? canonicalJson(value) : String(value);
}

function compute(expression: Expression, contexts: Contexts): ExpressionValue {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'name':
      if (Object.hasOwn(contexts, expression.name)) return contexts[expression.name]!;
      throw new EvaluationError(`There is no \`${expression.name}\` here`, expression);
    case 'member':
      return memberOf(expression, expression.name, contexts);
    case 'index':
      return indexOf(expression, contexts);
    case 'unary':
      return unary(expression, contexts);
    case 'binary':
      return binary(expression, contexts);
    case 'call':
      return call(expression, contexts);
  }
}

function memberOf(expression: Member | Index, name: string, contexts: Contexts): ExpressionValue {
  const object = compute(expression.object, contexts);
  if (object === null) return null;
  if (typeof object !== 'object' || Array.isArray(object) || object instanceof Secret) {
    throw new EvaluationError(`\`${name}\` is asked of ${described(object)}, which has no members`, expression);
  }
  const map = object as { readonly [name: string]: ExpressionValue };
  if (!Object.hasOwn(map, name)) throw new EvaluationError(`There is no \`${name}\` in it`, expression);
  return map[name]!;
}

function indexOf(expression: Index, contexts: Contexts): ExpressionValue {
  const index = compute(expression.index, contexts);
  if (typeof index === 'string') return memberOf(expression, index, contexts);
  const list = compute(expression.object, contexts);
  if (list === null || index === null) return null;
  if (!Array.isArray(list)) throw new EvaluationError(`${described(list)} has no items`, expression.object);
  if (typeof index !== 'number' || !Number.isInteger(index)) {
    throw new EvaluationError('An index is a whole number or a text', expression.index);
  }
  const item: ExpressionValue | undefined = list[index];
  if (item === undefined)
    throw new EvaluationError(`The list has ${list.length} items, counted from 0`, expression.index);
  return item;
}

function unary({ operator, operand }: Unary, contexts: Contexts): ExpressionValue {
  const value = compute(operand, contexts);
  if (value === null) return null;
  if (operator === '!') return !truth(value, operand);
  return -numberOf(value, operand) + 0;
}

function binary(expression: Binary, contexts: Contexts): ExpressionValue {
  const { operator } = expression;
  const left = compute(expression.left, contexts);
  if (operator === '&&' || operator === '||') return logical(expression, left, contexts);
  const right = compute(expression.right, contexts);
  if (operator === '==' || operator === '!=') return equal(expression, left, right) === (operator === '==');
  if (operator === '<' || operator === '<=' || operator === '>' || operator === '>=') {
    return left !== null && right !== null && compare(expression, left, right);
  }
  if (left === null || right === null) return null;
  return arithmetic(expression, numberOf(left, expression.left), numberOf(right, expression.right));
}

/** Three-valued, as in SQL; the right side is not looked at when the left one decides. */
function logical({ operator, left, right }: Binary, value: ExpressionValue, contexts: Contexts): boolean | null {
  const decides = operator === '||';
  const first = value === null ? null : truth(value, left);
  if (first === decides) return decides;
  const other = compute(right, contexts);
  const second = other === null ? null : truth(other, right);
  if (second === decides) return decides;
  return first === null || second === null ? null : !decides;
}

function equal({ left, right }: Binary, a: ExpressionValue, b: ExpressionValue): boolean {
  if (a === null || b === null) return a === b;
  if (a instanceof Secret) throw new EvaluationError('A secret is compared with null only', left);
  if (b instanceof Secret) throw new EvaluationError('A secret is compared with null only', right);
  return typeof a === 'object' && typeof b === 'object' ? canonicalJson(a) === canonicalJson(b) : a === b;
}

function compare(expression: Binary, a: ExpressionValue, b: ExpressionValue): boolean {
  const bothNumbers = typeof a === 'number' && typeof b === 'number';
  const bothTexts = typeof a === 'string' && typeof b === 'string';
  if (!bothNumbers && !bothTexts) {
    throw new EvaluationError(`${described(a)} and ${described(b)} have no order`, expression);
  }
  if (expression.operator === '<') return a < b;
  if (expression.operator === '<=') return a <= b;
  return expression.operator === '>' ? a > b : a >= b;
}

function arithmetic(expression: Binary, a: number, b: number): number {
  const { operator } = expression;
  if ((operator === '/' || operator === '%') && b === 0)
    throw new EvaluationError('Division by zero', expression.right);
  const result = calculate(operator, a, b);
  if (!Number.isFinite(result)) throw new EvaluationError('The result is too large for a number', expression);
  return result + 0;
}

function calculate(operator: Binary['operator'], a: number, b: number): number {
  if (operator === '+') return a + b;
  if (operator === '-') return a - b;
  if (operator === '*') return a * b;
  return operator === '/' ? a / b : a % b;
}

function call(expression: Call, contexts: Contexts): ExpressionValue {
  const known = functionNamed(expression.name);
  if (known === undefined) throw new EvaluationError(`There is no function \`${expression.name}\``, expression);
  const count = expression.arguments.length;
  if (count < known.arguments.min || count > known.arguments.max) {
    throw new EvaluationError(`It is written ${known.signature}`, expression);
  }
  if (expression.name === 'if') return conditional(expression, contexts);
  const values = expression.arguments.map((argument) => compute(argument, contexts));
  const secret = values.findIndex((value) => value instanceof Secret);
  if (secret !== -1) throw new EvaluationError('A secret is given to no function', expression.arguments[secret]!);
  const present = values.filter((value) => value !== null);
  if (present.length < values.length) return null;
  const result = known.call(present);
  if (isFault(result)) throw new EvaluationError(result.message, expression.arguments[result.argument] ?? expression);
  return result;
}

function conditional({ arguments: [condition, then, otherwise] }: Call, contexts: Contexts): ExpressionValue {
  const value = compute(condition!, contexts);
  if (value === null) return null;
  return compute(truth(value, condition!) ? then! : otherwise!, contexts);
}

function truth(value: ExpressionValue, at: Expression): boolean {
  if (typeof value === 'boolean') return value;
  throw new EvaluationError(`This is ${described(value)}, not true or false`, at);
}

function numberOf(value: ExpressionValue, at: Expression): number {
  if (typeof value === 'number') return value;
  throw new EvaluationError(`This is ${described(value)}, not a number`, at);
}

function described(value: ExpressionValue): string {
  if (value instanceof Secret) return 'a secret';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return value === null ? 'null' : 'a map';
  return { boolean: 'a boolean', number: 'a number', string: 'a text' }[
    typeof value as 'boolean' | 'number' | 'string'
  ];
}
