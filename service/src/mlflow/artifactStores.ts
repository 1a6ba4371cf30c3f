import type { ArtifactEntry, ArtifactOwner } from '../../../engine/src/ports/artifactIndex.ts';
import type { Stores } from '../../../engine/src/ports/host.ts';
import type { Answer, JsonObject } from '../http/route.ts';
import { type ArtifactFiles, baseName, fileAnswer } from './artifactFiles.ts';
import { type ArtifactPlace, placeOf, proxiedPath } from './artifactPath.ts';
import { notFound } from './errors.ts';
import { filled, locationOf } from './messages.ts';
import { versionFiles } from './versionFiles.ts';

/** What the path names, inside or as a whole; undefined where nothing has artifacts there. */
export async function openPlace(
  path: string,
  stores: Stores,
): Promise<{ readonly files: ArtifactFiles; readonly inside: string } | undefined> {
  const place = placeOf(path);
  if (place === undefined) return undefined;
  if (place.kind === 'version') {
    const version = await stores.registry.resolve(`${place.model}:${place.version}`);
    return { files: await versionFiles(version, stores), inside: place.path };
  }
  await checkLocation(place, stores);
  return { files: indexedFiles({ kind: place.kind, id: place.id }, stores), inside: place.path };
}

/** Files that the index of a run or a logged model lists. */
export function indexedFiles(owner: ArtifactOwner, stores: Pick<Stores, 'runs' | 'artifacts'>): ArtifactFiles {
  return {
    owner,
    list: (folder) => stores.runs.artifactsIn(owner, folder),
    async answer(path) {
      const found = path === '' ? undefined : await stores.runs.artifact(owner, path);
      if (found === undefined) return undefined;
      return fileAnswer(path, await stores.artifacts.path(found.sha256, `the artifact ${path}`));
    },
  };
}

/** @throws MlflowError naming a file that is not there, or is a folder */
export async function fileOf(files: ArtifactFiles, path: string): Promise<Answer> {
  const found = await files.answer(path);
  if (found !== undefined) return found;
  const isFolder = (await files.list(path)).length > 0;
  throw notFound(isFolder ? `'${path}' is a folder: list it, and get its files.` : `No such artifact: '${path}'`);
}

/** `full`: paths from the root of the owner, as MLflow's UI has them; else names. */
export function fileMessages(
  entries: readonly ArtifactEntry[],
  { full }: { readonly full: boolean },
): readonly JsonObject[] | undefined {
  return filled(
    entries.map((entry) => ({
      path: full ? entry.path : baseName(entry.path),
      is_dir: entry.kind === 'folder',
      file_size: entry.kind === 'file' && entry.size > 0 ? entry.size : undefined,
    })),
  );
}

/** An address counts only below the place of the experiment that the run or model is of. */
async function checkLocation(place: Exclude<ArtifactPlace, { kind: 'version' }>, { runs }: Stores): Promise<void> {
  const { kind, id, location } = place;
  const experimentId =
    kind === 'run'
      ? (await runs.run(id, { artifacts: false })).experimentId
      : (await runs.loggedModel(id, { deleted: true })).experiment;
  if (location === experimentId) return;
  const experiment = await runs.experimentById(experimentId);
  if (proxiedPath(locationOf(experiment)) === location) return;
  throw notFound(`${kind === 'run' ? 'Run' : 'Logged model'} ${id} has no artifacts in '${location}'.`);
}
