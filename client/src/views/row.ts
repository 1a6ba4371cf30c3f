import type { SpecPlace } from '../../../engine/src/operations/runs/page/runPage.ts';
import type { SourceRow } from '../../../server/src/views/sources.ts';
import type { ItemLook } from './rows/itemLook.ts';

/** A row of a tree as its source tells it. */
export interface Row {
  /** The same for the same thing each time, and no other's in the tree. */
  readonly key: string;
  readonly look: ItemLook;
  /** What a command is given that is chosen on the row. */
  readonly subject: Subject;
  /** The file that it is, a path in the project: the row has the marks that its file has. */
  readonly file?: string;
  readonly opens?: Opening;
  readonly isOpen?: boolean;
  /** What stands below it is not of the project's own stores, but of others on this machine or away from it: no other row waits for it. */
  readonly apart?: 'here' | 'away';
  /** Absent for one that can have none. */
  readonly children?: () => readonly Row[] | Promise<readonly Row[]>;
  /** The tooltip, where it takes a question of its own. */
  readonly explain?: () => Promise<string | undefined>;
}

/** What a row stands for, in the words of the commands' arguments. */
export interface Subject {
  /** Address of the project's folder; empty for a row of no project. */
  readonly root: string;
  readonly experiment?: string;
  /** Null: runs outside of git. */
  readonly branch?: string | null;
  readonly pipeline?: string;
  readonly run?: string;
  /** Ids of all runs that are selected with this one. */
  readonly runs?: readonly string[];
  readonly step?: string;
  readonly path?: string;
  readonly model?: string;
  readonly version?: number;
  readonly alias?: string;
  /** In which it was decided. */
  readonly commit?: string;
  readonly dataset?: string;
  /** Hash of a version of the dataset. */
  readonly dataVersion?: string;
  readonly monitor?: string;
  /** Id of a check of the monitor. */
  readonly check?: string;
  /** Where its own line is. */
  readonly place?: SpecPlace;
  /** Where another tool keeps it. */
  readonly source?: SourceRow;
  /** List that is cut at a page. */
  readonly list?: string;
}

/** What Enter and a click do: a command that is given the subject. */
export interface Opening {
  readonly command: string;
  readonly title: string;
}

/** One key of the parts that tell a row from all others. */
export function keyOf(...parts: readonly (string | number | null)[]): string {
  return JSON.stringify(parts);
}
