import type { Page } from '../../../engine/src/ports/page.ts';
import { type Comparison, parseFilter } from '../../../engine/src/tracking/filter.ts';
import type { Grammar } from '../../../engine/src/tracking/grammars.ts';
import { holds } from '../../../engine/src/tracking/holds.ts';
import { type Lookup, orderOf } from '../../../engine/src/tracking/matches.ts';
import { parseOrders } from '../../../engine/src/tracking/orders.ts';
import { pageOf, windowOf } from '../../../engine/src/tracking/pageTokens.ts';
import type { Fields } from './fields.ts';
import { pageSize } from './paging.ts';

export interface Searched<T> {
  readonly grammar: Grammar;
  readonly lookup: (thing: T) => Lookup;
  /** Such as `name ASC`, after what the request wants. */
  readonly order: readonly string[];
  readonly sizes: { readonly otherwise: number; readonly most: number };
}

/** `filter`, `order_by`, `max_results` and `page_token` of a request, on things at hand. */
export function searchThings<T>(things: readonly T[], fields: Fields, searched: Searched<T>): Page<T> {
  const { grammar, lookup, order, sizes } = searched;
  const comparisons = parseFilter(fields.string('filter') ?? '', grammar);
  const wanted = parseOrders(fields.strings('order_by'), grammar);
  const limit = pageSize(fields, sizes);
  const window = windowOf({ limit, pageToken: fields.string('page_token') ?? '' }, grammar.things);
  const found = things
    .filter((thing) => comparisons.every((comparison) => matches(comparison, lookup(thing))))
    .sort(orderOf([...wanted, ...parseOrders(order, grammar)], lookup));
  return pageOf(found.slice(window.offset), window);
}

const PROMPT = 'mlflow.prompt.is_prompt';

/** The client appends that it is no prompt to each search, and what has no such tag is none. */
function matches(comparison: Comparison, lookup: Lookup): boolean {
  const { entity, key, operator } = comparison;
  const value = lookup(entity, key);
  if (value === undefined && entity === 'tag' && key === PROMPT && operator === '!=') return true;
  return holds(comparison, value);
}

export function ownText(record: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
