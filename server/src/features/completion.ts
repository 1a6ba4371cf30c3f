import {
  type ClientCapabilities,
  type CompletionItem,
  type CompletionList,
  InsertTextMode,
} from 'vscode-languageserver';
import { askAt } from './completion/ask.ts';
import { choicesAt } from './completion/choices.ts';
import { documentation } from './completion/documentation.ts';
import { type CompletionOptions, type ItemData, itemsOf } from './completion/items.ts';
import type { Snapshot, Spot } from './spot.ts';

export type { CompletionOptions } from './completion/items.ts';

/** What can stand at a place. Documentation comes by `resolveCompletion`. */
export async function complete(
  spot: Spot,
  signal: AbortSignal,
  options: CompletionOptions = {},
): Promise<CompletionList> {
  const ask = askAt(spot, signal);
  if (ask === undefined) return { isIncomplete: false, items: [] };
  const { choices, awaited } = await choicesAt(ask);
  return { isIncomplete: awaited, items: itemsOf(choices, ask, options) };
}

/** The item with its documentation. */
export async function resolveCompletion(
  item: CompletionItem,
  snapshot: Snapshot,
  signal: AbortSignal,
): Promise<CompletionItem> {
  const data: ItemData | undefined = item.data;
  const value = data?.doc === undefined ? undefined : await documentation(data.doc, snapshot, signal);
  return value === undefined ? item : { ...item, documentation: { kind: 'markdown', value } };
}

/** What a client says that it can do with items. */
export function completionOptions({ textDocument }: ClientCapabilities): CompletionOptions {
  const { snippetSupport, insertTextModeSupport, labelDetailsSupport } = textDocument?.completion?.completionItem ?? {};
  return {
    snippets: snippetSupport === true,
    asIs: insertTextModeSupport?.valueSet.includes(InsertTextMode.asIs) === true,
    labelDetails: labelDetailsSupport === true,
  };
}
