// biome-ignore-all lint/a11y/useSemanticElements: elements of a table cannot be placed line by line
// biome-ignore-all lint/a11y/useFocusableInteractive: in a grid its cells take the focus
import { Component } from 'preact';
import type { GridColumn, GridProps } from './gridProps.ts';
import { type ColumnsShown, isOther } from './gridRow.tsx';
import { headGroups, type Span } from './window.ts';

export interface GridHeadProps<C extends GridColumn>
  extends Pick<GridProps<C>, 'renderHead' | 'renderStrip' | 'headContext'>,
    ColumnsShown<C> {
  readonly canSort: boolean;
  readonly canResize: boolean;
  /** Index of the column that the cursor is in; -1 while it is in a line. */
  readonly cursor: number;
  /** Where that column begins, while it is out of sight. */
  readonly away: number | undefined;
  /** Where a column that is being moved would stand. */
  readonly drop: number | undefined;
}

/** Names of the columns, with heads above those that belong together; drawn again only when something of it is another. */
export class GridHead<C extends GridColumn> extends Component<GridHeadProps<C>> {
  override shouldComponentUpdate(next: GridHeadProps<C>): boolean {
    return isOther(this.props, next);
  }

  override render() {
    return <Names {...this.props} />;
  }
}

function Names<C extends GridColumn>(props: GridHeadProps<C>) {
  const { columns, fixed, span, cursor, drop } = props;
  const shown = Array.from({ length: span.end - span.first }, (_, i) => span.first + i);
  if (cursor >= fixed && cursor < span.first) shown.unshift(cursor);
  if (cursor >= fixed && cursor >= span.end) shown.push(cursor);
  const name = (index: number) => <Name key={columns[index]?.id} {...props} index={index} />;
  return (
    <div class="grid-head" role="rowgroup">
      {columns.some(({ group }) => group !== undefined) && (
        <div class="grid-groups" aria-hidden="true">
          <div class="grid-fixed">
            <Groups columns={columns} span={{ first: 0, end: fixed }} />
          </div>
          <div class="grid-cells">
            <Groups columns={columns} span={span} />
          </div>
        </div>
      )}
      <div role="row" class="grid-names" aria-rowindex={1}>
        <div class="grid-fixed" role="none">
          {columns.slice(0, fixed).map((_, i) => name(i))}
        </div>
        <div class="grid-cells" role="none">
          {shown.map(name)}
        </div>
      </div>
      {drop !== undefined && <div class="grid-drop" role="none" style={{ left: `${drop}px` }} />}
    </div>
  );
}

function Name<C extends GridColumn>({ index, ...props }: GridHeadProps<C> & { readonly index: number }) {
  const { columns, classes, fixed, span, cursor, away } = props;
  const column = columns[index];
  if (column === undefined) return null;
  const { title, group, sort, isPlain, isBox } = column;
  const isFree = isPlain !== true && isBox !== true;
  const isAway = index >= fixed && (index < span.first || index >= span.end);
  const isFirstKey = sort?.place === 1;
  const notes = [group, ...(sort === undefined || isFirstKey ? [] : [`sort key ${sort.place}, ${sort.direction}`])];
  return (
    <div
      role="columnheader"
      class={`grid-name ${classes[index] ?? ''} ${isAway ? 'grid-away' : ''} ${isFree && props.canSort ? 'grid-sorts' : ''}`}
      style={isAway ? { left: `${away ?? 0}px` } : undefined}
      aria-colindex={index + 1}
      aria-description={notes.filter((note) => note !== undefined).join(', ') || undefined}
      aria-sort={isFree && props.canSort ? (isFirstKey ? sort.direction : 'none') : undefined}
      tabIndex={index === cursor ? 0 : -1}
      data-vscode-context={props.headContext?.(column)}
    >
      <div class="grid-name-line">
        <span class="sr">{title}</span>
        <span class="cut" aria-hidden="true">
          {props.renderHead(column)}
        </span>
        {sort !== undefined && (
          <span class="grid-sort" aria-hidden="true">
            {sort.direction === 'ascending' ? '▲' : '▼'} {sort.place}
          </span>
        )}
      </div>
      {props.renderStrip !== undefined && (
        <div class="grid-strip" aria-hidden="true">
          {props.renderStrip(column)}
        </div>
      )}
      {isFree && props.canResize && <span class="grid-resize" />}
    </div>
  );
}

/** Hidden from readers: a name says its group itself. */
function Groups({ columns, span }: { readonly columns: readonly GridColumn[]; readonly span: Span }) {
  return headGroups(columns, span).map(({ group, first, end }) => (
    <div
      key={first}
      class={`grid-over ${group === undefined ? '' : 'edge'}`}
      style={{ gridColumn: `span ${end - first}` }}
    >
      <span class="cut">{group}</span>
    </div>
  ));
}
