// biome-ignore-all lint/a11y/useSemanticElements: elements of a table cannot be placed line by line
import './grid.css';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { GridHead } from './gridHead.tsx';
import { type GridColumn, type GridProps, HEAD } from './gridProps.ts';
import { GridRow } from './gridRow.tsx';
import { columnClasses, drawnLines, leftOf, lineOfKey, stopOf, tracks } from './layout.ts';
import { cellOf, clicked, doubleClicked, mouseDown, pointerDown } from './pointed.ts';
import { pressed } from './pressed.ts';
import { Slots } from './slots.ts';
import { cellElement, useGridFocus } from './useGridFocus.ts';
import { useGridView } from './useGridView.ts';

export {
  type ColumnSort,
  type GridColumn,
  type GridCursor,
  type GridGroup,
  type GridProps,
  type GridSelecting,
  HEAD,
} from './gridProps.ts';

/** A table of any size, of which only what is in sight is in the page: one tab stop, walked by arrows. */
export function Grid<C extends GridColumn>(props: GridProps<C>) {
  const { columns, lines, fixed, rowKey } = props;
  const grid = useRef<HTMLDivElement>(null);
  const slots = useMemo(() => new Slots(), []);
  const classes = useMemo(() => columnClasses(columns), [columns]);
  const view = useGridView(grid, props);
  const { places, rowHeight, drag } = view;
  const stop = stopOf(props);
  const { moveTo } = useGridFocus(grid, props, stop, view.reveal);
  const anchor = useAnchor(props, stop.line);
  const hoverOn = useHoverAtRest(props, view.isMoving);
  const stage = {
    props,
    stop,
    moveTo,
    ...anchor,
    page: view.page,
    widthOf: (index: number) => places.widths[index] ?? 0,
    cell: () => cellElement(grid.current, stop, fixed),
    cancelDrag: view.dragging.cancel,
    beginDrag: view.dragging.begin,
    hasDragged: view.dragging.hasDragged,
    fit: view.fit,
  };
  const drawn = drawnLines(view.lines, stop.line);
  const slotOf = slots.of(drawn.map((line) => rowKey(line)));
  const placed = slots.order(slotOf, view.isMoving).map((i) => ({ line: drawn[i] ?? 0, slot: slotOf[i] }));
  const away = stop.column >= fixed ? leftOf(places, stop.column) : undefined;
  return (
    <div
      ref={grid}
      class="grid"
      role="grid"
      aria-label={props.label}
      aria-rowcount={lines + 1}
      aria-colcount={columns.length}
      aria-multiselectable={props.onSelect !== undefined}
      style={{
        '--grid-row': `${rowHeight}px`,
        '--grid-head': `${view.head}px`,
        '--grid-lines': lines,
        '--grid-names': `${view.names}px`,
        '--grid-fixed': `${places.fixedWidth}px`,
        '--grid-width': `${places.fixedWidth + (places.offsets.at(-1) ?? 0)}px`,
        '--grid-fixed-columns': tracks(places.widths.slice(0, fixed)),
      }}
      onKeyDown={(event) => pressed(event, stage)}
      onPointerDown={(event) => pointerDown(event, stage)}
      onMouseDown={(event) => mouseDown(event, stage)}
      onClick={(event) => clicked(event, stage)}
      onDblClick={(event) => doubleClicked(event, stage)}
      onPointerOver={(event) => hoverOn(event.target)}
      onPointerLeave={() => hoverOn(null)}
    >
      <div class="grid-canvas" role="none">
        <GridHead
          columns={columns}
          classes={classes}
          fixed={fixed}
          span={view.columns}
          renderHead={props.renderHead}
          renderStrip={props.renderStrip}
          headContext={props.headContext}
          canSort={props.onSort !== undefined}
          canResize={props.onResize !== undefined}
          cursor={stop.line === HEAD ? stop.column : -1}
          away={away}
          drop={drag?.kind === 'move' ? drag.left : undefined}
        />
        <div class="grid-lines" role="rowgroup" style={{ height: `${lines * rowHeight}px` }}>
          {placed.map(({ line, slot }) => (
            <GridRow
              key={slot}
              columns={columns}
              classes={classes}
              fixed={fixed}
              span={view.columns}
              renderCell={props.renderCell}
              groupOf={props.groupOf}
              line={line}
              top={line * rowHeight}
              label={props.rowLabel?.(line)}
              context={props.rowContext?.(line)}
              class={props.rowClass?.(line) ?? ''}
              isSelected={props.isSelected?.(line)}
              cursor={stop.line === line ? stop.column : -1}
              away={stop.line === line ? away : undefined}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

/** Tells which line the pointer is on; while lines pass under it that is told when they rest. */
function useHoverAtRest({ onHover }: Pick<GridProps<GridColumn>, 'onHover'>, isMoving: boolean) {
  const on = useRef<EventTarget | null>(null);
  const tell = () => {
    const line = cellOf(on.current)?.line;
    onHover?.(line === HEAD ? undefined : line);
  };
  useEffect(() => {
    if (!isMoving && on.current !== null) tell();
  }, [isMoving]);
  return (target: EventTarget | null): void => {
    on.current = target;
    if (!isMoving || target === null) tell();
  };
}

/** Where a range of the selection begins: at the line that was taken or gone to last, wherever it stands now. */
function useAnchor({ rowKey, lines }: Pick<GridProps<GridColumn>, 'rowKey' | 'lines'>, cursor: number) {
  const key = useRef<string>(undefined);
  return {
    anchor: (): number => {
      const line = key.current === undefined ? undefined : lineOfKey(key.current, rowKey, lines);
      return line ?? Math.max(0, cursor);
    },
    setAnchor: (line: number): void => {
      key.current = rowKey(line);
    },
  };
}
