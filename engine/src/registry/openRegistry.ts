import { posix } from 'node:path';
import type { ArtifactStore } from '../ports/artifactStore.ts';
import type { Clock } from '../ports/environment.ts';
import type { Files } from '../ports/files.ts';
import type { Git } from '../ports/git.ts';
import type {
  ModelAlias,
  ModelNotes,
  ModelRegistry,
  ModelVersion,
  NewModelVersion,
  RegisteredModel,
  WhichModels,
} from '../ports/modelRegistry.ts';
import type { Numbers } from '../ports/numbers.ts';
import { writeAliasFile } from './aliasFile.ts';
import { AliasReader, type Committed, guardOf } from './aliasStates.ts';
import { hasEvidenceOf } from './evidence.ts';
import { checkAlias, checkModelName, refuseLookalike } from './modelName.ts';
import { isoNow, modelNotes } from './modelNotes.ts';
import {
  aliasGuarded,
  aliasNotFound,
  aliasPending,
  allWithdrawn,
  badAlias,
  badName,
  badReference,
  brokenFile,
  modelNotFound,
  versionNotFound,
} from './registryFailures.ts';
import { aliasPath, REGISTRY, RegistryFolder, versionOfPath, versionPath } from './registryFolder.ts';
import { nextSemver } from './semver.ts';
import { writeVersionFile } from './versionFile.ts';

export interface RegistryOptions {
  readonly files: Files;
  readonly git: Git;
  readonly artifacts: ArtifactStore;
  readonly clock: Clock;
  readonly projectRoot: string;
  /** Of the store that all worktrees share, so that a number is given out once on this machine. */
  readonly numbers: Numbers;
}

/** Models as small files below `registry/` in git's working tree. */
export function openRegistry(options: RegistryOptions): ModelRegistry {
  return new FileRegistry(options);
}

type Registered = Awaited<ReturnType<ModelRegistry['register']>>;

class FileRegistry implements ModelRegistry {
  readonly #options: RegistryOptions;
  readonly #folder: RegistryFolder;
  readonly #notes: ReturnType<typeof modelNotes>;
  readonly #aliases: AliasReader;

  constructor(options: RegistryOptions) {
    this.#options = options;
    this.#folder = new RegistryFolder(options.files, options.projectRoot);
    this.#notes = modelNotes({ ...options, folder: this.#folder });
    this.#aliases = new AliasReader({ ...options, folder: this.#folder });
  }

