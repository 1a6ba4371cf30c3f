import { EvaluationError, evaluateTemplate } from '../language/expressions/evaluate.ts';
import { hasExpression, parseTemplate } from '../language/expressions/template.ts';
import type { Dataset } from '../project/dataset.ts';

/**
 * Paths and globs of a dataset's source, its expressions computed. Undefined where a variable is not set or not allowed:
 * where the data would be is then not known.
 */
export function sourcePaths(
  { source }: Pick<Dataset, 'source'>,
  allowed: ReadonlySet<string>,
  variables: Readonly<Record<string, string | undefined>>,
): readonly string[] | undefined {
  const env = Object.fromEntries([...allowed].map((name) => [name, variables[name] ?? null]));
  const paths = source.map(({ text }) => (hasExpression(text) ? computed(text, env) : text));
  return paths.includes(undefined) ? undefined : paths.filter((path) => path !== undefined);
}

function computed(text: string, env: Readonly<Record<string, string | null>>): string | undefined {
  const template = parseTemplate(text);
  if (template.problems.length > 0) return undefined;
  for (const segment of template.segments) {
    if (segment.kind !== 'expression' || segment.ast === undefined) continue;
    const value = evaluateTemplate({ segments: [segment], whole: true, problems: [] }, { env });
    if (value === null || value instanceof EvaluationError) return undefined;
  }
  const path = evaluateTemplate(template, { env });
  return typeof path === 'string' ? path : undefined;
}
