import './table.css';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { useRovingRows } from '../useRovingRows.ts';

export interface Column<R> {
  readonly key: string;
  readonly title: ComponentChildren;
  /** Figures stand at the right, in digits of one width. */
  readonly isFigure?: boolean;
  /** Names the row. */
  readonly isHeader?: boolean;
  /** Classes of the cells and the head: `not-narrow` leaves the column out on narrow pages. */
  readonly class?: string;
  readonly cell: (row: R, index: number) => ComponentChildren;
}

export interface TableProps<R> {
  /** What the table is of, for readers. */
  readonly label: string;
  readonly columns: readonly Column<R>[];
  readonly rows: readonly R[];
  readonly keyOf: (row: R, index: number) => string;
  readonly class?: string;
}

/** A table to read: rows of 26 px, a hairline between them; one tab stop, whatever stands in its cells. */
export function Table<R>({ label, columns, rows, keyOf, ...props }: TableProps<R>) {
  const table = useRef<HTMLTableElement>(null);
  const { onKeyDown } = useRovingRows(table);
  const name = (column: Column<R>) => `${column.isFigure ? 'n' : ''} ${column.class ?? ''}`;
  return (
    <table class={`plain ${props.class ?? ''}`} aria-label={label} ref={table} onKeyDown={onKeyDown}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.key} scope="col" class={name(column)}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={keyOf(row, index)}>
            {columns.map((column) =>
              column.isHeader ? (
                <th key={column.key} scope="row" class={name(column)}>
                  {column.cell(row, index)}
                </th>
              ) : (
                <td key={column.key} class={name(column)}>
                  {column.cell(row, index)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export interface Pair {
  readonly key: string;
  readonly name: ComponentChildren;
  readonly value: ComponentChildren;
  /** The whole text where the value may be cut. */
  readonly title?: string;
}

/** Names and values, two columns. */
export function Pairs({ pairs }: { readonly pairs: readonly Pair[] }) {
  return (
    <dl class="kv">
      {pairs.map(({ key, name, value, title }) => [
        <dt key={`${key}:name`} title={typeof name === 'string' ? name : undefined}>
          {name}
        </dt>,
        <dd key={key} title={title}>
          {value}
        </dd>,
      ])}
    </dl>
  );
}
