import { driftTests } from '../../engine/src/catalog/driftTests.ts';
import { code, table } from './markdown.mjs';

/** Every drift test. */
export function driftTestsPage() {
  return [
    '# Drift tests',
    'What may stand after `test` in a monitor and after `--test` of `drift`; the short name too, which stands in all JSON. `r` and `c` are the shares of the reference and of the current rows by bin or category.',
    table(
      ['test', 'short', 'columns', 'what it is', 'formula', 'after'],
      driftTests.map((test) => [
        code(test.name),
        code(test.code),
        test.columns.map((column) => (column === 'number' ? 'numbers' : 'categories')).join(', '),
        test.description,
        test.formula,
        test.source,
      ]),
    ),
    '## How a column is judged',
    NOTES.map((note) => `- ${note}`).join('\n'),
  ].join('\n\n');
}

const NOTES = [
  'Tests read the values that are there and finite. Missing and infinite ones are counted, and said.',
  'A distance is drift from 0.1 on; a p-value up to 0.05. With `max`, drift is a statistic that is greater.',
  'Under `auto` a move must be sure and large. P-values are adjusted over all columns that `auto` judges, so that among fifty columns chance alone is rarely found; chi-square is then the one that knows the reference to be a sample too, as `scipy.stats.chi2_contingency`, with rare categories taken together.',
  'Under their own names chi-square and g-test take the reference for the truth, as Evidently does: of two halves of one table they call more than one in twenty drift. psi and the distances have no level at all, and are large by chance where rows are few.',
  'Bins of psi, kl and jensen-shannon are those of Evidently: one for each value up to 20 values in the reference, else bins of equal width, as many as Sturges says. hellinger has bins of its own.',
  'The p-value of ks is exact up to 10,000 rows a side and asymptotic above.',
  'Against a stored baseline of more than 1,000 values, numbers are counted between its 999 quantiles; such figures are marked as binned.',
  'There is no verdict with fewer than 30 values on a side, where the reference holds one value only, or where nearly every row is a category of its own. `evidently` gives one even then.',
  'New and lost categories are said beside the verdict. Where the other categories are shared out as before, they are what explains it; a window with other weekdays and another unit are named likewise.',
];
