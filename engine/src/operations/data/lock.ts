import { posix as path } from 'node:path';
import { columnRanges } from '../../data/profile/columnRanges.ts';
import { Failure } from '../../failure.ts';
import { ENDINGS } from '../../language/kinds.ts';
import type { Host } from '../../ports/host.ts';
import type { ResolvedDataset } from '../../ports/step.ts';
import type { Project } from '../../project/project.ts';
import { sensitiveColumns } from '../../project/sensitive.ts';
import { SpecFile } from '../../project/specFile.ts';
import { withData } from '../dataFile.ts';
import { operation } from '../operation.ts';
import { lockText } from './lockText.ts';
import { type ProjectDatasets, withDatasets } from './tables.ts';

export type LockResult = { readonly locks: readonly WrittenLock[] };

export interface WrittenLock {
  readonly dataset: string;
  /** Path relative to the project root. */
  readonly file: string;
  /** `absent`: the data is not there, so that the lock stays as it is. */
  readonly status: 'written' | 'unchanged' | 'absent';
  readonly version: string | null;
  readonly rows: number | null;
  readonly columns: number | null;
}

/** `data lock`: writes down what datasets look like, for those who do not have the data. */
export const lockData = operation({
  name: 'data lock',
  title: 'Write down what datasets look like, for colleagues and CI without the data',
  examples: [
    { command: 'modelyard data lock', does: 'writes `NAME.dataset.lock.yaml` beside the spec of every dataset' },
    { command: 'modelyard data lock flights', does: 'brings the lock of one dataset up to date' },
  ],
  arguments: {
    datasets: {
      type: 'string',
      description: 'Names of datasets; default: all whose data is there.',
      positional: true,
      multiple: true,
      placeholder: 'NAME',
    },
  },
  result: 'data-lock',
  run: (host, args, { signal }): Promise<LockResult> =>
    withDatasets(host, { signal }, async (datasets) => {
      const isNamed = args.datasets.length > 0;
      const names = isNamed ? [...new Set(args.datasets)] : [...datasets.project.datasets.keys()].sort();
      const locks: WrittenLock[] = [];
      for (const name of names) locks.push(await lockOne(host, datasets, name, { mayBeAbsent: !isNamed, signal }));
      return { locks };
    }),
  verdict: ({ locks }) => (locks.some(({ status }) => status === 'absent') ? 1 : 0),
});

interface LockOptions {
  readonly mayBeAbsent: boolean;
  readonly signal: AbortSignal;
}

async function lockOne(
  host: Host,
  datasets: ProjectDatasets,
  name: string,
  { mayBeAbsent, signal }: LockOptions,
): Promise<WrittenLock> {
  const file = lockFile(datasets.project, name);
  let dataset: ResolvedDataset;
  try {
    dataset = await datasets.find(name);
  } catch (error) {
    if (!mayBeAbsent || !(error instanceof Failure) || error.reason !== 'source-not-found') throw error;
    return { dataset: name, file, status: 'absent', version: null, rows: null, columns: null };
  }
  const { root } = datasets;
  const table = await withData(host, [root, ...dataset.files.files], async (data) =>
    columnRanges(data, await data.relation(dataset.files), { signal }),
  );
  await dataset.checkFiles();
  const { version } = dataset;
  const { project } = datasets;
  const spec = project.datasets.get(name)!;
  const files = spec.source.kind === 'sql' ? undefined : dataset.files.files.length;
  const text = lockText({ dataset: name, version, files, table, sensitive: sensitiveColumns(project, spec) });
  const before = await lockThere(host, root, file, name);
  // git may have checked it out with other line ends.
  const isSame = before?.replaceAll('\r\n', '\n') === text;
  if (!isSame) await host.files.write(path.join(root, file), text);
  const status = isSame ? 'unchanged' : 'written';
  return { dataset: name, file, status, version, rows: table.rows, columns: table.columns.length };
}

/** The lock that is there, wherever that is; else it comes beside the spec. */
function lockFile({ locks, datasets }: Project, name: string): string {
  const spec = datasets.get(name)?.file ?? `${name}${ENDINGS.dataset}`;
  return locks.get(name)?.file ?? spec.slice(0, -ENDINGS.dataset.length) + ENDINGS.dataset_lock;
}

async function lockThere(host: Host, root: string, file: string, name: string): Promise<string | undefined> {
  const text = await host.files.read(path.join(root, file));
  const spec = text === undefined ? undefined : new SpecFile(file, text);
  if (spec?.tree.root === undefined || spec.lock?.name === name) return text;
  throw new Failure('not-a-lock', `${file} is there and is no lock of ${name}.`, {
    next: 'Move it away; its place is that of the lock.',
    place: { file },
  });
}
