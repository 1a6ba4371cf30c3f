import { count } from '../../../engine/src/language/figures.ts';
import { percent } from '../../../engine/src/language/screenFigures.ts';
import type { CategoryChange, ColumnReport } from '../../../engine/src/monitoring/report/columnReport.ts';

/** Categories that came and went: findings of their own. */
export function CategoryChanges({ column: { newCategories, lostCategories } }: { readonly column: ColumnReport }) {
  if (newCategories === null && lostCategories === null) return null;
  return (
    <ul class="changes small">
      {newCategories !== null && (
        <li>
          <b>{count(newCategories.count)} new</b> {namesOf(newCategories)}
          <span class="dim">: {percent(newCategories.share)} of the current rows</span>
        </li>
      )}
      {lostCategories !== null && (
        <li>
          <b>{count(lostCategories.count)} gone</b> {namesOf(lostCategories)}
          <span class="dim">: {percent(lostCategories.share)} of the reference rows</span>
        </li>
      )}
    </ul>
  );
}

const MOST = 20;

function namesOf({ categories, count: all }: CategoryChange): string {
  const shown = categories.slice(0, MOST);
  const more = all - shown.length;
  return `${shown.map((name) => (name === '' ? '(empty)' : name)).join(', ')}${more > 0 ? ` and ${count(more)} more` : ''}`;
}
