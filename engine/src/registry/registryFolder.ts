import { posix } from 'node:path';
import type { Files } from '../ports/files.ts';
import type { ModelAlias, ModelVersion, RegisteredModel } from '../ports/modelRegistry.ts';
import { parseAliasFile } from './aliasFile.ts';
import { brokenFile } from './registryFailures.ts';
import { parseVersionFile } from './versionFile.ts';

export const REGISTRY = 'registry';
const VERSION_FILE = /^v([1-9]\d{0,14})\.version\.yaml$/;
const ALIAS_FILE = /^(.+)\.alias\.yaml$/;

/** The registry's files below a project. Failures name them relative to the project. */
export class RegistryFolder {
  readonly #files: Files;
  readonly #projectRoot: string;

  constructor(files: Files, projectRoot: string) {
    this.#files = files;
    this.#projectRoot = projectRoot;
  }

  /** Models that have at least one version, sorted. */
  async names(): Promise<readonly string[]> {
    const names: string[] = [];
    for (const name of await this.entries()) if ((await this.versions(name)).length > 0) names.push(name);
    return names;
  }

  /** Names of all folders, those without a version too. */
  async entries(): Promise<readonly string[]> {
    const found: string[] = [];
    const folder = posix.join(this.#projectRoot, REGISTRY);
    for (const name of await this.#files.list(folder))
      if ((await this.#files.stat(posix.join(folder, name)))?.kind === 'folder') found.push(name);
    return found;
  }

  /** Numbers, lowest first. */
  async versions(name: string): Promise<readonly number[]> {
    const numbers = (await this.#list(name)).map((file) => Number(VERSION_FILE.exec(file)?.[1] ?? 0));
    return numbers.filter((number) => number > 0).sort((a, b) => a - b);
  }

  async aliases(name: string): Promise<readonly string[]> {
    return (await this.#list(name)).flatMap((file) => ALIAS_FILE.exec(file)?.[1] ?? []);
  }

  async model(name: string): Promise<RegisteredModel> {
    const versions: ModelVersion[] = [];
    for (const number of await this.versions(name)) versions.push(await this.version(name, number));
    const aliases: ModelAlias[] = [];
    for (const alias of await this.aliases(name)) aliases.push(await this.alias(name, alias));
    return { name, versions, aliases };
  }

  /** @throws Failure `registry-file` also when the file says it is another version than its name does */
  async version(name: string, number: number): Promise<ModelVersion> {
    const file = versionPath(name, number);
    const version = parseVersionFile(await this.#read(file), file);
    if (version.name !== name || version.version !== number)
      throw brokenFile(file, `it says that it is ${version.name}:${version.version}`);
    return version;
  }

  /** @throws Failure `registry-file` */
  async alias(name: string, alias: string): Promise<ModelAlias> {
    const file = aliasPath(name, alias);
    const found = parseAliasFile(await this.#read(file), file);
    if (found.model !== name || found.alias !== alias)
      throw brokenFile(file, `it says that it is ${found.model}@${found.alias}`);
    return found;
  }

  write(path: string, text: string): Promise<void> {
    return this.#files.write(posix.join(this.#projectRoot, path), text);
  }

  async #list(name: string): Promise<readonly string[]> {
    const folder = posix.join(this.#projectRoot, REGISTRY, name);
    return (await this.#files.stat(folder))?.kind === 'folder' ? this.#files.list(folder) : [];
  }

  async #read(file: string): Promise<string> {
    const text = await this.#files.read(posix.join(this.#projectRoot, file));
    if (text === undefined) throw brokenFile(file, 'it is not there any more');
    return text;
  }
}

/** Relative to the project. */
export function versionPath(name: string, version: number): string {
  return `${REGISTRY}/${name}/v${version}.version.yaml`;
}

export function aliasPath(name: string, alias: string): string {
  return `${REGISTRY}/${name}/${alias}.alias.yaml`;
}

/** Model and number of a path that ends as version files do. */
export function versionOfPath(path: string): { readonly name: string; readonly version: number } | undefined {
  const [folder, name, file] = path.split('/').slice(-3);
  const version = VERSION_FILE.exec(file ?? '')?.[1];
  return folder === REGISTRY && name !== undefined && version !== undefined
    ? { name, version: Number(version) }
    : undefined;
}
