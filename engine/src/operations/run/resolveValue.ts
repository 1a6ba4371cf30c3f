import { Failure } from '../../failure.ts';
import { asText, type Contexts, EvaluationError, evaluate } from '../../language/expressions/evaluate.ts';
import type { Expression } from '../../language/expressions/expression.ts';
import { Secret } from '../../language/expressions/secret.ts';
import type { ExpressionValue } from '../../language/expressions/value.ts';
import type { SqlValue, Value } from '../../ports/step.ts';
import type { SpecValue } from '../../project/specValue.ts';

/** Where a value stands, for messages. */
export interface SpecPlace {
  readonly file: string;
}

/**
 * The value of a place in a spec, its expressions computed.
 * Throws `Failure` `expression` with file and line where an expression has no value, `secret-misplaced` for a secret.
 */
export function resolveValue(spec: SpecValue, contexts: Contexts, place: SpecPlace): Value {
  switch (spec.kind) {
    case 'constant':
      return spec.value;
    case 'expression':
      return plain(computed(spec.expression, contexts, spec, place), spec, place);
    case 'text':
      return resolveText(spec, contexts, place);
    case 'sql':
      return resolveSql(spec, contexts, place);
    case 'list':
      return spec.items.map((item) => resolveValue(item, contexts, place));
    case 'map':
      return Object.fromEntries([...spec.entries].map(([key, value]) => [key, resolveValue(value, contexts, place)]));
    case 'invalid':
      throw failureAt(place, spec, 'This value cannot be read.');
  }
}

/** As `resolveValue`, for a place where a secret may stand. */
export function resolveSecretText(spec: SpecValue, contexts: Contexts, place: SpecPlace): string | Secret {
  if (spec.kind === 'expression') {
    const value = computed(spec.expression, contexts, spec, place);
    return value instanceof Secret ? value : asText(value);
  }
  if (spec.kind !== 'text') return asText(resolveValue(spec, contexts, place) as ExpressionValue);
  const parts = spec.parts.map((part) => (typeof part === 'string' ? part : computed(part, contexts, spec, place)));
  const text = parts.map((part) => (part instanceof Secret ? part.reveal() : asText(part))).join('');
  return parts.some((part) => part instanceof Secret) ? new Secret(text) : text;
}

export function holds(
  expression: Expression,
  contexts: Contexts,
  spec: { readonly range: SpecValue['range'] },
  place: SpecPlace,
): boolean {
  const value = computed(expression, contexts, spec, place);
  if (typeof value === 'boolean' || value === null) return value === true;
  throw failureAt(place, spec, `\`if\` is neither true nor false but ${JSON.stringify(value)}.`);
}

function resolveText(spec: Extract<SpecValue, { kind: 'text' }>, contexts: Contexts, place: SpecPlace): string {
  const text = resolveSecretText(spec, contexts, place);
  if (text instanceof Secret) throw misplaced(place, spec);
  return text;
}

function resolveSql(spec: Extract<SpecValue, { kind: 'sql' }>, contexts: Contexts, place: SpecPlace): SqlValue {
  const bindings: Record<string, null | boolean | number | string> = {};
  for (const { name, expression } of spec.bindings) {
    const value = plain(computed(expression, contexts, spec, place), spec, place);
    if (typeof value === 'object' && value !== null)
      throw failureAt(place, spec, 'An expression inside SQL must give a number, a text, true, false or null.');
    bindings[name] = value;
  }
  return { kind: 'sql', text: spec.text, bindings };
}

function computed(
  expression: Expression,
  contexts: Contexts,
  spec: { readonly range: SpecValue['range'] },
  place: SpecPlace,
): ExpressionValue {
  const value = evaluate(expression, contexts);
  if (value instanceof EvaluationError) throw failureAt(place, spec, `${value.message}.`);
  return value;
}

function plain(value: ExpressionValue, spec: { readonly range: SpecValue['range'] }, place: SpecPlace): Value {
  if (value instanceof Secret) throw misplaced(place, spec);
  return value as Value;
}

function misplaced(place: SpecPlace, spec: { readonly range: SpecValue['range'] }): Failure {
  return new Failure('secret-misplaced', 'A secret may stand in `env` only.', {
    next: 'Give it to the program as a variable: `env: {TOKEN: "${{ secrets.TOKEN }}"}`.',
    place: { file: place.file, line: spec.range.start.line + 1 },
  });
}

function failureAt(place: SpecPlace, spec: { readonly range: SpecValue['range'] }, message: string): Failure {
  return new Failure('expression', message, {
    next: 'Correct the expression.',
    exitCode: 1,
    place: { file: place.file, line: spec.range.start.line + 1 },
  });
}
