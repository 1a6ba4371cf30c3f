import { placeOn } from '../../shared/strip.ts';
import { cellAt } from '../model/cells.ts';
import type { ColumnLook } from '../model/columnLooks.ts';
import { columnTitle } from '../model/columnTitle.ts';
import type { RunsColumn } from '../model/gridColumns.ts';
import type { Table } from '../model/table.ts';

const ARROWS = { higher: '↑', lower: '↓' } as const;

/** Name of a column, with the direction of better. */
export function Head({ column }: { readonly column: RunsColumn }) {
  const { column: of } = column;
  if (of === undefined) return <>{column.isBox ? '' : column.title}</>;
  return (
    <span title={of.name}>
      {of.kind === 'attribute' ? capital(columnTitle(of)) : columnTitle(of)}
      {of.better !== null && of.kind === 'metric' && <span class="dim"> {ARROWS[of.better]}</span>}
    </span>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export interface StripProps {
  readonly table: Table;
  readonly column: RunsColumn;
  readonly look: ColumnLook | undefined;
  readonly baseline: number | undefined;
}

const HEIGHT = 20;
const LEFT = 8;

/** Where the shown runs stand on the scale of the cells below, and the baseline. */
export function HeadStrip({ table, column, look, baseline }: StripProps) {
  if (look?.scale === undefined || look.shares.length === 0) return null;
  const hasWhisker = look.whisker > 0;
  const width = hasWhisker ? look.whisker : Math.max(40, column.width - 2 * LEFT - 1);
  const step = width / look.shares.length;
  const value = baseline === undefined ? undefined : cellAt(table.cells.get(column.id), baseline);
  const mark = typeof value === 'number' && Number.isFinite(value) ? placeOn(look.scale, value, width) : undefined;
  return (
    <svg
      class="strip-head"
      width={width}
      height={HEIGHT}
      aria-hidden="true"
      style={{ marginLeft: hasWhisker ? `${look.figure + LEFT}px` : '' }}
    >
      {look.shares.map(
        (share, bin) =>
          share > 0 && (
            <rect
              key={bin}
              class="hn"
              x={Math.round(bin * step * 10) / 10}
              y={Math.round((1 - share) * (HEIGHT - 3)) + 1}
              width={Math.max(1, step - 1)}
              height={HEIGHT - 2 - Math.round((1 - share) * (HEIGHT - 3))}
            />
          ),
      )}
      {mark !== undefined && <path class="ref" d={`M${mark} 0V${HEIGHT}`} />}
    </svg>
  );
}
