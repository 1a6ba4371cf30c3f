import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { Failure } from '../failure.ts';
import type { Files } from '../ports/files.ts';
import type { Git } from '../ports/git.ts';
import type { ModelAlias, PendingAlias } from '../ports/modelRegistry.ts';
import { parseAliasFile } from './aliasFile.ts';
import { aliasOfPath, aliasPath, REGISTRY, type RegistryFolder } from './registryFolder.ts';

export interface AliasesAround {
  readonly files: Files;
  readonly git: Git;
  readonly projectRoot: string;
  readonly folder: RegistryFolder;
}

export interface AliasStates {
  readonly aliases: readonly ModelAlias[];
  readonly pending?: readonly PendingAlias[];
}

/** Blobs of the registry's files by path in the project, at HEAD; undefined where there is no commit. */
export interface Committed {
  readonly commit: string | undefined;
  readonly blobs: ReadonlyMap<string, string> | undefined;
}

/**
 * What aliases stand for: of a guarded one the decision that is committed, of any other its file. Without git, and before the first
 * commit, files are all there is.
 */
export class AliasReader {
  readonly #around: AliasesAround;
  #committed: Committed | undefined;

  constructor(around: AliasesAround) {
    this.#around = around;
  }

  /** @param committed what `atHead` gives, where many models are asked for */
  async states(name: string, committed?: Committed): Promise<AliasStates> {
    const at = committed ?? (await this.atHead());
    const states: OneAlias[] = [];
    for (const alias of await this.names(name, at)) states.push(await this.state(name, alias, at));
    const aliases = states.flatMap(({ alias }) => alias ?? []);
    const pending = states.flatMap((one) => one.pending ?? []);
    return pending.length === 0 ? { aliases } : { aliases, pending };
  }

  /** Of the aliases that a model has or had at HEAD, sorted. */
  async names(name: string, { blobs }: Committed): Promise<readonly string[]> {
    const prefix = `${REGISTRY}/${name}/`;
    const known = [...(blobs?.keys() ?? [])].filter((path) => path.startsWith(prefix)).flatMap(aliasOfPath);
    return [...new Set([...(await this.#around.folder.aliases(name)), ...known])].sort();
  }

  /** Of one alias. */
  async state(name: string, alias: string, committed?: Committed): Promise<OneAlias> {
    return this.#state(name, alias, (committed ?? (await this.atHead())).blobs);
  }

  async #state(name: string, alias: string, committed: ReadonlyMap<string, string> | undefined): Promise<OneAlias> {
    const { folder, files, git, projectRoot } = this.#around;
    const path = aliasPath(name, alias);
    const blob = committed?.get(path);
    const text = await folder.text(path);
    if (committed === undefined || (text !== undefined && blob !== undefined && isBlob(text, blob)))
      return text === undefined ? {} : { alias: await folder.alias(name, alias) };
    if (text === undefined && blob === undefined) return {};
    const before = blob === undefined ? undefined : (await git.history.texts([blob])).get(blob);
    const held = before === undefined ? undefined : parseAliasFile(before, path);
    const isHeld =
      held?.gates !== undefined || (await guardOf({ files, git, root: projectRoot }, name, alias)) !== undefined;
    if (isHeld && !(blob === undefined && (await git.ignored(posix.join(projectRoot, path)))))
      return { ...(held === undefined ? {} : { alias: held }), pending: { alias, version: versionIn(text, path) } };
    return text === undefined ? {} : { alias: await folder.alias(name, alias) };
  }

  async atHead(): Promise<Committed> {
    const { files, git, projectRoot } = this.#around;
    const commit = await git.history.commitOf('HEAD');
    if (commit !== undefined && this.#committed?.commit === commit) return this.#committed;
    const root = commit === undefined ? undefined : await git.root();
    if (commit === undefined || root === undefined) return { commit: undefined, blobs: undefined };
    const inside = posix.relative(
      (await files.realPath(root)) ?? root,
      (await files.realPath(projectRoot)) ?? projectRoot,
    );
    const listed = await git.history.filesAt(commit, posix.join(inside, REGISTRY));
    const start = inside === '' ? 0 : inside.length + 1;
    const blobs = new Map([...listed].map(([path, blob]) => [path.slice(start), blob]));
    this.#committed = { commit, blobs };
    return this.#committed;
  }
}

export interface OneAlias {
  /** Undefined where it holds nothing. */
  readonly alias?: ModelAlias;
  readonly pending?: PendingAlias;
}

/**
 * File of the policy that guards an alias, by the rules where the branch that decides and this one part, or by the working tree's;
 * undefined for a free alias. Rules that cannot be read guard everything.
 */
export async function guardOf(
  around: { readonly files: Files; readonly git: Git; readonly root: string },
  model: string,
  alias: string,
): Promise<string | undefined> {
  // What reads policies is loaded where an alias is not as committed, or is to move.
  const { rulesOfMove } = await import('./policies/rulesOfMove.ts');
  try {
    // In any case, for a file system may not tell capitals apart.
    for (const spelled of new Set([alias, alias.toLowerCase()])) {
      const { base, tree } = await rulesOfMove(around, { model, alias: spelled });
      const rules = base ?? tree;
      if (rules !== undefined) return rules.file;
    }
    return undefined;
  } catch (error) {
    if (error instanceof Failure) return error.place?.file ?? 'a policy that cannot be read';
    throw error;
  }
}

/** Line ends of a checkout are this machine's. */
function isBlob(text: string, blob: string): boolean {
  return [text, text.replaceAll('\r\n', '\n')].some((one) => {
    const bytes = Buffer.from(one);
    const hash = createHash(blob.length === 64 ? 'sha256' : 'sha1');
    return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex') === blob;
  });
}

function versionIn(text: string | undefined, path: string): number | undefined {
  try {
    return text === undefined ? undefined : parseAliasFile(text, path).version;
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
