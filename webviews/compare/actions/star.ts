import { textAt } from '../model/runLooks.ts';
import type { Table } from '../model/table.ts';

/** Column of the tag that stars are kept in, so that colleagues and other tools see them. */
export const STAR = 'tags.modelyard.starred';

export function isStarred(table: Table, row: number): boolean {
  return textAt(table, STAR, row) === 'true';
}
