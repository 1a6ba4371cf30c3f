import type { RulesOfMove } from './aliasRules.ts';
import { type GuardedAlias, readRules } from './readRules.ts';
import { decidingCommit, type RulesAround, type RulesPlace, stateAt, workingTree } from './rulesPlace.ts';

export interface RulesOptions {
  /** Branch, tag or commit that decides, instead of origin/HEAD, origin/main, origin/master, main or master. */
  readonly policyFrom?: string | undefined;
}

/**
 * The rules that a move of an alias is judged by: those where the branch that decides and HEAD part, and the working tree's.
 * @throws Failure `policy-broken`, `policy-ambiguous`, `unknown-ref`, `history-cut-off`
 */
export async function rulesOfMove(
  around: RulesAround,
  guarded: GuardedAlias,
  { policyFrom }: RulesOptions = {},
): Promise<RulesOfMove> {
  const from = await decidingCommit(around, policyFrom);
  const tree = workingTree(around);
  if (from === undefined) return { from, base: undefined, tree: await readRules(tree, guarded) };
  const deciding = await stateAt(around, from);
  const before = await readRules(deciding, guarded, { bytes: bytesOf(deciding, tree), roles: {} });
  const now = await readRules(tree, guarded, { bytes: deciding.bytes, roles: before?.roles ?? {} });
  return { from, base: before, tree: now?.hash === before?.hash ? undefined : now };
}

/** Bytes of a file as the rules want it: at the state that decides where that has it, else in the working tree. */
export async function filesOfRules(
  around: RulesAround,
  { from }: Pick<RulesOfMove, 'from'>,
): Promise<(file: string) => Promise<Uint8Array | undefined>> {
  const tree = workingTree(around);
  return from === undefined ? tree.bytes : bytesOf(await stateAt(around, from), tree);
}

function bytesOf(deciding: RulesPlace, tree: RulesPlace): RulesPlace['bytes'] {
  return async (file) => (await deciding.bytes(file)) ?? (await tree.bytes(file));
}
