import { identifier } from '../../../ports/sqlText.ts';
import type { Recipe } from './recipe.ts';

/** Columns under which rows carry the key that labels are joined by. */
export function keyColumn(name: string): string {
  return `key of labels: ${name}`;
}

/** The recipe of current rows, with the key that labels are joined by. */
export function withLabelKey(recipe: Recipe, key: readonly string[]): Recipe {
  if (key.length === 0) return recipe;
  const columns = Object.fromEntries(key.map((name) => [keyColumn(name), { text: identifier(name) }]));
  return { ...recipe, columns: { ...recipe.columns, ...columns } };
}
