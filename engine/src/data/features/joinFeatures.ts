import type { Column } from '../../language/columnType.ts';
import type { DataSource, TableFiles } from '../../ports/dataSource.ts';
import { AskLoader } from './askedRows.ts';
import { checkKey } from './keys.ts';
import { checkTime, planFields } from './planFields.ts';
import type { FeatureView } from './view.ts';
import type { Lane } from './viewRequest.ts';
import { type ViewTables, viewTables } from './viewTables.ts';

/** Fields of a view, joined to rows by columns of theirs. */
export interface FeatureJoin {
  readonly view: FeatureView;
  readonly events: TableFiles;
  /** Key of the dataset of the events, where it has one. */
  readonly key: readonly string[] | undefined;
  /** Column of the rows by entity. */
  readonly on: Readonly<Record<string, string>>;
  /** All where undefined. */
  readonly fields: readonly string[] | undefined;
  readonly prefix: string;
}

/** A column of the rows; `shown` is what the user calls it, where that is another name. */
export interface AskedColumn extends Column {
  readonly shown?: string;
}

export interface FeatureRequest {
  /** Parquet file of the rows that ask. */
  readonly rows: string;
  readonly columns: readonly AskedColumn[];
  readonly count: number;
  /** Column that says for which moment a row asks. */
  readonly timestamp: string;
  /** Column with the place that a row has in the dataset `from`, whose rows must not see themselves. */
  readonly own?: { readonly place: string; readonly dataset: string; readonly timestamp: string };
  readonly joins: readonly FeatureJoin[];
  /** Bytes that are held at once for what rows ask; the rest comes after. Default: 384 MB. */
  readonly memory?: number;
  /** For files on the way. */
  readonly folder: string;
  readonly signal?: AbortSignal | undefined;
  /** A data source with one thread: aggregates that depend on the order of rows are computed there. */
  alone(): Promise<DataSource>;
}

/**
 * Features as they were known at the moment of each row.
 *
 * A windowed field at time T aggregates the events in (T - available_after - window, T - available_after]; without events it is what the
 * aggregate gives over no rows. Any other field is the latest event in [T - ttl, T - available_after]; ties go to the later created,
 * then to the greater row id. Rows created after T, and the row itself, are not seen. Without key or time all fields are null.
 * Events are read once for each view and chunk of rows, in any order; the answer does not depend on threads.
 * @throws Failure as `planFields`, and `entity-type`, `unknown-column`
 */
export async function joinFeatures(source: DataSource, request: FeatureRequest): Promise<ViewTables> {
  const relations: string[] = [];
  const columns: Column[] = [];
  const loader = new AskLoader(source);
  try {
    for (const joins of Map.groupBy(request.joins, (join) => join.view.name).values()) {
      const tables = await joinView(source, request, joins, loader);
      relations.push(...tables.relations);
      columns.push(...tables.columns);
    }
  } finally {
    await loader.close();
  }
  const order = request.joins.flatMap(({ prefix, fields, view }) =>
    (fields ?? view.fields.map((field) => field.name)).map((name) => prefix + name),
  );
  const byName = new Map(columns.map((column) => [column.name, column]));
  return { relations, columns: order.map((name) => byName.get(name)!) };
}

/** One view, joined once or several times. */
async function joinView(
  source: DataSource,
  request: FeatureRequest,
  joins: readonly FeatureJoin[],
  loader: AskLoader,
): Promise<ViewTables> {
  const { view, events, key } = joins[0]!;
  const relation = await source.relation(events);
  const eventColumns = await source.columns(`SELECT * FROM ${relation}`);
  const wanted = joins.flatMap(({ fields }) => fields ?? view.fields.map((field) => field.name));
  const fields = await planFields(source, view, eventColumns, [...new Set(wanted)]);
  const time = askedColumn(request, request.timestamp);
  checkTime(shown(time), 'the rows');
  const lanes = joins.map((join): Lane => laneOf(request, join, eventColumns));
  const { own } = request;
  // An event that is seen only after its own time cannot be seen by its own row.
  const seesItself =
    own !== undefined &&
    own.dataset === view.dataset &&
    (view.availableAfter === 0 || own.timestamp !== view.timestamp);
  return viewTables(source, {
    ...request,
    loader,
    view,
    events,
    relation,
    eventColumns,
    eventKey: key,
    fields,
    lanes,
    place: seesItself ? own.place : undefined,
  });
}

function laneOf(request: FeatureRequest, join: FeatureJoin, eventColumns: readonly Column[]): Lane {
  const { view, on, prefix } = join;
  const keys = Object.entries(view.entity).map(([entity, column]) => {
    const asked = askedColumn(request, on[entity] ?? entity);
    checkKey(entity, shown(asked), eventColumns.find((one) => one.name === column)!, view.name);
    return asked.name;
  });
  return { keys, prefix, fields: join.fields ?? view.fields.map((field) => field.name) };
}

function askedColumn({ columns }: FeatureRequest, name: string): AskedColumn {
  return columns.find((column) => column.name === name)!;
}

function shown(column: AskedColumn): Column {
  return { ...column, name: column.shown ?? column.name };
}
