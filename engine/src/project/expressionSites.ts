import type { Expression } from '../language/expressions/expression.ts';
import { parseExpression } from '../language/expressions/parse.ts';
import { hasExpression, parseTemplate, type Template } from '../language/expressions/template.ts';
import type { Place } from './places.ts';

/** A scalar of a spec with expressions in it. */
export interface ExpressionSite {
  readonly place: Place;
  readonly template: Template;
}

/** Every scalar among these places that holds expressions; the text of an `if` is one even without braces. */
export function expressionSites(places: readonly Place[]): readonly ExpressionSite[] {
  return places.flatMap((place) => {
    if (typeof place.value !== 'string') return [];
    if (hasExpression(place.value)) return [{ place, template: parseTemplate(place.value) }];
    return isCondition(place) ? [{ place, template: bareTemplate(place.value) }] : [];
  });
}

function isCondition({ path }: Place): boolean {
  return path[0] === 'steps' && path.length === 3 && path[2] === 'if';
}

function bareTemplate(text: string): Template {
  const { ast, problems } = parseExpression(text);
  return {
    segments: [{ kind: 'expression', ast, source: text, start: 0, end: text.length }],
    whole: true,
    problems,
  };
}

export function expressionsOf({ template }: ExpressionSite): readonly Expression[] {
  return template.segments.flatMap((segment) =>
    segment.kind === 'expression' && segment.ast !== undefined ? [segment.ast] : [],
  );
}
