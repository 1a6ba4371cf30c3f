import { posix as path } from 'node:path';
import type { Git } from '../../ports/git.ts';
import type { AliasRules, RulesOfMove } from '../policies/aliasRules.ts';
import { type GuardedAlias, readRules } from '../policies/readRules.ts';
import type { RulesPlace } from '../policies/rulesPlace.ts';

/** The policies of a project at a commit. */
export interface PoliciesThen {
  /** Undefined before the first commit. */
  readonly commit: string | undefined;
  /** Texts by path relative to the project. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Rules of moves of former times, each read once for the same policies. */
export class RulesOfThen {
  readonly #git: Git;
  readonly #inside: string;
  readonly #known = new Map<string, Promise<Pick<RulesOfMove, 'base' | 'tree'>>>();
  readonly #ids = new Map<string, number>();

  /** @param inside the project's folder in the repository */
  constructor(git: Git, inside: string) {
    this.#git = git;
    this.#inside = inside;
  }

  /**
   * The rules that a commit had to move an alias by: those of its first parent, and its own where they differ.
   * @throws Failure `policy-broken`, `policy-ambiguous`
   */
  async ofMove(
    guarded: GuardedAlias,
    before: PoliciesThen,
    now: PoliciesThen,
  ): Promise<Pick<RulesOfMove, 'base' | 'tree'>> {
    const key = JSON.stringify([guarded.model, guarded.alias, this.#id(before), this.#id(now)]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const read = this.#read(guarded, before, now);
    const rules = await read;
    // What programs decide depends on their files too, which may differ from commit to commit.
    if (![rules.base, rules.tree].some((one) => one?.gates.some(({ kind }) => kind === 'run')))
      this.#known.set(key, read);
    return rules;
  }

  async #read(guarded: GuardedAlias, before: PoliciesThen, now: PoliciesThen) {
    const [deciding, tree] = [this.#place(before), this.#place(now)];
    const bytes = async (file: string) => (await deciding.bytes(file)) ?? (await tree.bytes(file));
    const base = await readRules(deciding, guarded, { bytes, roles: {} });
    const own = await readRules(tree, guarded, { bytes: deciding.bytes, roles: base?.roles ?? {} });
    return { base, tree: own?.hash === base?.hash ? undefined : own } satisfies {
      base: AliasRules | undefined;
      tree: AliasRules | undefined;
    };
  }

  /** The same for the same texts. */
  #id({ texts }: PoliciesThen): number {
    const key = JSON.stringify([...texts]);
    const id = this.#ids.get(key) ?? this.#ids.size;
    this.#ids.set(key, id);
    return id;
  }

  #place({ commit, texts }: PoliciesThen): RulesPlace {
    const { history } = this.#git;
    return {
      at: commit === undefined ? undefined : { ref: commit.slice(0, 8), commit },
      policies: async () => new Map([...texts].sort(([a], [b]) => (a < b ? -1 : 1))),
      bytes: async (file) => {
        if (commit === undefined) return undefined;
        const inRepository = path.join(this.#inside, file);
        const blob = (await history.filesAt(commit, inRepository)).get(inRepository);
        return blob === undefined ? undefined : (await history.bytes([blob])).get(blob);
      },
    };
  }
}
