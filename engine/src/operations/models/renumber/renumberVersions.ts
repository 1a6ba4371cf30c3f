import { posix as path } from 'node:path';
import { Failure } from '../../../failure.ts';
import type { NamedCommit } from '../../../ports/gitHistory.ts';
import type { ModelVersion } from '../../../ports/modelRegistry.ts';
import { notesPath, RegistryFolder, versionPath } from '../../../registry/registryFolder.ts';
import { nextSemver } from '../../../registry/semver.ts';
import { parseVersionFile } from '../../../registry/versionFile.ts';
import { RUN_TAGS, tagList } from '../../../tracking/tags.ts';
import { inRepository, type MovePlace, type Repository, textAt } from '../move/movePlace.ts';
import { follow, withNumber } from './follow.ts';
import { findTwins, type Twin } from './twins.ts';

export interface Renumbered {
  readonly model: string;
  readonly from: number;
  /** The number it has now: the next one, or that of the version which holds the same bytes already. */
  readonly to: number;
  readonly sha256: string;
}

export interface Renumbering {
  readonly renumbered: readonly Renumbered[];
  /** Files that were written or are gone, relative to the project. */
  readonly files: readonly string[];
}

/**
 * Gives versions whose number another branch has given away too the next one. Done again after it was killed it goes on where it was.
 * In a conflicted index it settles what it wrote.
 */
export async function renumberVersions(
  place: MovePlace,
  repository: Repository,
  only?: string,
  against?: NamedCommit,
): Promise<Renumbering> {
  const twins = await findTwins(place, repository, { only, against });
  const inConflict = (await repository.git.commits.conflicts(repository.prefix)).length > 0;
  const folder = new RegistryFolder(place.host.files, place.root);
  const models = new Set([
    ...twins.map(({ model }) => model),
    ...(only === undefined ? await folder.entries() : [only]),
  ]);
  const renumbered: Renumbered[] = [];
  const files = new Set<string>();
  for (const model of models) {
    const own = twins.filter((twin) => twin.model === model);
    const done: Renumbered[] = [];
    for (const twin of own) done.push(await moveTwin(place, folder, twin, files));
    renumbered.push(...done);
    const followed = await follow({
      files: place.host.files,
      root: place.root,
      folder,
      model,
      numbers: await numbersOf(folder, model),
      moved: new Map(done.filter(({ from, to }) => from !== to).map(({ from, to }) => [from, to])),
      isKept: (file, text) => isKept(repository, own[0]?.keptAt, file, text),
    });
    for (const file of followed) files.add(file);
    for (const one of done) await renameInRun(place, folder, one);
  }
  if (inConflict) await repository.git.commits.stage(inRepository(repository, [...files]));
  return { renumbered, files: [...files].sort() };
}

/** Writes the moved version under its new number, then what keeps the old one. */
async function moveTwin(place: MovePlace, folder: RegistryFolder, twin: Twin, files: Set<string>): Promise<Renumbered> {
  const { model, number, kept, moved, movedVersion, keptVersion } = twin;
  const { sha256 } = movedVersion;
  const versions = await readable(folder, model, number);
  const same = [keptVersion, ...versions].find((one) => one.sha256 === sha256);
  const to = same?.version ?? (await place.stores.registry.reserveNumber(model));
  const write = async (file: string, text: string | undefined): Promise<void> => {
    if (text === undefined) await folder.remove(file);
    else await folder.write(file, text);
    files.add(file);
  };
  if (same === undefined) {
    const before = [...versions, keptVersion].filter((one) => one.version < to).sort((a, b) => a.version - b.version);
    const semver = nextSemver(before.at(-1), movedVersion);
    await write(versionPath(model, to), withNumber(moved, to).replace(/^semver: .*$/m, `semver: ${semver}`));
  } else files.add(versionPath(model, to));
  const notes = await movedNotes(place, twin);
  if (notes !== undefined && to !== number) {
    await write(notesPath({ model, version: to }), withNumber(notes, to));
    await write(notesPath({ model, version: number }), twin.keptNotes);
  }
  await write(versionPath(model, number), kept);
  return { model, from: number, to, sha256 };
}

/** Of a conflict in which only one side has notes, git has taken them over: they are the moved one's where the other has none. */
async function movedNotes(place: MovePlace, twin: Twin): Promise<string | undefined> {
  if (twin.movedNotes !== undefined || twin.keptNotes !== undefined) return twin.movedNotes;
  const file = notesPath({ model: twin.model, version: twin.number });
  const text = await place.host.files.read(path.join(place.root, file));
  const isTheirs = place.repository && (await textAt(place.repository, twin.keptAt, file)) !== undefined;
  return isTheirs ? undefined : text;
}

/** Versions of the working tree beside the one in conflict; broken files are left out. */
async function readable(folder: RegistryFolder, model: string, except?: number): Promise<readonly ModelVersion[]> {
  const found: ModelVersion[] = [];
  for (const number of await folder.versions(model)) {
    if (number === except) continue;
    const file = versionPath(model, number);
    const text = await folder.text(file);
    try {
      if (text !== undefined) found.push(parseVersionFile(text, file));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
    }
  }
  return found;
}

async function numbersOf(folder: RegistryFolder, model: string): Promise<ReadonlyMap<string, number>> {
  return new Map((await readable(folder, model)).toReversed().map(({ sha256, version }) => [sha256, version]));
}

async function isKept(repository: Repository, at: string | undefined, file: string, text: string): Promise<boolean> {
  if (at === undefined) return false;
  return (await textAt(repository, at, file)) === text.replaceAll('\r\n', '\n');
}

/** The run that made it leads to its version by its number, where this store has the run. */
async function renameInRun(
  { stores }: MovePlace,
  folder: RegistryFolder,
  { model, from, to }: Renumbered,
): Promise<void> {
  const { runs } = stores;
  const { run: id } = await folder.version(model, to);
  try {
    const run = id === '' ? undefined : await runs.run(id);
    const top = run?.parent === undefined ? run : await runs.run(run.parent);
    const models = tagList<{ readonly name: string; readonly version: number }>(top?.tags[RUN_TAGS.models]);
    if (top === undefined || !models.some((one) => one.name === model && one.version === from)) return;
    const renamed = models.map((one) => (one.name === model && one.version === from ? { ...one, version: to } : one));
    await runs.log(top.id, { tags: { [RUN_TAGS.models]: JSON.stringify(renamed) } });
  } catch (error) {
    if (!(error instanceof Failure) || error.reason !== 'run-not-found') throw error;
  }
}
