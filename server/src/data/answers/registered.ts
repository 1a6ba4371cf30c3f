import { Failure } from '../../../../engine/src/failure.ts';
import type { ModelAlias, ModelVersion, RegisteredModel } from '../../../../engine/src/ports/modelRegistry.ts';
import { RegistryFolder } from '../../../../engine/src/registry/registryFolder.ts';
import type { Asked } from '../protocol.ts';

/** A registered model, and what is wrong with files of it: those are left out. */
export interface ReadModel extends RegisteredModel {
  readonly problem: string | undefined;
}

const remembered = new WeakMap<object, Promise<readonly ReadModel[]>>();

/** The registry as it is on disk; read again when its files are others than before. */
export function registeredModels({ host, root, project }: Asked): Promise<readonly ReadModel[]> {
  const known = remembered.get(project.models);
  if (known !== undefined) return known;
  const reading = readRegistry(new RegistryFolder(host.files, root));
  remembered.set(project.models, reading);
  reading.catch(() => remembered.delete(project.models));
  return reading;
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
