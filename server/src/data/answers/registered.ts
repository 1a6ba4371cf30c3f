import { posix as path } from 'node:path';
import { Failure } from '../../../../engine/src/failure.ts';
import { headStamp } from '../../../../engine/src/operations/gitFolders.ts';
import type { Files } from '../../../../engine/src/ports/files.ts';
import type { ModelVersion, RegisteredModel } from '../../../../engine/src/ports/modelRegistry.ts';
import { AliasReader, type Committed, type OneAlias } from '../../../../engine/src/registry/aliasStates.ts';
import { REGISTRY, RegistryFolder } from '../../../../engine/src/registry/registryFolder.ts';
import type { Asked } from '../asked.ts';

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

/** The registry as it stands: read again where a file of it, a policy or HEAD looks another than before. */
export async function registeredModels(asked: RegistryAsked): Promise<readonly ReadModel[]> {
  const { host, root } = asked;
  const stamp = await stampOfRegistry(asked);
  const known = remembered.get(host.files);
  if (known?.root === root && known.stamp === stamp) return known.models;
  const models = readRegistry(asked);
  remembered.set(host.files, { root, stamp, models });
  models.catch(() => remembered.delete(host.files));
  return models;
}

type RegistryAsked = Pick<Asked, 'root' | 'project'> & { readonly host: Pick<Asked['host'], 'files' | 'git'> };

async function stampOfRegistry({ host: { files }, root, project }: RegistryAsked): Promise<string> {
  const paths = await files.glob(root, [`${REGISTRY}/*/*.yaml`]);
  const stats = await files.stats(paths.map((file) => path.join(root, file)));
  const policies = project.index.files('policy').map(({ text }) => text);
  return JSON.stringify([paths, stats, policies, await headStamp(files, root)]);
}

async function readRegistry({ host: { files, git }, root }: RegistryAsked): Promise<readonly ReadModel[]> {
  const folder = new RegistryFolder(files, root);
  const aliases = new AliasReader({ files, git: git(root), projectRoot: root, folder });
  const committed = await aliases.atHead();
  return Promise.all((await folder.names()).map((name) => readModel(name, { folder, aliases, committed })));
}

interface Reading {
  readonly folder: RegistryFolder;
  readonly aliases: AliasReader;
  readonly committed: Committed;
}

async function readModel(name: string, { folder, aliases, committed }: Reading): Promise<ReadModel> {
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
  const states: OneAlias[] = [];
  for (const alias of await aliases.names(name, committed))
    states.push(...(await sound(() => aliases.state(name, alias, committed))));
  const held = states.flatMap(({ alias }) => alias ?? []);
  const pending = states.flatMap((one) => one.pending ?? []);
  return { name, versions, aliases: held, ...(pending.length > 0 && { pending }), problem: problems[0] };
}

/** The aliases that point at a version. */
export function aliasesOf(model: RegisteredModel | undefined, version: number): readonly string[] {
  return model?.aliases.filter((one) => one.version === version).map(({ alias }) => alias) ?? [];
}
