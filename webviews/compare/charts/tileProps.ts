import type { ComponentChildren } from 'preact';
import type { CompareState } from '../compareState.ts';
import type { Table } from '../model/table.ts';
import type { Tile } from '../protocol.ts';
import type { KnownSeries } from './model/defaultTiles.ts';
import type { Subject } from './model/subject.ts';

/** What every tile is given. */
export interface TileProps<T extends Tile> {
  readonly tile: T;
  readonly state: CompareState;
  readonly table: Table;
  readonly subject: Subject;
  /** Histories that any of the subject's runs has. */
  readonly series: readonly KnownSeries[];
  /** Chooses what kind of chart it is: stands first in the settings. */
  readonly kinds: ComponentChildren;
  readonly onChange: (tile: Tile) => void;
  readonly onRemove: () => void;
}
