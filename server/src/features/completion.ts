import type { CompletionItem, CompletionList } from 'vscode-languageserver';
import type { Snapshot, Spot } from './spot.ts';

/** What can stand at a place. Documentation comes by `resolveCompletion`. */
export async function complete(_spot: Spot, _signal: AbortSignal): Promise<CompletionList> {
  return { isIncomplete: false, items: [] };
}

/** The item with its documentation. */
export async function resolveCompletion(
  item: CompletionItem,
  _snapshot: Snapshot,
  _signal: AbortSignal,
): Promise<CompletionItem> {
  return item;
}
