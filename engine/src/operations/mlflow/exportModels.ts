import { posix } from 'node:path';
import type { LoggedModel } from '../../ports/loggedModelStore.ts';
import type { ModelNotes, ModelVersion, RegisteredModel } from '../../ports/modelRegistry.ts';
import { MLMODEL } from '../../registry/mlmodelFile.ts';
import { readFolder } from '../../registry/modelFolder.ts';
import { ONNX_FILE, ownColumns, writeMlmodel } from '../../registry/writeMlmodel.ts';
import { artifactsOf, type Exporting, exportArtifacts } from './exportRun.ts';
import { takenTags } from './importTags.ts';
import { fileUri, metaYaml, pythonFloat, textEntries, writeKeys } from './mlflowFiles.ts';

/** Writes a registered model with its versions, their files and aliases; gives how many versions. */
export async function exportModel(model: RegisteredModel, exporting: Exporting): Promise<number> {
  const { folder, stores, leaveOut } = exporting;
  const notes = await stores.registry.notes(model.name);
  const at = `models/${model.name}`;
  const versions = model.versions.filter(({ version }) => notes.versions.get(version)?.withdrawn === undefined);
  await folder.empty(at);
  for (const version of versions) await exportVersion(version, notes, exporting);
  const of = `model ${model.name}`;
  await writeKeys(folder, `${at}/tags`, { kind: 'tag', of, entries: textEntries(notes.tags) }, leaveOut);
  for (const { alias, version } of model.aliases) await folder.add(`${at}/aliases/${alias}`, String(version));
  const times = versions.map(({ created }) => Date.parse(created));
  const created = notes.created === undefined ? Math.min(...times, Date.now()) : Date.parse(notes.created);
  await folder.write(
    `${at}/meta.yaml`,
    metaYaml({
      creation_timestamp: created,
      description: notes.description,
      last_updated_timestamp: Math.max(created, ...times),
      name: model.name,
    }),
  );
  return versions.length;
}

async function exportVersion(version: ModelVersion, notes: ModelNotes, exporting: Exporting): Promise<void> {
  const { folder, leaveOut } = exporting;
  const { name, version: number } = version;
  const of = `${name}:${number}`;
  const at = `models/${name}/version-${number}`;
  const said = notes.versions.get(number);
  const uri = fileUri(posix.join(folder.path, at, 'files'));
  await exportArtifacts(await filesOf(version, exporting), { at: `${at}/files`, of }, exporting);
  await writeKeys(
    folder,
    `${at}/tags`,
    { kind: 'tag', of, entries: textEntries(takenTags(said?.tags ?? {})) },
    leaveOut,
  );
  await folder.write(
    `${at}/meta.yaml`,
    metaYaml({
      creation_timestamp: Date.parse(version.created),
      current_stage: said?.stage ?? 'None',
      description: said?.description,
      last_updated_timestamp: Date.parse(version.created),
      name,
      run_id: version.run === '' ? null : version.run,
      run_link: null,
      source: uri,
      status: 'READY',
      status_message: null,
      storage_location: uri,
      user_id: version.by,
      version: number,
    }),
  );
}

/** A folder that MLflow loads; for an ONNX file of ours what is missing is written. */
async function filesOf(version: ModelVersion, { stores, leaveOut }: Exporting) {
  const of = `${version.name}:${version.version}`;
  if (version.folder !== undefined) {
    const files = await readFolder(stores.artifacts, version.folder, `the folder of ${of}`);
    return files.map((file) => ({ ...file, size: 0 }));
  }
  if (version.format === 'onnx') {
    const bytes = await stores.artifacts.bytes(version.sha256, of);
    const text = writeMlmodel(version, ownColumns(bytes, version.signature));
    const { sha256, size } = await stores.artifacts.putBytes(text);
    return [
      { path: MLMODEL, sha256, size },
      { path: ONNX_FILE, sha256: version.sha256, size: version.size },
    ];
  }
  leaveOut(`files of ${of}`, 'they are not kept here.');
  return [];
}

const STATUS = { pending: 1, ready: 2, failed: 3 } as const;

/** Writes a model that a client saved beside a run (MLflow 3). */
export async function exportLoggedModel(model: LoggedModel, exporting: Exporting): Promise<void> {
  const { folder, stores, leaveOut } = exporting;
  const of = `logged model ${model.id}`;
  const at = `${model.experiment}/models/${model.id}`;
  await folder.empty(at);
  const artifacts = await artifactsOf({ kind: 'model', id: model.id }, stores);
  await exportArtifacts(artifacts, { at: `${at}/artifacts`, of }, exporting);
  await writeKeys(folder, `${at}/params`, { kind: 'param', of, entries: textEntries(model.params) }, leaveOut);
  await writeKeys(folder, `${at}/tags`, { kind: 'tag', of, entries: textEntries(takenTags(model.tags)) }, leaveOut);
  const keys = [...new Set(model.metrics.map(({ key }) => key))];
  const entries = keys.map((key) => [key, () => metricLines(model, key)] as const);
  await writeKeys(folder, `${at}/metrics`, { kind: 'metric', of, entries }, leaveOut);
  await folder.write(
    `${at}/meta.yaml`,
    metaYaml({
      artifact_location: fileUri(posix.join(folder.path, at, 'artifacts')),
      creation_timestamp: model.createdAt,
      experiment_id: model.experiment,
      last_updated_timestamp: model.updatedAt,
      lifecycle_stage: model.lifecycle,
      model_id: model.id,
      model_type: model.type,
      name: model.name,
      source_run_id: model.run,
      status: STATUS[model.status],
      status_message: model.statusMessage,
    }),
  );
}

/** `TIME VALUE STEP RUN [DATASET DIGEST]` a line; MLflow cannot read a dataset with a space in its name again. */
function metricLines({ metrics }: LoggedModel, key: string): string {
  return metrics
    .filter((metric) => metric.key === key)
    .map(({ timestamp, value, step, run, dataset }) => {
      const on = dataset === undefined || /\s|^$/.test(dataset.name) ? '' : ` ${dataset.name} ${dataset.digest}`;
      return `${timestamp} ${pythonFloat(value)} ${step} ${run}${on}\n`;
    })
    .join('');
}
