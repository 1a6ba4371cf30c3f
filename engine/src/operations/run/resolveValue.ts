import { Failure } from '../../failure.ts';
import {
  asText,
  type Contexts,
  EvaluationError,
  evaluate,
  evaluateTemplate,
} from '../../language/expressions/evaluate.ts';
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
    case 'template':
      return resolveTemplate(spec, contexts, place);
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
  if (spec.kind !== 'template') return asText(resolveValue(spec, contexts, place) as ExpressionValue);
  const value = computed(() => evaluateTemplate(spec.template, contexts), spec, place);
  return value instanceof Secret ? value : asText(value);
}

export function holds(
  expression: Expression,
  contexts: Contexts,
  spec: { readonly range: SpecValue['range'] },
  place: SpecPlace,
): boolean {
  const value = computed(() => evaluate(expression, contexts), spec, place);
  if (typeof value === 'boolean' || value === null) return value === true;
  throw failureAt(place, spec, `\`if\` is neither true nor false but ${JSON.stringify(value)}.`);
}

function resolveTemplate(spec: Extract<SpecValue, { kind: 'template' }>, contexts: Contexts, place: SpecPlace): Value {
  return plain(
    computed(() => evaluateTemplate(spec.template, contexts), spec, place),
    spec,
    place,
  );
}

function resolveSql(spec: Extract<SpecValue, { kind: 'sql' }>, contexts: Contexts, place: SpecPlace): SqlValue {
  const bindings: Record<string, null | boolean | number | string> = {};
  for (const { name, expression } of spec.sql.bindings) {
    const value = plain(
      computed(() => evaluate(expression, contexts), spec, place),
      spec,
      place,
    );
    if (typeof value === 'object' && value !== null)
      throw failureAt(place, spec, 'An expression inside SQL must give a number, a text, true, false or null.');
    bindings[name] = value;
  }
  return { kind: 'sql', text: spec.sql.text, bindings };
}

function computed(
  compute: () => ExpressionValue | EvaluationError,
  spec: { readonly range: SpecValue['range'] },
  place: SpecPlace,
): ExpressionValue {
  const value = compute();
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
