import { posix as path } from 'node:path';
import { checkoutVersion } from '../../../data/versions/checkoutVersion.ts';
import { VersionRecords } from '../../../data/versions/versionRecord.ts';
import { Failure } from '../../../failure.ts';
import type { Host, Stores } from '../../../ports/host.ts';
import type { ResolvedDataset } from '../../../ports/step.ts';
import { datasetFinder } from '../../data/findDataset.ts';
import { datasetsBelow } from './reach.ts';
import type { Side } from './side.ts';

export interface PlaceRequest {
  readonly host: Host;
  readonly stores: Stores;
  readonly root: string;
  /** For what is gone when the work is done. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** Datasets as either run read them. */
export interface DataPlaces {
  /** @throws Failure `data-unknown`, `data-not-kept`, and what reading it may throw */
  dataset(name: string, sideOf: (dataset: string) => Side): Promise<ResolvedDataset>;
}

/** Reads a dataset where it stands while it is as it was, else from a copy of the version that the run read. */
export function dataPlaces(request: PlaceRequest): DataPlaces {
  const known = new Map<string, Promise<ResolvedDataset>>();
  const once = (key: string, find: () => Promise<ResolvedDataset>) => {
    const found = known.get(key) ?? find();
    known.set(key, found);
    found.catch(() => undefined);
    return found;
  };
  return {
    dataset(name, sideOf) {
      const side = sideOf(name);
      const below = allBelow(side, name, sideOf);
      if (below.length === 0) return once(`${name} ${side.run.id}`, () => findFiles(request, name, side));
      const key = [name, ...below].map((one) => `${one} ${sideOf(one).run.id}`).join(' ');
      return once(key, () => findSql(request, { name, below, sideOf, number: known.size }));
    },
  };
}

function allBelow(side: Side, name: string, sideOf: (dataset: string) => Side): readonly string[] {
  const found = new Set(datasetsBelow(side, name));
  for (const one of found) for (const lower of datasetsBelow(sideOf(one), one)) found.add(lower);
  return [...found];
}

async function findFiles(request: PlaceRequest, name: string, side: Side): Promise<ResolvedDataset> {
  const wanted = side.run.datasets.find((one) => one.name === name)?.version;
  const inPlace = await findIn(request, { name, side, root: request.root }).catch(orUndefined);
  if (inPlace && (wanted === undefined || inPlace.version === wanted)) return inPlace;
  if (wanted === undefined) throw unread(name, side);
  const root = path.join(request.folder, 'data', `${name}-${side.run.id}`);
  await checkOut(request, { name, version: wanted, folder: root });
  return findIn(request, { name, side, root });
}

interface SqlPlace {
  readonly name: string;
  readonly below: readonly string[];
  readonly sideOf: (dataset: string) => Side;
  readonly number: number;
}

async function findSql(request: PlaceRequest, { name, below, sideOf, number }: SqlPlace): Promise<ResolvedDataset> {
  const root = path.join(request.folder, 'data', `${name}-${number}`);
  const datasets = new Map(
    [name, ...below].flatMap((one) => {
      const dataset = sideOf(one).project.datasets.get(one);
      return dataset === undefined ? [] : [[one, dataset] as const];
    }),
  );
  for (const one of below) {
    const side = sideOf(one);
    if (side.project.datasets.get(one)?.source.kind === 'sql') continue;
    const version = side.run.datasets.find((read) => read.name === one)?.version;
    if (version === undefined) throw unread(one, side);
    await checkOut(request, { name: one, version, folder: root });
  }
  return findIn(request, { name, side: sideOf(name), root, datasets });
}

interface Finding {
  readonly name: string;
  readonly side: Side;
  readonly root: string;
  readonly datasets?: Side['project']['datasets'];
}

function findIn(request: PlaceRequest, { name, side, root, datasets }: Finding): Promise<ResolvedDataset> {
  const { host, stores, folder, signal } = request;
  const { variables } = host.machine;
  return datasetFinder({
    host,
    stores,
    root,
    datasets: datasets ?? side.project.datasets,
    locks: new Map(),
    tmpFolder: path.join(folder, 'find', host.ids.runId()),
    variables: Object.fromEntries([...side.project.variables].map((one) => [one, variables[one] ?? null])),
    frozen: true,
  })(name, signal);
}

async function checkOut(
  { host, stores, root, signal }: PlaceRequest,
  { name, version, folder }: { readonly name: string; readonly version: string; readonly folder: string },
): Promise<void> {
  const record = await new VersionRecords(host.files, stores.folder).find(name, version);
  if (record === undefined)
    throw new Failure('data-unknown', `This store has no record of ${name}@${version.slice(0, 12)}.`, {
      next: 'Ask where the run was made.',
    });
  const { files } = host;
  const { artifacts, memo } = stores;
  await checkoutVersion({ record, folder, root, force: true, files, artifacts, memo, signal });
}

function unread(name: string, { run }: Side): Failure {
  return new Failure('data-unknown', `The run ${run.id.slice(0, 8)} has not read the dataset \`${name}\`.`);
}

/** Data that is gone from its place may be in the store. */
function orUndefined(error: unknown): undefined {
  if (error instanceof Failure) return undefined;
  throw error;
}
