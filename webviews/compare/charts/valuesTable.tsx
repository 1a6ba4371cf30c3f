import type { ComponentChildren } from 'preact';

export interface ValuesRow {
  readonly key: string;
  readonly head: ComponentChildren;
  readonly cells: readonly string[];
}

export interface ValuesTableProps {
  /** What the values are of. */
  readonly caption: string;
  readonly heads: readonly string[];
  readonly rows: readonly ValuesRow[];
}

/** A chart's values for who reads rather than looks. */
export function ValuesTable({ caption, heads, rows }: ValuesTableProps) {
  return (
    <details class="tile-values">
      <summary class="cap">Values</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
      <section class="tile-values-box" aria-label={`Values of ${caption}`} tabIndex={0}>
        <table class="plain">
          <caption class="sr">{caption}</caption>
          <thead>
            <tr>
              <th scope="col">Run</th>
              {heads.map((head) => (
                <th scope="col" class="n" key={head}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, head, cells }) => (
              <tr key={key}>
                <th scope="row">{head}</th>
                {cells.map((cell, i) => (
                  <td class="n" key={heads[i]}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
