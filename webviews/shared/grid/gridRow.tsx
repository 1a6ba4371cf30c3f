// biome-ignore-all lint/a11y/useSemanticElements: elements of a table cannot be placed line by line
// biome-ignore-all lint/a11y/useFocusableInteractive: in a grid its cells take the focus
// biome-ignore-all lint/a11y/useAriaPropsSupportedByRole: row headers and cells have indices
import { Component, type ComponentChildren, createRef } from 'preact';
import { Icon } from '../components/icon.tsx';
import type { GridColumn, GridProps } from './gridProps.ts';
import type { Span } from './window.ts';

/** The columns as they stand now. */
export interface ColumnsShown<C extends GridColumn> {
  readonly columns: readonly C[];
  /** Classes of a column's cells. */
  readonly classes: readonly string[];
  readonly fixed: number;
  /** In sight, of those that are not fixed. */
  readonly span: Span;
}

export interface GridRowProps<C extends GridColumn>
  extends Pick<GridProps<C>, 'renderCell' | 'groupOf'>,
    ColumnsShown<C> {
  readonly line: number;
  readonly top: number;
  readonly label: string | undefined;
  readonly context: string | undefined;
  readonly class: string;
  /** Undefined where nothing can be selected. */
  readonly isSelected: boolean | undefined;
  /** Index of the column that the cursor is in; -1 in other lines. */
  readonly cursor: number;
  /** Where that column begins, while it is out of sight. */
  readonly away: number | undefined;
}

const FOCUSABLE = 'button, a[href], input, [tabindex="0"]:not([aria-colindex])';

/** A line; rendered again only when something of it is another. */
export class GridRow<C extends GridColumn> extends Component<GridRowProps<C>> {
  readonly #row = createRef<HTMLDivElement>();

  override shouldComponentUpdate(next: GridRowProps<C>): boolean {
    return isOther<GridRowProps<C>>(this.props, next);
  }

  override componentDidMount(): void {
    this.#leaveOneStop();
  }

  override componentDidUpdate(): void {
    this.#leaveOneStop();
  }

  override render() {
    const { line, top, label, context, isSelected, columns, fixed, span, cursor } = this.props;
    const group = this.props.groupOf?.(line);
    const shown = Array.from({ length: span.end - span.first }, (_, i) => span.first + i);
    if (cursor >= fixed && cursor < span.first) shown.unshift(cursor);
    if (cursor >= fixed && cursor >= span.end) shown.push(cursor);
    return (
      <div
        ref={this.#row}
        role="row"
        class={`grid-row ${group === undefined ? '' : 'grid-group'} ${this.props.class}`}
        style={{ top: `${top}px` }}
        aria-rowindex={line + 2}
        aria-label={label}
        aria-selected={isSelected}
        data-vscode-context={context}
      >
        <div class="grid-fixed" role="none">
          {group === undefined ? columns.slice(0, fixed).map((_, i) => this.#cell(i)) : this.#title(group)}
        </div>
        <div class="grid-cells" role="none">
          {shown.map((i) => this.#cell(i))}
        </div>
      </div>
    );
  }

  #cell(index: number) {
    const { line, columns, classes, fixed, span, cursor, away, isSelected, renderCell } = this.props;
    const column = columns[index];
    if (column === undefined) return null;
    const isAway = index >= fixed && (index < span.first || index >= span.end);
    return (
      <div
        key={column.id}
        role={index === fixed - 1 ? 'rowheader' : 'gridcell'}
        class={`grid-cell ${classes[index] ?? ''} ${isAway ? 'grid-away' : ''}`}
        style={isAway ? { left: `${away ?? 0}px` } : undefined}
        aria-colindex={index + 1}
        tabIndex={index === cursor ? 0 : -1}
      >
        {column.isBox ? <Box isChecked={isSelected === true} /> : renderCell(line, column)}
      </div>
    );
  }

  #title({ isOpen, title }: { readonly isOpen: boolean; readonly title: ComponentChildren }) {
    const { fixed, cursor } = this.props;
    return (
      <div
        key="grid title"
        role="rowheader"
        class="grid-cell grid-title"
        aria-colindex={1}
        aria-colspan={fixed}
        aria-expanded={isOpen}
        tabIndex={cursor >= 0 && cursor < fixed ? 0 : -1}
      >
        <Icon name={isOpen ? 'down' : 'right'} /> {title}
      </div>
    );
  }

  /** The grid is one tab stop: what stands in its cells is reached by F2. */
  #leaveOneStop(): void {
    for (const part of this.#row.current?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])
      if (part.tabIndex !== -1) part.tabIndex = -1;
  }
}

/** Whether any of what is to be drawn is another by identity. */
export function isOther<P extends object>(now: Readonly<P>, next: Readonly<P>): boolean {
  for (const name in next) if (next[name] !== now[name]) return true;
  return false;
}

function Box({ isChecked }: { readonly isChecked: boolean }) {
  return (
    <>
      <span class="grid-box" aria-hidden="true">
        {isChecked && <Icon name="check" />}
      </span>
      <span class="sr">{isChecked ? 'selected' : 'not selected'}</span>
    </>
  );
}
