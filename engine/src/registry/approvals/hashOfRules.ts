import { createHash } from 'node:crypto';
import type { RulesOfMove } from '../policies/aliasRules.ts';

/** What an approval is bound to: the rules that decide and, where a branch changes them, both. Undefined where nothing guards the alias. */
export function hashOfRules({ base, tree }: Pick<RulesOfMove, 'base' | 'tree'>): string | undefined {
  return hashOfBoth(base?.hash, tree?.hash);
}

/** @param base hash of the rules of the state that decides @param tree of the working tree, where they differ */
export function hashOfBoth(base: string | undefined, tree: string | undefined): string | undefined {
  if (base === undefined || tree === undefined) return base ?? tree;
  return createHash('sha256').update(`${base}\n${tree}\n`).digest('hex');
}
