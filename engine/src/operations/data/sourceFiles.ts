import { resolveSource } from '../../data/source.ts';
import { Failure } from '../../failure.ts';
import type { Contexts } from '../../language/expressions/evaluate.ts';
import type { TableFiles } from '../../ports/dataSource.ts';
import type { Dataset, SourcePattern } from '../../project/dataset.ts';
import { readingOfDataset } from '../../project/reading.ts';
import { sourceText } from '../../project/sourceText.ts';
import type { DatasetRequest } from './findDataset.ts';

export interface Look {
  readonly signal: AbortSignal;
  readonly log: ((line: string) => void) | undefined;
}

/** The files of a dataset that is not SQL, those of a program written first where they must be. */
export async function sourceFiles(dataset: Dataset, request: DatasetRequest, look: Look): Promise<TableFiles> {
  const { host, root, variables } = request;
  const { source } = dataset;
  if (source.kind === 'sql') throw new Error(`${dataset.name} is SQL, not files`);
  const patterns = source.kind === 'files' ? source.patterns : [source.output];
  const paths = patterns.map((pattern) => textOf(pattern, { env: variables }, dataset));
  void look;
  return resolveSource(host.files, root, paths, readingOfDataset(dataset));
}

/** @throws Failure `expression` where a variable is not set or not allowed */
export function textOf({ text, path }: SourcePattern, contexts: Contexts, { file, tree }: Dataset): string {
  const found = sourceText(text, contexts);
  if (found.kind === 'text') return found.text;
  throw new Failure('expression', `\`${text}\` has no value: ${found.why}.`, {
    next: 'Set the variable, and allow it under `env` in modelyard.yaml.',
    place: { file, line: tree.range(path).start.line + 1 },
  });
}
