import { posix } from 'node:path';
import { usage } from '../../failure.ts';
import type { Experiment } from '../../ports/runStore.ts';
import { type OperationEvent, operation } from '../operation.ts';
import { openRuns } from '../project.ts';
import { ExportFolder } from './exportFolder.ts';
import { exportLoggedModel, exportModel } from './exportModels.ts';
import { type Exporting, exportRun } from './exportRun.ts';
import { fileUri, metaYaml, textEntries, writeKeys } from './mlflowFiles.ts';

export interface ExportResult {
  /** Absolute. */
  readonly folder: string;
  readonly experiments: number;
  readonly runs: number;
  readonly models: { readonly models: number; readonly versions: number };
  readonly leftOut: readonly { readonly what: string; readonly reason: string }[];
}

export interface ExportEvent {
  readonly type: 'export.run';
  readonly experiment: string;
  readonly run: string;
  readonly name: string;
  /** Runs that are written. */
  readonly done: number;
}

const PAGE = 200;

/** `export mlflow`: writes all of the store as a folder that MLflow opens. */
export const exportMlflow = operation({
  name: 'export mlflow',
  title: 'Write experiments, runs and models as a folder of MLflow',
  examples: [
    {
      command: 'modelyard export mlflow ../leaving',
      does: 'Then `mlflow ui --backend-store-uri ../leaving` shows all of it.',
    },
  ],
  arguments: {
    folder: {
      type: 'string',
      description: 'A folder that is not there yet, is empty, or was written by an export.',
      positional: true,
      required: true,
      placeholder: 'DIR',
    },
  },
  result: 'export-mlflow',
  async run(host, args, observer): Promise<ExportResult> {
    if (args.folder.trim() === '') throw usage('No folder was named.', 'Say `modelyard export mlflow DIR`.');
    const stores = await openRuns(host);
    const named = args.folder.replaceAll('\\', '/');
    const isWhole = posix.isAbsolute(named) || /^[a-z]:\//i.test(named);
    const folder = await ExportFolder.open(isWhole ? named : posix.join(host.folder, named), host.files);
    const leftOut: { what: string; reason: string }[] = [];
    const leaveOut = (what: string, reason: string): void => void leftOut.push({ what, reason });
    const exporting: Exporting = { folder, stores, signal: observer.signal, leaveOut };
    const experiments = (await stores.runs.experiments()).filter(({ lifecycle }) => lifecycle === 'active');
    const tell = (event: ExportEvent): void => observer.event(event);
    let runs = 0;
    for (const experiment of experiments)
      for await (const run of exportExperiment(experiment, exporting))
        tell({ type: 'export.run', experiment: experiment.name, ...run, done: ++runs });
    const models = await exportModels(exporting);
    const result = { folder: folder.path, experiments: experiments.length, runs, models, leftOut };
    observer.event({ type: 'export.finished', ...result } as OperationEvent);
    return result;
  },
});

/** Gives each run when it is written. */
async function* exportExperiment(
  experiment: Experiment,
  exporting: Exporting,
): AsyncIterable<{ readonly run: string; readonly name: string }> {
  const { stores, signal } = exporting;
  await writeExperiment(experiment, exporting);
  let token: string | undefined;
  do {
    const page = await stores.runs.search({
      experiments: [experiment.id],
      limit: PAGE,
      orderBy: ['attributes.start_time ASC'],
      ...(token === undefined ? {} : { pageToken: token }),
    });
    for (const run of page.runs) {
      signal.throwIfAborted();
      await exportRun(run, exporting);
      yield { run: run.id, name: run.name };
    }
    token = page.nextPageToken;
  } while (token !== undefined);
  await writeLoggedModels(experiment, exporting);
}

async function writeExperiment(experiment: Experiment, { folder, leaveOut }: Exporting): Promise<void> {
  const { id, name, tags, createdAt, updatedAt } = experiment;
  await folder.empty(`${id}/tags`);
  const of = `experiment ${name}`;
  await writeKeys(folder, `${id}/tags`, { kind: 'tag', of, entries: textEntries(tags) }, leaveOut);
  await folder.write(
    `${id}/meta.yaml`,
    metaYaml({
      artifact_location: fileUri(posix.join(folder.path, id)),
      creation_time: createdAt,
      experiment_id: id,
      last_update_time: updatedAt,
      lifecycle_stage: 'active',
      name,
    }),
  );
}

async function writeLoggedModels({ id }: Experiment, exporting: Exporting): Promise<void> {
  let token: string | undefined;
  do {
    const page = await exporting.stores.runs.searchLoggedModels({
      experiments: [id],
      limit: PAGE,
      ...(token === undefined ? {} : { pageToken: token }),
    });
    for (const model of page.items) await exportLoggedModel(model, exporting);
    token = page.nextPageToken;
  } while (token !== undefined);
}

async function exportModels(exporting: Exporting): Promise<ExportResult['models']> {
  let models = 0;
  let versions = 0;
  for (const model of await exporting.stores.registry.models({ empty: true })) {
    if ((await exporting.stores.registry.notes(model.name)).withdrawn !== undefined) continue;
    exporting.signal.throwIfAborted();
    versions += await exportModel(model, exporting);
    models++;
  }
  return { models, versions };
}
