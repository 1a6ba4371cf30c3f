import { driftTests } from '../../engine/src/catalog/driftTests.ts';
import { code, table } from './markdown.mjs';

/** Every drift test. */
export function driftTestsPage() {
  return [
    '# Drift tests',
    'What may stand after `test` in a monitor. `r` and `c` are the shares of the reference and of the current rows by bin or category.',
    table(
      ['test', 'columns', 'what it is', 'formula', 'after'],
      driftTests.map((test) => [
        code(test.name),
        test.columns.map((column) => (column === 'number' ? 'numbers' : 'categories')).join(', '),
        test.description,
        test.formula,
        test.source,
      ]),
    ),
  ].join('\n\n');
}
