import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { Failure } from '../../failure.ts';
import type { ArtifactOwner, RunArtifact } from '../../ports/artifactIndex.ts';
import type { Stores } from '../../ports/host.ts';
import type { MetricPoint, Run, RunDataset } from '../../ports/runStore.ts';
import { mlflowStatus } from '../../tracking/mlflowStatus.ts';
import type { ExportFolder } from './exportFolder.ts';
import { takenTags } from './importTags.ts';
import { fileUri, type LeaveOut, metaYaml, pythonFloat, textEntries, writeKeys } from './mlflowFiles.ts';

export interface Exporting {
  readonly folder: ExportFolder;
  readonly stores: Stores;
  readonly signal: AbortSignal;
  readonly leaveOut: LeaveOut;
}

const STATUS = { RUNNING: 1, SCHEDULED: 2, FINISHED: 3, FAILED: 4, KILLED: 5 } as const;

/** Writes a run as MLflow's folders have it; its `meta.yaml` comes last, so that half a run is none. */
export async function exportRun(run: Run, exporting: Exporting): Promise<void> {
  const { folder, stores, leaveOut } = exporting;
  const at = `${run.experimentId}/${run.id}`;
  const of = `run ${run.id}`;
  await folder.empty(at);
  // Without these MLflow takes it for no run.
  for (const name of ['params', 'tags', 'metrics', 'artifacts']) await folder.makeFolder(`${at}/${name}`);
  await writeKeys(folder, `${at}/params`, { kind: 'param', of, entries: textEntries(run.params) }, leaveOut);
  await writeKeys(folder, `${at}/tags`, { kind: 'tag', of, entries: textEntries(tagsOf(run)) }, leaveOut);
  const metrics = Object.keys(run.metrics).map(
    (key) => [key, async () => metricLines(await stores.runs.history(run.id, key))] as const,
  );
  await writeKeys(folder, `${at}/metrics`, { kind: 'metric', of, entries: metrics }, leaveOut);
  for (const dataset of run.datasets) await writeDataset(dataset, run, folder);
  await exportArtifacts(run.artifacts, { at: `${at}/artifacts`, of }, exporting);
  await folder.write(`${at}/meta.yaml`, metaOf(run, fileUri(posix.join(folder.path, at, 'artifacts'))));
}

/** Bytes that are not on this machine any more are left out. */
export async function exportArtifacts(
  artifacts: readonly RunArtifact[],
  { at, of }: { readonly at: string; readonly of: string },
  { folder, stores, signal, leaveOut }: Exporting,
): Promise<void> {
  for (const { path, sha256 } of artifacts) {
    signal.throwIfAborted();
    try {
      await folder.copy(await stores.artifacts.path(sha256, `${path} of ${of}`), `${at}/${path}`);
    } catch (error) {
      if (!(error instanceof Failure) || error.reason === 'disk-full') throw error;
      leaveOut(`${path} of ${of}`, error.message);
    }
  }
}

/** All files of a run or a logged model. */
export async function artifactsOf(of: ArtifactOwner, { runs }: Stores): Promise<readonly RunArtifact[]> {
  const found: RunArtifact[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop())
    for (const entry of await runs.artifactsIn(of, folder))
      if (entry.kind === 'folder') folders.push(entry.path);
      else found.push({ path: entry.path, size: entry.size, sha256: entry.sha256 });
  return found;
}

function tagsOf({ tags, name, user, parent }: Run): Readonly<Record<string, string>> {
  return {
    ...takenTags(tags),
    'mlflow.runName': name,
    ...(user === '' ? {} : { 'mlflow.user': user }),
    ...(parent === undefined ? {} : { 'mlflow.parentRunId': parent }),
  };
}

/** `TIME VALUE STEP` a line. */
function metricLines(points: readonly MetricPoint[]): string {
  return points
    .map(({ timestamp, value, step }) => `${Math.trunc(timestamp)} ${pythonFloat(value)} ${step}\n`)
    .join('');
}

function metaOf(run: Run, artifactUri: string): string {
  return metaYaml({
    artifact_uri: artifactUri,
    end_time: run.endTime === undefined ? null : Math.trunc(run.endTime),
    entry_point_name: '',
    experiment_id: run.experimentId,
    lifecycle_stage: run.lifecycle,
    run_id: run.id,
    run_name: run.name,
    run_uuid: run.id,
    source_name: '',
    source_type: 4,
    source_version: '',
    start_time: Math.trunc(run.startTime),
    status: STATUS[mlflowStatus(run)],
    tags: [],
    user_id: run.user,
  });
}

/** The dataset stands once in its experiment, what was done with it in the run. */
async function writeDataset(dataset: RunDataset, run: Run, folder: ExportFolder): Promise<void> {
  const { name, version, context, tags = {}, origin } = dataset;
  const id = md5(`${name}${version}`);
  const digest = version.slice(0, 36);
  await folder.write(
    `${run.experimentId}/datasets/${id}/meta.yaml`,
    metaYaml({
      digest,
      name,
      profile: origin?.profile,
      schema: origin?.schema,
      source: origin?.source ?? JSON.stringify({ modelyard: `${name}@${version}` }),
      source_type: origin?.sourceType ?? 'modelyard',
    }),
  );
  const all = { ...tags, ...(context === undefined ? {} : { 'mlflow.data.context': context }) };
  const lines = Object.entries(all).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}\n`);
  const input = metaYaml({
    destination_id: run.id,
    destination_type: 'RUN',
    source_id: id,
    source_type: 'DATASET',
  });
  const inputId = md5(`${id}${context ?? ''}${run.id}`);
  const text = `${input}tags: ${lines.length === 0 ? '{}\n' : `\n${lines.join('')}`}`;
  await folder.add(`${run.experimentId}/${run.id}/inputs/${inputId}/meta.yaml`, text);
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
