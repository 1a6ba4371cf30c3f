import { usage } from '../failure.ts';
import { type OrderKey, parseOrder } from './filter.ts';
import { RUNS } from './grammars.ts';

/**
 * All entries of `order_by`, of which each key stands once.
 * @throws Failure `filter-syntax`, `usage`
 */
export function parseOrders(orderBy: readonly string[], grammar = RUNS): readonly OrderKey[] {
  const keys = orderBy.map((text) => parseOrder(text, grammar));
  const names = keys.map((key) => `${key.entity}s.${key.key}`);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw usage(`${twice} stands twice in the order.`, 'Name each key once.');
  return keys;
}
