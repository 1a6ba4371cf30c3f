import { Failure } from '../../failure.ts';
import type { LoggedModel } from '../../ports/loggedModelStore.ts';
import type { RunSource, SourceOwner, SourceRun } from '../../ports/runSource.ts';
import type { ArtifactRow } from './page/runPage.ts';

export interface SourceArtifacts {
  readonly artifacts: readonly ArtifactRow[];
  /** Why they cannot be told, or not all of them. */
  readonly artifactsMissing?: string;
}

/** Files of models that a run logged (MLflow 3 keeps them apart) stand below this folder and the model's id. */
const MODELS = 'logged-models';

/** Artifacts of another tool's run, with those of the models it logged. Where they cannot be reached all else of the run still can. */
export async function sourceArtifacts(source: RunSource, run: SourceRun): Promise<SourceArtifacts> {
  const missing: string[] = [];
  const found = async (of: SourceOwner, folder: string): Promise<readonly ArtifactRow[]> => {
    try {
      const artifacts = await source.artifacts(of);
      return artifacts.map(({ path, size }) => ({ path: `${folder}${path}`, size, sha256: '', isHere: true }));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      missing.push([error.message, error.next ?? ''].join(' ').trim());
      return [];
    }
  };
  const own = await found({ kind: 'run', id: run.id }, '');
  const models = await modelsOf(source, run);
  const logged = await Promise.all(models.map((id) => found({ kind: 'model', id }, `${MODELS}/${id}/`)));
  return {
    artifacts: [...own, ...logged.flat()],
    ...(missing[0] === undefined ? {} : { artifactsMissing: missing[0] }),
  };
}

/** Whose file a path is that `sourceArtifacts` gave, and its path there. */
export function artifactOwner(run: string, path: string): { readonly of: SourceOwner; readonly path: string } {
  const [, model, inner] = LOGGED.exec(path) ?? [];
  if (model === undefined || inner === undefined) return { of: { kind: 'run', id: run }, path };
  return { of: { kind: 'model', id: model }, path: inner };
}

const LOGGED = new RegExp(`^${MODELS}/(m-[0-9a-f]{32})/(.+)$`, 's');

/** Ids of models that a run logged. A server says them with the run. */
async function modelsOf(source: RunSource, run: SourceRun): Promise<readonly string[]> {
  if (source.origin.kind === 'mlflow-server') return (run.modelOutputs ?? []).map(({ model }) => model);
  const logged = await source.loggedModels(run.experimentId);
  return logged.filter((one: LoggedModel) => one.run === run.id && one.status !== 'failed').map(({ id }) => id);
}
