import { hasExpression, parseTemplate } from '../../language/expressions/template.ts';

/** SQL of the same length with a parameter where an expression stands, so that offsets stay. */
export function withoutExpressions(text: string): string {
  if (!hasExpression(text)) return text;
  return parseTemplate(text)
    .segments.map((segment) =>
      segment.kind === 'text'
        ? segment.text
        : '$e'.padEnd(segment.end - segment.start).slice(0, segment.end - segment.start),
    )
    .join('');
}
