import { Failure } from '../../failure.ts';
import type { Contexts } from '../../language/expressions/evaluate.ts';
import type { Dataset, SourcePattern } from '../../project/dataset.ts';
import { sourceText } from '../../project/sourceText.ts';

/** @throws Failure `expression` where a variable is not set or not allowed */
export function textOf(pattern: SourcePattern, contexts: Contexts, dataset: Dataset): string {
  return resolvedText(pattern, contexts, dataset).text;
}

/** The same, with whether a secret is in it. */
export function resolvedText(
  { text, path }: SourcePattern,
  contexts: Contexts,
  { file, tree }: Dataset,
): { readonly text: string; readonly secret: boolean } {
  const found = sourceText(text, contexts);
  if (found.kind === 'text') return found;
  throw new Failure('expression', `\`${text}\` has no value: ${found.why}.`, {
    next: 'Set the variable, and allow it under `env` in modelyard.yaml.',
    place: { file, line: tree.range(path).start.line + 1 },
  });
}
