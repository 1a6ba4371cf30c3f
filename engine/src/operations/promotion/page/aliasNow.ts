import type { ModelAlias } from '../../../ports/modelRegistry.ts';
import { aliasPath } from '../../../registry/registryFolder.ts';
import { type AliasOverTime, readAlias } from './aliasOverTime.ts';
import type { PageGuard } from './promotionPage.ts';

/** What an alias stands for. */
export interface Now {
  readonly alias: ModelAlias | undefined;
  readonly text: string | undefined;
  /** The version of a move that is written and not committed. */
  readonly pending: number | null;
}

/** A guarded alias is what is committed; another file in the working tree is a move that is not. */
export function aliasNow(
  { committed, here, there }: AliasOverTime,
  guard: PageGuard,
  model: string,
  alias: string,
): Now {
  const file = aliasPath(model, alias);
  const lies = readAlias(here, file);
  if (guard.kind !== 'rules' || here === there || committed.length === 0)
    return { alias: lies, text: here, pending: null };
  const decided = readAlias(there, file);
  return {
    alias: decided,
    text: there,
    pending: lies !== undefined && lies.version !== decided?.version ? lies.version : null,
  };
}
