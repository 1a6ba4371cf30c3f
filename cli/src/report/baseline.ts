import { count } from '../../../engine/src/language/figures.ts';
import type { StoredBaseline } from '../../../engine/src/operations/data/baseline.ts';
import { type Style, textTable } from '../terminal.ts';

/** Where it stands, of which rows, and what is not in it. */
export function baselineText({ file, rows, tables, columns, leftOut }: StoredBaseline, style: Style): string {
  const [numbers, categories] = (['number', 'category'] as const).map(
    (kind) => columns.filter((column) => column.kind === kind).length,
  );
  return [
    `${style.bold(file)}: ${count(rows)} rows, ${count(numbers!)} columns of numbers, ${count(categories!)} of categories`,
    ...(tables.length === 1
      ? []
      : [
          textTable(
            ['table', 'rows'],
            tables.map(({ name, rows: own }) => [name, count(own)]),
            [1],
          ),
        ]),
    ...(leftOut.length === 0
      ? []
      : [
          '',
          textTable(
            ['left out', 'why'],
            leftOut.map(({ column, reason }) => [column, reason]),
          ),
        ]),
    style.dim(`modelyard drift --reference ${file} --current FILE`),
  ].join('\n');
}
