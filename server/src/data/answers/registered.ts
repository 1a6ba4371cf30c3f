import { posix as path } from 'node:path';
import { Failure } from '../../../../engine/src/failure.ts';
import type { Files } from '../../../../engine/src/ports/files.ts';
import type { ModelAlias, ModelVersion, RegisteredModel } from '../../../../engine/src/ports/modelRegistry.ts';
import { REGISTRY, RegistryFolder } from '../../../../engine/src/registry/registryFolder.ts';
import type { Asked } from '../protocol.ts';

/** A registered model, and what is wrong with files of it: those are left out. */
export interface ReadModel extends RegisteredModel {
  readonly problem: string | undefined;
}

interface Remembered {
  readonly root: string;
  readonly stamp: string;
  readonly models: Promise<readonly ReadModel[]>;
}

const remembered = new WeakMap<Files, Remembered>();

/** The registry as it is on disk; read again where a file of it looks another than before. */
export async function registeredModels({
  host: { files },
  root,
}: Pick<Asked, 'host' | 'root'>): Promise<readonly ReadModel[]> {
  const stamp = await stampOfRegistry(files, root);
  const known = remembered.get(files);
  if (known?.root === root && known.stamp === stamp) return known.models;
  const models = readRegistry(new RegistryFolder(files, root));
  remembered.set(files, { root, stamp, models });
  models.catch(() => remembered.delete(files));
  return models;
}

async function stampOfRegistry(files: Files, root: string): Promise<string> {
  const paths = await files.glob(root, [`${REGISTRY}/*/*.yaml`]);
  return JSON.stringify([paths, await files.stats(paths.map((file) => path.join(root, file)))]);
}

async function readRegistry(folder: RegistryFolder): Promise<readonly ReadModel[]> {
  return Promise.all((await folder.names()).map((name) => readModel(folder, name)));
}

async function readModel(folder: RegistryFolder, name: string): Promise<ReadModel> {
  const problems: string[] = [];
  const sound = async <T>(read: () => Promise<T>): Promise<readonly T[]> => {
    try {
      return [await read()];
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      problems.push(error.message);
      return [];
    }
  };
  const versions: ModelVersion[] = [];
  for (const number of await folder.versions(name)) versions.push(...(await sound(() => folder.version(name, number))));
  const aliases: ModelAlias[] = [];
  for (const alias of await folder.aliases(name)) aliases.push(...(await sound(() => folder.alias(name, alias))));
  return { name, versions, aliases, problem: problems[0] };
}

/** The aliases that point at a version. */
export function aliasesOf(model: RegisteredModel | undefined, version: number): readonly string[] {
  return model?.aliases.filter((one) => one.version === version).map(({ alias }) => alias) ?? [];
}
