import { createHash } from 'node:crypto';
import type { RulesOfMove } from '../policies/aliasRules.ts';

/** What an approval is bound to: the rules that decide and, where a branch changes them, both. Undefined where nothing guards the alias. */
export function hashOfRules({ base, tree }: Pick<RulesOfMove, 'base' | 'tree'>): string | undefined {
  if (base === undefined || tree === undefined) return (base ?? tree)?.hash;
  return createHash('sha256').update(`${base.hash}\n${tree.hash}\n`).digest('hex');
}
