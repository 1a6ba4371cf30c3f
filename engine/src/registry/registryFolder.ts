import { posix } from 'node:path';
import type { Files } from '../ports/files.ts';
import type {
  ModelAlias,
  ModelNotes,
  ModelVersion,
  NotesOwner,
  RegisteredModel,
  VersionNotes,
} from '../ports/modelRegistry.ts';
import { parseAliasFile } from './aliasFile.ts';
import { parseNotesFile } from './notesFile.ts';
import { brokenFile } from './registryFailures.ts';
import { parseVersionFile } from './versionFile.ts';

export const REGISTRY = 'registry';
const VERSION_FILE = /^v([1-9]\d{0,14})\.version\.yaml$/;
const NOTES_FILE = /^v([1-9]\d{0,14})\.notes\.yaml$/;
const ALIAS_FILE = /^(.+)\.alias\.yaml$/;

/** The registry's files below a project. Failures name them relative to the project. */
export class RegistryFolder {
  readonly #files: Files;
  readonly #projectRoot: string;
  /** By path: these files are written once. */
  readonly #parsed = new Map<string, { readonly text: string; readonly version: ModelVersion }>();

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

  /** Models with notes of their own and no version, sorted. */
  async emptyNames(): Promise<readonly string[]> {
    const names: string[] = [];
    for (const name of await this.entries()) if ((await this.knownVersions(name))?.length === 0) names.push(name);
    return names;
  }

  /** Numbers of a model that may have none yet; undefined where neither a version nor a note speaks of it. */
  async knownVersions(name: string): Promise<readonly number[] | undefined> {
    if (!isFolderName(name) || !(await this.entries()).includes(name)) return undefined;
    const numbers = await this.versions(name);
    if (numbers.length > 0) return numbers;
    return (await this.notesText({ model: name })) === undefined ? undefined : [];
  }

  /** Numbers, lowest first. */
  async versions(name: string): Promise<readonly number[]> {
    const numbers = (await this.#list(name)).map((file) => Number(VERSION_FILE.exec(file)?.[1] ?? 0));
    return numbers.filter((number) => number > 0).sort((a, b) => a - b);
  }

  async aliases(name: string): Promise<readonly string[]> {
    return (await this.#list(name)).flatMap((file) => ALIAS_FILE.exec(file)?.[1] ?? []);
  }

  /** All versions, oldest first. */
  async model(name: string): Promise<Pick<RegisteredModel, 'name' | 'versions'>> {
    const versions: ModelVersion[] = [];
    for (const number of await this.versions(name)) versions.push(await this.version(name, number));
    return { name, versions };
  }

  /** @throws Failure `registry-file` also when the file says it is another version than its name does */
  async version(name: string, number: number): Promise<ModelVersion> {
    const file = versionPath(name, number);
    const text = await this.#read(file);
    const known = this.#parsed.get(file);
    if (known?.text === text) return known.version;
    const version = parseVersionFile(text, file);
    if (version.name !== name || version.version !== number)
      throw brokenFile(file, `it says that it is ${version.name}:${version.version}`);
    this.#parsed.set(file, { text, version });
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

  /** Where there are none, nothing is noted. */
  async notes(name: string): Promise<ModelNotes> {
    const versions = new Map<number, VersionNotes>();
    for (const file of await this.#list(name)) {
      const number = Number(NOTES_FILE.exec(file)?.[1] ?? 0);
      if (number > 0) versions.set(number, await this.#notes({ model: name, version: number }));
    }
    const { stage: _, ...model } = await this.#notes({ model: name });
    return { ...model, versions };
  }

  /** Whether its notes say that it must not be used any more. */
  async isWithdrawn(name: string, version: number): Promise<boolean> {
    return (await this.#notes({ model: name, version })).withdrawn !== undefined;
  }

  /** The text of the notes; undefined where there are none. */
  notesText(of: NotesOwner): Promise<string | undefined> {
    return this.#files.read(posix.join(this.#projectRoot, notesPath(of)));
  }

  async #notes(of: NotesOwner): Promise<VersionNotes & Pick<ModelNotes, 'created'>> {
    const file = notesPath(of);
    const text = await this.notesText(of);
    if (text === undefined) return { tags: {} };
    const stat = await this.#files.stat(posix.join(this.#projectRoot, file));
    return { ...parseNotesFile(text, file, of), ...(stat ? { written: Math.floor(stat.modified) } : {}) };
  }

  /** The text of any of its files; undefined where it is not there. */
  text(path: string): Promise<string | undefined> {
    return this.#files.read(posix.join(this.#projectRoot, path));
  }

  remove(path: string): Promise<void> {
    return this.#files.remove(posix.join(this.#projectRoot, path));
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

/** Keeps `..` and the like from leading elsewhere. */
function isFolderName(name: string): boolean {
  return name !== '' && !/^\.|[\\/]/.test(name);
}

/** Relative to the project. */
export function notesPath({ model, version }: NotesOwner): string {
  return `${REGISTRY}/${model}/${version === undefined ? 'model' : `v${version}`}.notes.yaml`;
}

/** Relative to the project. */
export function versionPath(name: string, version: number): string {
  return `${REGISTRY}/${name}/v${version}.version.yaml`;
}

export function aliasPath(name: string, alias: string): string {
  return `${REGISTRY}/${name}/${alias}.alias.yaml`;
}

/** The alias whose file a path is; none for other files. */
export function aliasOfPath(path: string): readonly string[] {
  const parts = path.split('/');
  const alias = parts.length === 3 ? ALIAS_FILE.exec(parts[2]!)?.[1] : undefined;
  return alias === undefined ? [] : [alias];
}

/** Model and number of a path that ends as version files do. */
export function versionOfPath(path: string): { readonly name: string; readonly version: number } | undefined {
  const [folder, name, file] = path.split('/').slice(-3);
  const version = VERSION_FILE.exec(file ?? '')?.[1];
  return folder === REGISTRY && name !== undefined && version !== undefined
    ? { name, version: Number(version) }
    : undefined;
}
