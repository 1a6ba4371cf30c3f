import { Failure } from '../../failure.ts';
import type { LoggedModel } from '../../ports/loggedModelStore.ts';
import { importFiles } from './importFiles.ts';
import { type Importing, reasonOf } from './importing.ts';
import { known } from './importRun.ts';
import { IMPORT_TAGS, takenTags } from './importTags.ts';

/** Copies the models that clients saved beside the runs of an experiment. */
export async function importLoggedModels(from: string, to: string, importing: Importing): Promise<void> {
  for (const model of await importing.source.loggedModels(from)) {
    importing.signal.throwIfAborted();
    try {
      await importLoggedModel(model, to, importing);
    } catch (error) {
      importing.leaveOut(`logged model ${model.id}`, reasonOf(error));
    }
  }
}

async function importLoggedModel(model: LoggedModel, experiment: string, importing: Importing): Promise<void> {
  const { runs } = importing.stores;
  const before = await knownModel(model.id, importing);
  if (before !== undefined && before.status !== 'pending') return;
  const run = model.run === undefined ? undefined : await known(model.run, importing);
  if (before === undefined)
    await runs.createLoggedModel({
      id: model.id,
      experiment,
      name: model.name,
      ...(model.type === undefined ? {} : { type: model.type }),
      ...(run === undefined ? {} : { run: run.id }),
      tags: { ...takenTags(model.tags), [IMPORT_TAGS.from]: importing.source.origin.place },
      params: model.params,
    });
  await importFiles({ kind: 'model', id: model.id }, importing, (file) =>
    runs.putArtifact({ kind: 'model', id: model.id }, file),
  );
  await copyMetrics(model, importing);
  if (run?.lifecycle === 'active') await runs.log(run.id, { modelOutputs: [{ model: model.id, step: 0 }] });
  if (model.status !== 'pending') await runs.finishLoggedModel(model.id, model.status, model.statusMessage);
}

/** The points stand with their runs already; they are said of the model too. */
async function copyMetrics({ id, metrics }: LoggedModel, importing: Importing): Promise<void> {
  for (const { run, ...metric } of metrics)
    if ((await known(run, importing))?.lifecycle === 'active')
      await importing.stores.runs.log(run, { metrics: [{ ...metric, model: id }] });
}

async function knownModel(id: string, { stores }: Importing): Promise<LoggedModel | undefined> {
  try {
    return await stores.runs.loggedModel(id, { deleted: true });
  } catch (error) {
    if (error instanceof Failure && error.reason === 'model-not-found') return undefined;
    throw error;
  }
}
