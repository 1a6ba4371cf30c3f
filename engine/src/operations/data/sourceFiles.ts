import { isTimezone, timezones } from '../../checks/timezones.ts';
import { resolveSource } from '../../data/sources/source.ts';
import { Failure } from '../../failure.ts';
import type { Contexts } from '../../language/expressions/evaluate.ts';
import { nearest } from '../../language/nearest.ts';
import type { TableFiles } from '../../ports/dataSource.ts';
import type { Dataset, SourcePattern } from '../../project/dataset.ts';
import { readingOfDataset } from '../../project/reading.ts';
import { sourceText } from '../../project/sourceText.ts';
import type { DatasetRequest } from './findDataset.ts';
import { refreshOutput } from './programSource.ts';

export interface Look {
  readonly signal: AbortSignal;
  readonly log: ((line: string) => void) | undefined;
}

/** The files of a dataset that is not SQL, those of a program written first where they must be. */
export async function sourceFiles(dataset: Dataset, request: DatasetRequest, look: Look): Promise<TableFiles> {
  const { host, root, variables } = request;
  const { source } = dataset;
  if (source.kind === 'sql') throw new Error(`${dataset.name} is SQL, not files`);
  refuseUnknownZone(dataset);
  const patterns = source.kind === 'files' ? source.patterns : [source.output];
  const paths = patterns.map((pattern) => textOf(pattern, { env: variables }, dataset));
  if (source.kind === 'program' && !request.frozen) await refreshOutput(dataset, source, paths[0]!, request, look);
  return resolveSource(host.files, root, paths, readingOfDataset(dataset));
}

function refuseUnknownZone({ name, timezone, file, tree }: Dataset): void {
  if (timezone === undefined || isTimezone(timezone)) return;
  const near = nearest(timezone, timezones());
  throw new Failure('unknown-timezone', `There is no time zone \`${timezone}\`, which dataset \`${name}\` names.`, {
    next: near === undefined ? 'Name one of the IANA database, such as `Europe/Berlin`.' : `Did you mean \`${near}\`?`,
    place: { file, line: tree.range(['timezone']).start.line + 1 },
  });
}

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
