import { count } from '../../../engine/src/language/figures.ts';
import { cellText } from '../model/cellText.ts';
import { columnTitle } from '../model/columnTitle.ts';
import type { GroupGridRow } from '../model/gridRows.ts';
import type { Table } from '../model/table.ts';

export interface GroupTitleProps {
  readonly line: GroupGridRow;
  readonly table: Table;
  /** Ids of the columns that it is grouped by. */
  readonly group: readonly string[];
}

/** `max_leaves 63, 12 runs`. */
export function GroupTitle({ line, table, group }: GroupTitleProps) {
  return (
    <span>
      {group.map((id, index) => {
        const column = table.columns.get(id);
        const value = line.values[index];
        return (
          <span key={id}>
            <span class="dim">{column === undefined ? id : columnTitle(column)}</span>{' '}
            {column === undefined ? '' : cellText(column, value, Date.now())},{' '}
          </span>
        );
      })}
      {count(line.rows.length)} {line.rows.length === 1 ? 'run' : 'runs'}
    </span>
  );
}
