import { posix as path } from 'node:path';
import { type BuiltView, buildFeatures } from '../../data/features/buildFeatures.ts';
import { readView } from '../../data/features/view.ts';
import { formatOf } from '../../data/sources/source.ts';
import { usage } from '../../failure.ts';
import type { DataSource, TableFormat } from '../../ports/dataSource.ts';
import type { ResolvedDataset } from '../../ports/step.ts';
import { viewNamed } from '../../project/featureViews.ts';
import { type ProjectDatasets, withDatasets } from '../data/tables.ts';
import { fileNamed, inputNamed, withData } from '../dataFile.ts';
import { operation } from '../operation.ts';

export interface BuiltFeatures {
  readonly rows: number;
  /** All columns of the file, those of the entities first. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly output: string;
}

/** `features build VIEW...`: a point-in-time training set for any table of entities. */
export const featuresBuild = operation({
  name: 'features build',
  title: 'Join feature views to a table, as they were known at the moment of each row',
  examples: [
    {
      command: 'modelyard features build airport --entities trips.csv --on airport=origin --output trips.parquet',
      does: 'All rows and columns of trips.csv in their order, and the fields of the view beside them.',
    },
    {
      command:
        'modelyard features build driver customer --entities orders.parquet --timestamp ordered_at --full-names --output set.parquet',
      does: 'Two views; columns are called `driver__trips_7d` ...',
    },
  ],
  arguments: {
    view: {
      type: 'string',
      description: 'Feature views of the project.',
      positional: true,
      required: true,
      multiple: true,
      placeholder: 'VIEW',
    },
    entities: {
      type: 'string',
      description: 'The table that asks (CSV, Parquet, JSON lines, Arrow): entities and a moment in each row.',
      required: true,
      placeholder: 'FILE',
    },
    output: {
      type: 'string',
      description: 'Parquet, CSV or JSON lines by its ending.',
      required: true,
      placeholder: 'FILE',
    },
    timestamp: {
      type: 'string',
      description: 'Column of the moments; not needed where only one column holds times.',
      placeholder: 'COLUMN',
    },
    on: {
      type: 'string',
      description: 'Column that holds an entity, where it has another name.',
      multiple: true,
      placeholder: 'ENTITY=COLUMN',
    },
    fullNames: {
      type: 'boolean',
      description: 'Put the view before the names of its fields: `airport__departures_24h`.',
    },
    env: { type: 'string', description: 'An environment of modelyard.yaml.', placeholder: 'NAME' },
  },
  result: 'features-build',
  async run(host, args, { signal }): Promise<BuiltFeatures> {
    const entities = await inputNamed(host, args.entities);
    const output = fileNamed(host, args.output);
    const format = writable(output);
    const on = readOn(args.on);
    return withDatasets(host, { environment: args.env, signal }, async (datasets) => {
      const found = await findViews(datasets, [...new Set(args.view)]);
      const readable = [datasets.root, entities, ...found.flatMap(({ dataset }) => dataset.files.files)];
      return withData(host, readable, async (data, tmpFolder) => {
        const alone = once(() => host.openData({ tmpFolder, readable, threads: 1 }));
        try {
          const file = path.join(tmpFolder, `features${path.extname(output)}`);
          const { rows, columns } = await buildFeatures(data, {
            entities: { files: [entities], format: formatOf(entities) },
            timestamp: args.timestamp,
            on,
            views: found.map(({ view }) => view),
            fullNames: args.fullNames,
            file,
            format,
            folder: tmpFolder,
            signal,
            alone: alone.get,
          });
          for (const { dataset } of found) await dataset.checkFiles();
          await host.files.copy(file, output);
          return { rows, columns: columns.map(({ name, type }) => ({ name, type })), output: args.output };
        } finally {
          await alone.made()?.then((source: DataSource) => source.close());
        }
      });
    });
  },
});

function writable(file: string): TableFormat {
  const format = formatOf(file);
  if (format !== 'arrow') return format;
  throw usage(`${file}: Arrow files are read, not written.`, 'Choose .parquet, .csv or .ndjson.');
}

/** `--on airport=origin` as a map. */
function readOn(texts: readonly string[]): Record<string, string> {
  const entries = texts.map((text) => {
    const [, entity, column] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
    if (entity !== undefined && column !== undefined) return [entity, column] as const;
    throw usage(`\`--on ${text}\` is no ENTITY=COLUMN.`, 'Write it like `--on airport=origin`.');
  });
  return Object.fromEntries(entries);
}

async function findViews(
  { project, find }: ProjectDatasets,
  names: readonly string[],
): Promise<readonly { readonly view: BuiltView; readonly dataset: ResolvedDataset }[]> {
  const found: { readonly view: BuiltView; readonly dataset: ResolvedDataset }[] = [];
  for (const name of names) {
    const view = readView(viewNamed(project, name));
    const dataset = await find(view.dataset);
    found.push({ view: { view, events: dataset.files, key: dataset.spec.key }, dataset });
  }
  return found;
}

/** Makes a thing when it is first asked for. */
function once<T>(make: () => Promise<T>): { get(): Promise<T>; made(): Promise<T> | undefined } {
  let made: Promise<T> | undefined;
  return {
    get: () => {
      made ??= make();
      return made;
    },
    made: () => made,
  };
}
