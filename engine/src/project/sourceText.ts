import { asText, type Contexts, EvaluationError, evaluateTemplate } from '../language/expressions/evaluate.ts';
import { Secret } from '../language/expressions/secret.ts';
import { parseTemplate } from '../language/expressions/template.ts';

/** A text of a dataset's source with its expressions computed, or why it has no value. */
export type SourceText =
  | { readonly kind: 'text'; readonly text: string; readonly secret: boolean }
  | { readonly kind: 'unset'; readonly why: string };

/** What expressions of a source read: the variables that the project allows, null where one is not set. */
export function sourceContexts(
  allowed: ReadonlySet<string>,
  variables: Readonly<Record<string, string | undefined>>,
): Contexts {
  return { env: Object.fromEntries([...allowed].map((name) => [name, variables[name] ?? null])) };
}

/**
 * The one way to compute a text of a source. An expression that gives null makes it unset: without the variable, `${{ env.ROOT }}/data`
 * is not `/data`.
 */
export function sourceText(text: string, contexts: Contexts): SourceText {
  const template = parseTemplate(text);
  const [problem] = template.problems;
  if (problem !== undefined) return { kind: 'unset', why: problem.message };
  for (const segment of template.segments) {
    if (segment.kind !== 'expression' || segment.ast === undefined) continue;
    const value = evaluateTemplate({ segments: [segment], whole: true, problems: [] }, contexts);
    if (value instanceof EvaluationError) return { kind: 'unset', why: value.message };
    if (value === null) return { kind: 'unset', why: `\`${segment.source.trim()}\` is not set` };
  }
  const value = evaluateTemplate(template, contexts);
  if (value instanceof EvaluationError) return { kind: 'unset', why: value.message };
  if (value instanceof Secret) return { kind: 'text', text: value.reveal(), secret: true };
  return { kind: 'text', text: asText(value), secret: false };
}
