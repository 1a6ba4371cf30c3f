import type { Run, RunQuery, RunSelection } from '../ports/runStore.ts';
import { parseFilter } from './filter.ts';
import { isSearchedTag } from './filterWords.ts';
import { runMatches, runOrder } from './matches.ts';
import { parseOrders } from './orders.ts';
import { pageOf, windowOf } from './pageTokens.ts';

export interface SelectedRuns<R> {
  readonly runs: readonly R[];
  readonly nextPageToken?: string;
  readonly total?: number;
}

/**
 * What a store's search does, on runs at hand.
 * @throws Failure `filter-syntax`, `usage`, `page-token`
 */
export function selectRuns<R extends Run>(all: readonly R[], query: RunQuery): SelectedRuns<R> {
  const { limit, offset: start } = windowOf(query, 'runs');
  const offset = start + (query.offset ?? 0);
  const comparisons = parseFilter(query.filter ?? '');
  const byKeys = runOrder(parseOrders(query.orderBy ?? []));
  const ended = ({ status }: Run) => Number(query.runningFirst === true && status !== 'running');
  const found = all
    .filter((run) => isSelected(run, query) && runMatches(run, comparisons))
    .sort((a, b) => ended(a) - ended(b) || byKeys(a, b));
  const { items, nextPageToken } = pageOf(found.slice(offset), { offset, limit });
  return {
    runs: items,
    ...(nextPageToken === undefined ? {} : { nextPageToken }),
    ...(query.withTotal ? { total: found.length } : {}),
  };
}

function isSelected(run: Run, { experiments, view = 'active', topLevel, tag, words }: RunSelection): boolean {
  if (view !== 'all' && run.lifecycle !== view) return false;
  if (experiments !== undefined && !experiments.includes(run.experimentId)) return false;
  if (topLevel && run.parent !== undefined) return false;
  if (tag && (run.tags[tag.key] ?? null) !== tag.value) return false;
  return (words ?? []).every((word) => hasWord(run, word.toLowerCase()));
}

function hasWord(run: Run, word: string): boolean {
  if (run.id.startsWith(word) || run.name.toLowerCase().includes(word)) return true;
  return Object.entries(run.tags).some(
    ([key, value]) => isSearchedTag(key) && (key.toLowerCase().includes(word) || value.toLowerCase().includes(word)),
  );
}
