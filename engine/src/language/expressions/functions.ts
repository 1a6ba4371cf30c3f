import { createHash } from 'node:crypto';
import { canonicalJson } from '../canonicalJson.ts';
import { Secret } from './secret.ts';
import { ANY, either, isNumber, type ValueType } from './types.ts';
import type { ExpressionValue } from './value.ts';

/** A function of the expression language: declared once, for checks, evaluation, completion and docs. */
export interface ExpressionFunction {
  readonly name: string;
  /** As people write it: `len(value)`. */
  readonly signature: string;
  readonly description: string;
  readonly arguments: { readonly min: number; readonly max: number };
  /** The type of the result, or what is wrong with an argument. */
  readonly check: (types: readonly ValueType[]) => ValueType | ArgumentFault;
  /** Arguments are not null: with a null among them the result is null. */
  readonly call: (values: readonly Exclude<ExpressionValue, null>[]) => ExpressionValue | ArgumentFault;
}

export interface ArgumentFault {
  readonly kind: 'fault';
  readonly argument: number;
  readonly message: string;
}

/**
 * All functions but `if`, which the evaluator knows, since it evaluates one branch only; its entry is there for
 * its declaration.
 */
export const FUNCTIONS: readonly ExpressionFunction[] = [
  {
    name: 'if',
    signature: 'if(condition, then, else)',
    description: '`then` when the condition is true, `else` when it is false, null when it is null.',
    arguments: { min: 3, max: 3 },
    check: ([condition, then, otherwise]) =>
      isOneOf(condition, ['boolean'])
        ? either(then ?? ANY, otherwise ?? ANY)
        : fault(0, 'The condition is true or false'),
    call: ([condition, then, otherwise]) => (condition === true ? then : otherwise) ?? null,
  },
  {
    name: 'len',
    signature: 'len(value)',
    description: 'Number of items of a list, characters of a text or members of a map.',
    arguments: { min: 1, max: 1 },
    check: ([value]) =>
      isOneOf(value, ['list', 'string', 'map']) ? { kind: 'integer' } : fault(0, 'len() takes a list, a text or a map'),
    call: ([value]) => lengthOf(value),
  },
  extreme('min', 'least', Math.min),
  extreme('max', 'greatest', Math.max),
  {
    name: 'contains',
    signature: 'contains(list or text, part)',
    description: 'Whether a list holds a value, or a text holds another.',
    arguments: { min: 2, max: 2 },
    check: ([whole, part]) => {
      if (!isOneOf(whole, ['list', 'string'])) return fault(0, 'contains() looks into a list or a text');
      if (whole?.kind === 'string' && !isOneOf(part, ['string'])) return fault(1, 'A text holds texts only');
      return { kind: 'boolean' };
    },
    call: ([whole, part]) => {
      if (Array.isArray(whole)) return whole.some((item) => canonicalJson(item) === canonicalJson(part ?? null));
      if (typeof whole !== 'string') return fault(0, 'contains() looks into a list or a text');
      return typeof part === 'string' ? whole.includes(part) : fault(1, 'A text holds texts only');
    },
  },
  {
    name: 'hash',
    signature: 'hash(value)',
    description: 'SHA-256 of the value, as 64 hexadecimal digits.',
    arguments: { min: 1, max: 1 },
    check: () => ({ kind: 'string' }),
    call: ([value]) => createHash('sha256').update(canonicalJson(value!)).digest('hex'),
  },
  {
    name: 'always',
    signature: 'always()',
    description: 'True, also after a step that was skipped or failed; for `if`.',
    arguments: { min: 0, max: 0 },
    check: () => ({ kind: 'boolean' }),
    call: () => true,
  },
];

export function functionNamed(name: string): ExpressionFunction | undefined {
  return FUNCTIONS.find((known) => known.name === name);
}

export function isFault(result: ExpressionValue | ValueType | ArgumentFault): result is ArgumentFault {
  return (
    typeof result === 'object' && result !== null && 'kind' in result && result.kind === 'fault' && 'argument' in result
  );
}

/** `min` and `max`: of numbers, or of one list of numbers; of an empty list null. */
function extreme(name: string, what: string, pick: (...values: number[]) => number): ExpressionFunction {
  const message = `${name}() takes numbers, or one list of numbers`;
  return {
    name,
    signature: `${name}(a, b, ...) or ${name}(list)`,
    description: `The ${what} of some numbers; of an empty list, null.`,
    arguments: { min: 1, max: 100 },
    check: (types) => {
      const [first] = types;
      const items = types.length === 1 && first?.kind === 'list' ? [first.items] : types;
      const wrong = items.findIndex((type) => !isNumber(type) && type.kind !== 'any' && type.kind !== 'null');
      return wrong === -1 ? items.reduce(either) : fault(Math.min(wrong, types.length - 1), message);
    },
    call: (values) => {
      const items: readonly ExpressionValue[] = values.length === 1 && Array.isArray(values[0]) ? values[0] : values;
      if (items.includes(null) || items.length === 0) return null;
      const numbers = items.filter((item) => typeof item === 'number');
      return numbers.length === items.length
        ? numbers.reduce((a, b) => pick(a, b))
        : fault(
            Math.max(
              0,
              values.findIndex((value) => typeof value !== 'number'),
            ),
            message,
          );
    },
  };
}

function lengthOf(value: ExpressionValue | undefined): number | ArgumentFault {
  if (typeof value === 'string') return [...value].length;
  if (Array.isArray(value)) return value.length;
  if (typeof value === 'object' && value !== null && !(value instanceof Secret)) return Object.keys(value).length;
  return fault(0, 'len() takes a list, a text or a map');
}

function isOneOf(type: ValueType | undefined, kinds: readonly ValueType['kind'][]): boolean {
  return type === undefined || type.kind === 'any' || type.kind === 'null' || kinds.includes(type.kind);
}

function fault(argument: number, message: string): ArgumentFault {
  return { kind: 'fault', argument, message };
}