  async models({ empty = false }: WhichModels = {}): Promise<readonly RegisteredModel[]> {
    const names = [...(await this.#folder.names()), ...(empty ? await this.#folder.emptyNames() : [])];
    const models: RegisteredModel[] = [];
    const committed = names.length === 0 ? undefined : await this.#aliases.atHead();
    for (const name of names.sort()) models.push(await this.#registered(name, committed));
    return models;
  }

  async model(name: string, { empty = false }: WhichModels = {}): Promise<RegisteredModel> {
    if (!empty || (await this.#folder.knownVersions(name)) === undefined) await this.#numbersOf(name);
    return this.#registered(name);
  }

  async resolve(reference: string): Promise<ModelVersion> {
    const { name, version, alias } = parseReference(reference);
    const numbers = await this.#numbersOf(name);
    if (alias !== undefined) return this.#resolveAlias(name, alias);
    if (version !== undefined && !numbers.includes(version)) throw versionNotFound(name, version, numbers);
    return this.#folder.version(name, version ?? (await this.#newest(name, numbers)));
  }

  async register(next: NewModelVersion, { again = false }: { readonly again?: boolean } = {}): Promise<Registered> {
    checkModelName(next.name);
    return this.#options.numbers.draw<Registered>(`model ${next.name}`, async (last) => {
      const { versions } = await this.#folder.model(next.name);
      const same = again
        ? undefined
        : versions.find((version) => version.sha256 === next.sha256 && hasEvidenceOf(version, next));
      if (same) return { result: { version: same, isNew: false } };
      const number = 1 + Math.max(last, await this.#highest(next.name));
      const version = await this.#complete(next, number, versions.at(-1));
      await this.#folder.write(versionPath(version.name, number), writeVersionFile(version));
      return { number, result: { version, isNew: true } };
    });
  }

  reserveNumber(name: string): Promise<number> {
    return this.#options.numbers.draw(`model ${name}`, async (last) => {
      const number = 1 + Math.max(last, await this.#highest(name));
      return { number, result: number };
    });
  }

  async setAlias(name: string, alias: string, version: number): Promise<ModelAlias> {
    checkAlias(alias);
    const { sha256 } = await this.resolve(`${name}:${version}`);
    refuseLookalike(alias, await this.#folder.aliases(name), (why) => badAlias(alias, why));
    await this.#refuseGuarded(name, alias, version);
    const { alias: before } = await this.#aliases.state(name, alias);
    if (before?.version === version && before.sha256 === sha256) return before;
    const next: ModelAlias = { model: name, alias, version, sha256, previous: before?.version, since: this.#now() };
    await this.#folder.write(aliasPath(name, alias), writeAliasFile(next));
    return next;
  }

  async deleteAlias(name: string, alias: string): Promise<boolean> {
    await this.model(name, { empty: true });
    if (!(await this.#folder.aliases(name)).includes(alias)) return false;
    await this.#refuseGuarded(name, alias);
    await this.#folder.remove(aliasPath(name, alias));
    return true;
  }

  async createModel(...given: Parameters<ModelRegistry['createModel']>): Promise<RegisteredModel> {
    await this.#notes.createModel(...given);
    return this.#registered(given[0]);
  }

  notes(name: string): Promise<ModelNotes> {
    return this.#notes.notes(name);
  }

  note(...given: Parameters<ModelRegistry['note']>): Promise<void> {
    return this.#notes.note(...given);
  }

  withdraw(...given: Parameters<ModelRegistry['withdraw']>): Promise<void> {
    return this.#notes.withdraw(...given);
  }

  async renameModel(...given: Parameters<ModelRegistry['renameModel']>): Promise<RegisteredModel> {
    await this.#notes.renameModel(...given);
    return this.#registered(given[1]);
  }

  async #registered(name: string, committed?: Committed): Promise<RegisteredModel> {
    return { ...(await this.#folder.model(name)), ...(await this.#aliases.states(name, committed)) };
  }

  async #refuseGuarded(name: string, alias: string, version?: number): Promise<void> {
    const { files, git, projectRoot } = this.#options;
    const policy = await guardOf({ files, git, root: projectRoot }, name, alias);
    if (policy !== undefined) throw aliasGuarded(name, alias, policy, version);
  }

  /** Refuses bytes that are not there or not right: a version file promises them. */
  async #complete(next: NewModelVersion, number: number, before: ModelVersion | undefined): Promise<ModelVersion> {
    const { artifacts, git } = this.#options;
    await artifacts.path(next.sha256, `the model to register as ${next.name}`);
    if (next.folder !== undefined) await artifacts.path(next.folder, `the folder of the model`);
    for (const [kind, sha256] of Object.entries(next.evidence))
      await artifacts.path(sha256, `the ${kind} of the model`);
    const head = await git.head();
    const identity = await git.identity();
    return {
      ...next,
      version: number,
      semver: nextSemver(before, next),
      created: this.#now(),
      by: identity?.key ?? identity?.email ?? 'unknown',
      commit: head?.commit,
      dirty: head?.dirty ?? false,
    };
  }

  async #highest(name: string): Promise<number> {
    return Math.max((await this.#folder.versions(name)).at(-1) ?? 0, await this.#highestOnBranches(name));
  }

  /** Branches that are not checked out count too; a model equal but for case on any of them is refused. */
  async #highestOnBranches(name: string): Promise<number> {
    const { files, git, projectRoot } = this.#options;
    const root = await git.root();
    const inside = root === undefined ? '' : posix.relative(root, (await files.realPath(projectRoot)) ?? projectRoot);
    const paths = await git.filesOnBranches(posix.join(inside, REGISTRY));
    const found = paths.flatMap((path) => versionOfPath(path) ?? []);
    const names = new Set([...found.map((version) => version.name), ...(await this.#folder.entries())]);
    refuseLookalike(name, names, (why) => badName(name, why));
    return Math.max(0, ...found.filter((version) => version.name === name).map((version) => version.version));
  }

  /** Of those that may be used. */
  async #newest(name: string, numbers: readonly number[]): Promise<number> {
    for (const number of numbers.toReversed()) if (!(await this.#folder.isWithdrawn(name, number))) return number;
    throw allWithdrawn(name, numbers.at(-1)!);
  }

  async #resolveAlias(name: string, alias: string): Promise<ModelVersion> {
    const { alias: held, pending } = await this.#aliases.state(name, alias);
    if (held === undefined && pending !== undefined) throw aliasPending(name, alias, pending.version);
    if (held === undefined) throw aliasNotFound(name, alias, await this.#folder.aliases(name));
    const { version, sha256 } = held;
    const numbers = await this.#folder.versions(name);
    if (!numbers.includes(version)) throw versionNotFound(name, version, numbers);
    const found = await this.#folder.version(name, version);
    if (found.sha256 !== sha256)
      throw brokenFile(aliasPath(name, alias), `its sha256 is not the one of ${name}:${version}`);
    return found;
  }

  /** Numbers of its versions, at least one. */
  async #numbersOf(name: string): Promise<readonly number[]> {
    const numbers = (await this.#folder.knownVersions(name)) ?? [];
    if (numbers.length === 0) throw modelNotFound(name, await this.#folder.names());
    return numbers;
  }

  #now(): string {
    return isoNow(this.#options.clock);
  }
}

function parseReference(reference: string): { name: string; version?: number; alias?: string } {
  const [, name, version, alias] = /^([^:@]+)(?::([1-9]\d{0,14})|@([\w-]+))?$/.exec(reference) ?? [];
  if (name === undefined) throw badReference(reference);
  if (version !== undefined) return { name, version: Number(version) };
  return alias === undefined ? { name } : { name, alias };
}
