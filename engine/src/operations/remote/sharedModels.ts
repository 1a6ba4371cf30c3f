import type { RunArtifact } from '../../ports/artifactIndex.ts';
import type { EndedModel, LoggedModel } from '../../ports/loggedModelStore.ts';
import type { RunStore } from '../../ports/runStore.ts';

/** Models that clients saved, by the id of the run that made them. */
export type SharedModels = ReadonlyMap<string, readonly EndedModel[]>;

const PAGE = 200;

/** Those that go with their runs: finished and not deleted. */
export async function sharedModels(runs: RunStore): Promise<SharedModels> {
  const found = new Map<string, EndedModel[]>();
  for await (const model of savedModels(runs)) {
    const { run, status } = model;
    if (run === undefined || status === 'pending') continue;
    const ended = endedModel(model, status, await filesOf(runs, model.id, ''));
    const others = found.get(run);
    if (others) others.push(ended);
    else found.set(run, [ended]);
  }
  return found;
}

/** All models that clients saved and nobody deleted. */
export async function* savedModels(runs: RunStore): AsyncGenerator<LoggedModel> {
  const experiments = (await runs.experiments()).map(({ id }) => id);
  if (experiments.length === 0) return;
  let pageToken: string | undefined;
  do {
    const query = { experiments, orderBy: [{ field: 'creation_timestamp' }], limit: PAGE };
    const page = await runs.searchLoggedModels({ ...query, ...(pageToken === undefined ? {} : { pageToken }) });
    yield* page.items;
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
}

/** All files of a model below a folder, by path. */
export async function filesOf(runs: RunStore, model: string, folder: string): Promise<readonly RunArtifact[]> {
  const files: RunArtifact[] = [];
  for (const entry of await runs.artifactsIn({ kind: 'model', id: model }, folder)) {
    if (entry.kind === 'folder') files.push(...(await filesOf(runs, model, entry.path)));
    else files.push({ path: entry.path, size: entry.size, sha256: entry.sha256 });
  }
  return files;
}

function endedModel(
  { experiment: _, run: __, lifecycle: ___, ...model }: LoggedModel,
  status: EndedModel['status'],
  artifacts: readonly RunArtifact[],
): EndedModel {
  return { ...model, status, artifacts };
}
