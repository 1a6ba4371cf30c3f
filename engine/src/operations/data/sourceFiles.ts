import { isTimezone, timezones } from '../../checks/timezones.ts';
import { resolveSource } from '../../data/sources/source.ts';
import { Failure } from '../../failure.ts';
import { nearest } from '../../language/nearest.ts';
import type { TableFiles } from '../../ports/dataSource.ts';
import type { Dataset } from '../../project/dataset.ts';
import { readingOfDataset } from '../../project/reading.ts';
import type { DatasetRequest } from './datasetRequest.ts';
import type { Look } from './look.ts';
import { textOf } from './patternText.ts';
import { refreshOutput } from './programSource.ts';

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
