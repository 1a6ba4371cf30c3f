import { join } from 'node:path';
import { openDuckDb } from '../../../../engine/src/adapters/duckdb/duckDb.ts';
import { joinFeatures } from '../../../../engine/src/data/features/joinFeatures.ts';
import { readView } from '../../../../engine/src/data/features/view.ts';
import type { FeaturesSpec } from '../../../../engine/src/language/specs.generated.ts';
import type { TableFiles } from '../../../../engine/src/ports/dataSource.ts';
import { identifier } from '../../../../engine/src/ports/sqlText.ts';
import type { Data } from '../openData.ts';

export interface Asked {
  readonly view: FeaturesSpec;
  readonly events: TableFiles;
  readonly key?: readonly string[];
  /** SELECT that gives the rows that ask, with `time` and the entities. */
  readonly rows: string;
  readonly joins?: readonly {
    readonly on: Readonly<Record<string, string>>;
    readonly prefix?: string;
    readonly fields?: readonly string[];
  }[];
  readonly memory?: number;
  readonly own?: { readonly place: string; readonly dataset: string; readonly timestamp: string };
}

/** Features of rows, as objects in the order of the rows. */
export async function ask(data: Data, asked: Asked): Promise<readonly Record<string, unknown>[]> {
  const { files } = await data.table(asked.rows);
  const columns = await data.source.columns(asked.rows);
  const [counted] = await data.source.rows(`SELECT count(*) AS n FROM (${asked.rows})`);
  const view = readView(asked.view);
  const joins = asked.joins ?? [{ on: Object.fromEntries(Object.keys(view.entity).map((entity) => [entity, entity])) }];
  const alone = await openDuckDb({ tmpFolder: data.folder, readable: [], threads: 1 });
  const features = await joinFeatures(data.source, {
    rows: files[0]!,
    columns,
    count: Number(counted!['n']),
    timestamp: 'time',
    ...(asked.own === undefined ? {} : { own: asked.own }),
    joins: joins.map(({ on, prefix = '', fields }) => ({
      view,
      events: asked.events,
      key: asked.key,
      on,
      prefix,
      fields,
    })),
    ...(asked.memory === undefined ? {} : { memory: asked.memory }),
    folder: data.folder,
    alone: () => Promise.resolve(alone),
  }).finally(() => alone.close());
  const names = features.columns.map(({ name }) => identifier(name)).join(', ');
  const file = join(data.folder, 'features.parquet');
  await data.source.write(
    `SELECT ${names} FROM read_parquet('${files[0]!}') POSITIONAL JOIN ${features.relations.join(' POSITIONAL JOIN ')}`,
    file,
  );
  return (await data.rows(file)) as Record<string, unknown>[];
}
