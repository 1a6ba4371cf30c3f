import { encodeNumbers, encodeTexts, type NumberValue } from '../../../engine/src/tracking/table/encodeCells.ts';
import type { TableColumn } from '../../../engine/src/tracking/table/runTable.ts';
import { newTable, type Table } from '../../../webviews/compare/model/table.ts';

export type MadeValue = number | string | NumberValue | undefined;

/** A table of runs `r0`, `r1`, ... with these columns: those whose first value is a text are texts. */
export function madeTable(
  made: Readonly<Record<string, readonly MadeValue[]>>,
  looks: Readonly<Record<string, Partial<TableColumn>>> = {},
): Table {
  const length = Object.values(made)[0]?.length ?? 0;
  const cells = Object.entries(made).map(([id, values]) =>
    values.some((value) => typeof value === 'string')
      ? encodeTexts(id, values as readonly (string | undefined)[])
      : encodeNumbers(
          id,
          (values as readonly (number | NumberValue | undefined)[]).map((value) =>
            typeof value === 'number' ? { value } : value,
          ),
        ),
  );
  const columns = cells.map(({ column, kind }): TableColumn => {
    const [of = '', name = ''] = column.split('.');
    const isKind = { attributes: 'attribute', metrics: 'metric', params: 'param', tags: 'tag' } as const;
    return {
      id: column,
      kind: isKind[of as keyof typeof isKind],
      name,
      type: kind,
      filled: length,
      differs: true,
      better: null,
      rank: null,
      ...looks[column],
    };
  });
  const runs = Array.from({ length }, (_, row) => `r${row}`);
  return newTable({ kind: 'table', revision: '1', runs, columns, cells });
}
