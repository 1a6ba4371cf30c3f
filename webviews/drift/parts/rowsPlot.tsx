import type { ComponentChildren, RefObject } from 'preact';
import { ChartPlot } from '../../shared/charts/chartPlot.tsx';
import { HoverList, type HoverRow } from '../../shared/charts/hoverList.tsx';
import { useHover } from '../../shared/charts/useHover.ts';

export interface RowsPlotProps {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly width: number;
  readonly rows: number;
  readonly rowHeight: number;
  /** What stands in a row, as it is hovered, and for readers. */
  readonly read: (row: number) => { readonly title: string; readonly rows: readonly HoverRow[] };
  /** Where the values of a row are, from the left: they are not covered. */
  readonly valueAt: (row: number) => number;
  /** The drawing. */
  readonly children: ComponentChildren;
}

/** A chart of rows: each is explained under the pointer, and by Up and Down while the chart has the focus. */
export function RowsPlot({ box, width, rows, rowHeight, read, valueAt, children }: RowsPlotProps) {
  const hover = useHover({
    length: rows,
    axis: 'y',
    nearest: (_, y) => (y < rows * rowHeight ? Math.floor(y / rowHeight) : -1),
    sentence: (row) => {
      const { title, rows: said } = read(row);
      return `${title}: ${said.map(({ name, text }) => `${name} ${text}`).join(', ')}`;
    },
  });
  const at = hover.at.value;
  return (
    <ChartPlot box={box} on={hover.on} class="rows-plot">
      {at !== undefined && <div class="row-band" style={{ top: `${at * rowHeight}px`, height: `${rowHeight}px` }} />}
      {children}
      {at !== undefined && at < rows && (
        <HoverList {...read(at)} at={valueAt(at)} width={width} top={(at + 1) * rowHeight + 2} />
      )}
    </ChartPlot>
  );
}
