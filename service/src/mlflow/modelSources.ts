import type { ArtifactOwner } from '../../../engine/src/ports/artifactIndex.ts';
import type { Stores } from '../../../engine/src/ports/host.ts';
import type { LoggedModel } from '../../../engine/src/ports/loggedModelStore.ts';
import type { ModelVersion } from '../../../engine/src/ports/modelRegistry.ts';
import type { ModelFile } from '../../../engine/src/steps/modelForm.ts';
import { artifactPath, leadsUp, placeOf, proxiedPath } from './artifactPath.ts';
import { indexedFiles, openPlace } from './artifactStores.ts';
import { invalid, notFound } from './errors.ts';
import { artifactUriOf, loggedModelOf } from './loggedModels.ts';
import { seenModel, versionOf } from './registryView.ts';
import { wholeId } from './runs.ts';

/** What a client registers. */
export type ModelSource =
  /** Files that this store keeps. `uri`: where clients find them. */
  | {
      readonly kind: 'files';
      readonly owner: ArtifactOwner;
      readonly folder: string;
      readonly uri: string;
      readonly logged?: LoggedModel;
    }
  | { readonly kind: 'version'; readonly version: ModelVersion }
  /** Elsewhere: we know its address only. */
  | { readonly kind: 'external' };

/**
 * What the address leads to: `models:/m-ID`, `models:/NAME/VERSION`, `models:/NAME@ALIAS`, `runs:/ID/PATH`, the address of an
 * artifact here, or one elsewhere.
 * @throws MlflowError for paths of this machine's file system, and for what is not there
 */
export async function sourceOf(source: string, stores: Stores): Promise<ModelSource> {
  const [, scheme, rest = ''] = /^([a-z][a-z0-9+.-]+):\/*(.*)$/is.exec(source) ?? [];
  if (scheme === undefined || scheme.toLowerCase() === 'file') throw localPath(source);
  if (scheme === 'models') return modelSource(rest, stores);
  if (scheme === 'runs') return runSource(rest, stores);
  refuseTraversal(source);
  if (scheme === 'mlflow-artifacts') return proxiedSource(source, stores);
  return { kind: 'external' };
}

/** All files below the folder, or the file itself. */
export async function filesOf(
  { owner, folder }: Extract<ModelSource, { kind: 'files' }>,
  stores: Pick<Stores, 'runs' | 'artifacts'>,
): Promise<readonly ModelFile[]> {
  const file = folder === '' ? undefined : await stores.runs.artifact(owner, folder);
  if (file !== undefined) return [{ ...file, path: folder.slice(folder.lastIndexOf('/') + 1) }];
  const { list } = indexedFiles(owner, stores);
  const found: ModelFile[] = [];
  const start = folder === '' ? 0 : folder.length + 1;
  for (const folders = [folder]; folders.length > 0; )
    for (const entry of await list(folders.pop()!))
      if (entry.kind === 'folder') folders.push(entry.path);
      else found.push({ path: entry.path.slice(start), sha256: entry.sha256, size: entry.size });
  return found;
}

async function modelSource(rest: string, stores: Stores): Promise<ModelSource> {
  if (/^m-\w*$/.test(rest)) {
    const logged = await loggedModelOf(rest, stores);
    const owner = { kind: 'model', id: logged.id } as const;
    return { kind: 'files', owner, folder: '', uri: await artifactUriOf(logged, stores), logged };
  }
  const [, name, version, alias] = /^([^/@]+)(?:\/(\d+)|@([\w-]+))$/.exec(rest) ?? [];
  if (name === undefined) throw invalid(`Not a proper models:/ URI: models:/${rest.slice(0, 200)}`);
  const model = await seenModel(name, stores);
  const number = version === undefined ? model.aliases.find((one) => one.alias === alias)?.version : Number(version);
  if (number === undefined) throw invalid(`Registered model alias ${alias} not found.`);
  return { kind: 'version', version: versionOf(model, number).facts };
}

async function runSource(rest: string, stores: Stores): Promise<ModelSource> {
  const [id = '', ...segments] = rest.split('/');
  const run = await stores.runs.run(wholeId(id), { artifacts: false });
  const folder = artifactPath(segments.join('/').replace(/\/$/, ''));
  const uri = `mlflow-artifacts:/${run.experimentId}/${run.id}/artifacts${folder === '' ? '' : `/${folder}`}`;
  return { kind: 'files', owner: { kind: 'run', id: run.id }, folder, uri };
}

async function proxiedSource(source: string, stores: Stores): Promise<ModelSource> {
  const path = artifactPath(proxiedPath(source) ?? '');
  const place = placeOf(path);
  if (place?.kind === 'version')
    return { kind: 'version', version: versionOf(await seenModel(place.model, stores), place.version).facts };
  const opened = await openPlace(path, stores);
  const owner = opened?.files.owner;
  if (opened === undefined || owner === undefined)
    throw notFound(`${source.slice(0, 200)} is of no run and no logged model of this project.`);
  return { kind: 'files', owner, folder: opened.inside, uri: `mlflow-artifacts:/${path}` };
}

function refuseTraversal(source: string): void {
  if (leadsUp(source))
    throw invalid(
      `Invalid model version source: '${source.slice(0, 200)}'. An absolute path must be provided without '..'.`,
    );
}

function localPath(source: string) {
  return invalid(
    `Invalid model version source: '${source.slice(0, 200)}'. Files of this machine are no source: log the model in a run, and register that.`,
  );
}
