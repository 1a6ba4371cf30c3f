import { posix as path } from 'node:path';
import { Failure } from '../../failure.ts';
import type { Column } from '../../language/columnType.ts';
import type { DataSource, TableFiles, TableFormat, Written } from '../../ports/dataSource.ts';
import { identifier, listLiteral } from '../../ports/sqlText.ts';
import { type FeatureJoin, joinFeatures } from './joinFeatures.ts';

/** A view with the files of its events. */
export type BuiltView = Omit<FeatureJoin, 'on' | 'fields' | 'prefix'>;

export interface BuildRequest {
  /** The table that asks: entities and moments. */
  readonly entities: TableFiles;
  /** Column of the moments; the only column of times where undefined. */
  readonly timestamp: string | undefined;
  /** Column by entity, where it has another name than the entity. */
  readonly on: Readonly<Record<string, string>>;
  readonly views: readonly BuiltView[];
  /** Names such as `airport__departures_24h`. */
  readonly fullNames: boolean;
  readonly file: string;
  readonly format: TableFormat;
  /** For files on the way. */
  readonly folder: string;
  readonly signal?: AbortSignal | undefined;
  alone(): Promise<DataSource>;
}

/**
 * Writes the table with features beside its columns, rows and columns in their order.
 * @throws Failure `unknown-column`, `no-time-column`, `unknown-entity`, `name-taken`, and as `joinFeatures`
 */
export async function buildFeatures(source: DataSource, request: BuildRequest): Promise<Written> {
  const { entities, folder, signal } = request;
  const relation = await tableOf(source, request);
  const columns = await source.columns(`SELECT * FROM ${relation}`);
  const time = timeColumn(columns, request.timestamp);
  const joins = request.views.map((view): FeatureJoin => ({ ...view, ...naming(view, columns, request) }));
  checkNames(columns, joins);
  // The moments and entities alone, under names of ours: a column of the table may be called like one of the engine's.
  const asked = [...new Set([time, ...joins.flatMap(({ on }) => Object.values(on))])];
  const items = asked.map((name, i) => `${identifier(name)} AS ${identifier(`asked ${i}`)}`);
  const rows = path.join(folder, 'asked.parquet');
  const written = await source.write(`SELECT ${items.join(', ')} FROM ${relation}`, rows, { signal });
  if (written.rows === 0) throw noRows(entities);
  const nameOf = (name: string) => `asked ${asked.indexOf(name)}`;
  const features = await joinFeatures(source, {
    rows,
    columns: written.columns.map((column, i) => ({ ...column, shown: asked[i]! })),
    count: written.rows,
    timestamp: nameOf(time),
    joins: joins.map((join) => ({
      ...join,
      on: Object.fromEntries(Object.entries(join.on).map(([entity, name]) => [entity, nameOf(name)])),
    })),
    folder,
    signal,
    alone: request.alone,
  });
  const names = [...columns, ...features.columns].map(({ name }) => identifier(name));
  const tables = [relation, ...features.relations].join(' POSITIONAL JOIN ');
  return source.write(`SELECT ${names.join(', ')} FROM ${tables}`, request.file, { format: request.format, signal });
}

/** SQL of the table in an order that stays: text is read by several threads, so it becomes Parquet first. */
async function tableOf(source: DataSource, { entities, folder, signal }: BuildRequest): Promise<string> {
  const relation = await source.relation(entities);
  if (entities.format === 'parquet') return relation;
  const file = path.join(folder, 'entities.parquet');
  await source.write(`SELECT * FROM ${relation}`, file, { signal });
  return `read_parquet(${listLiteral([file])})`;
}

function timeColumn(columns: readonly Column[], named: string | undefined): string {
  const times = columns.filter(({ type }) => type === 'timestamp' || type === 'date').map(({ name }) => name);
  if (named !== undefined) {
    if (columns.some(({ name }) => name === named)) return named;
    throw unknownColumn(named, columns);
  }
  if (times.length === 1) return times[0]!;
  throw new Failure(
    'no-time-column',
    times.length === 0
      ? 'The table of entities has no column of times: features are those of a moment.'
      : `The table of entities has several columns of times: ${times.join(', ')}.`,
    { next: 'Say which column holds the moment of each row: `--timestamp COLUMN`.' },
  );
}

function naming(
  { view }: BuiltView,
  columns: readonly Column[],
  { on, fullNames }: BuildRequest,
): Pick<FeatureJoin, 'on' | 'fields' | 'prefix'> {
  const entries = Object.keys(view.entity).map((entity) => {
    const name = on[entity] ?? entity;
    if (!columns.some((column) => column.name === name)) throw noEntity(entity, name, view.name, columns);
    return [entity, name];
  });
  return { on: Object.fromEntries(entries), fields: undefined, prefix: fullNames ? `${view.name}__` : '' };
}

function checkNames(columns: readonly Column[], joins: readonly FeatureJoin[]): void {
  const taken = new Set(columns.map(({ name }) => name.toLowerCase()));
  for (const { view, prefix } of joins)
    for (const { name } of view.fields) {
      const full = prefix + name;
      if (taken.has(full.toLowerCase()))
        throw new Failure('name-taken', `\`${full}\` of view \`${view.name}\` is the name of another column.`, {
          next:
            prefix === ''
              ? `\`--full-names\` writes it as \`${view.name}__${name}\`.`
              : 'Rename the column in the table of entities.',
        });
      taken.add(full.toLowerCase());
    }
}

function noEntity(entity: string, name: string, view: string, columns: readonly Column[]): Failure {
  return new Failure(
    'unknown-entity',
    `The table has no column \`${name}\` for the entity \`${entity}\` of view \`${view}\`.`,
    {
      next: `Say which of its columns it is: \`--on ${entity}=COLUMN\`. It has: ${listed(columns)}.`,
    },
  );
}

function unknownColumn(name: string, columns: readonly Column[]): Failure {
  return new Failure('unknown-column', `The table of entities has no column \`${name}\`.`, {
    next: `It has: ${listed(columns)}.`,
  });
}

function listed(columns: readonly Column[]): string {
  return columns
    .map(({ name }) => name)
    .slice(0, 20)
    .join(', ');
}

function noRows({ files }: TableFiles): Failure {
  return new Failure('no-rows', `${files.join(', ')}: the table of entities has no rows.`, {
    next: 'Give it a row for each entity and moment that features are wanted for.',
  });
}
