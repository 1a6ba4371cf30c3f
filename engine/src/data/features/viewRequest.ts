import type { Column } from '../../language/columnType.ts';
import type { DataSource, TableFiles } from '../../ports/dataSource.ts';
import type { PlannedField } from './planFields.ts';
import type { FeatureView } from './view.ts';

/** One of the joins of a view: columns of the rows that hold its entities, in the order of the view's. */
export interface Lane {
  readonly keys: readonly string[];
  readonly prefix: string;
  readonly fields: readonly string[];
}

/** What is asked of a view, for each of its lanes. */
export interface ViewRequest extends EventSource {
  readonly events: TableFiles;
  readonly rows: string;
  readonly count: number;
  readonly timestamp: string;
  readonly lanes: readonly Lane[];
  readonly memory?: number;
  readonly folder: string;
  readonly signal?: AbortSignal | undefined;
  alone(): Promise<DataSource>;
}

/** The events of a view as they are read. */
export interface EventSource {
  readonly view: FeatureView;
  /** SQL after FROM. */
  readonly relation: string;
  readonly eventColumns: readonly Column[];
  readonly eventKey: readonly string[] | undefined;
  readonly fields: readonly PlannedField[];
  /** Column of the rows that ask with their place among the events, where they are events too. */
  readonly place: string | undefined;
}
