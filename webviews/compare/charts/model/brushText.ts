import type { Table } from '../../model/table.ts';
import type { Brush } from '../../protocol.ts';
import { figureText } from './figureAt.ts';
import { axisTitle } from './tileTitle.ts';

const MOST_WORDS = 3;

/** `roc_auc 0.7085 to 0.713`, `features airport, airport + to_`. */
export function brushText(table: Table, brush: Brush): string {
  const name = axisTitle(table, brush.column);
  if (!('texts' in brush))
    return `${name} ${figureText(table, brush.column, brush.low)} to ${figureText(table, brush.column, brush.high)}`;
  const words = brush.texts.slice(0, MOST_WORDS).join(', ');
  const more = brush.texts.length - MOST_WORDS;
  return `${name} ${words === '' ? 'none' : words}${more > 0 ? ` and ${more} more` : ''}`;
}

/** With this brush in place of one on the same column; without one where undefined. */
export function withBrush(brushes: readonly Brush[], column: string, brush: Brush | undefined): readonly Brush[] {
  const others = brushes.filter((other) => other.column !== column);
  return brush === undefined ? others : [...others, brush];
}
