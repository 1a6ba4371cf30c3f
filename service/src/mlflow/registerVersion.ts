import { factsOfRun } from '../../../engine/src/operations/models/candidate.ts';
import { noteVersion } from '../../../engine/src/operations/models/register.ts';
import type { LoggedModel } from '../../../engine/src/ports/loggedModelStore.ts';
import type { MetricFact, ModelVersion, NewModelVersion } from '../../../engine/src/ports/modelRegistry.ts';
import type { Run } from '../../../engine/src/ports/runStore.ts';
import { folderHash } from '../../../engine/src/registry/modelFolder.ts';
import { formOf } from '../../../engine/src/steps/modelForm.ts';
import { tagList } from '../../../engine/src/tracking/tags.ts';
import type { ServiceContext } from '../http/route.ts';
import { invalid, MlflowError } from './errors.ts';
import { filesOf, type ModelSource, sourceOf } from './modelSources.ts';
import { versionUri } from './registryView.ts';

/** Tag of a logged model: JSON list of the versions made of it. */
const VERSIONS = 'mlflow.modelVersions';

export interface Registering {
  readonly name: string;
  readonly source: string;
  /** Id, where the client named one. */
  readonly run: string | undefined;
  /** A prompt is text in its tags. */
  readonly isPrompt: boolean;
}

/** Makes the next version of what an address leads to; as MLflow has it, also where its bytes are registered already. */
export async function registerVersion(wanted: Registering, context: ServiceContext): Promise<ModelVersion> {
  const { stores } = context;
  const source: ModelSource = wanted.isPrompt ? { kind: 'external' } : await sourceOf(wanted.source, stores);
  const logged = source.kind === 'files' ? source.logged : undefined;
  const run = await runOf(wanted.run || logged?.run || ownerRun(source), context);
  const facts = await factsOf(wanted, source, run, context);
  const { version } = await stores.registry.register(
    { ...facts, name: wanted.name, source: wanted.source },
    { again: true },
  );
  if (run !== undefined && run.lifecycle === 'active') await noteVersion(run, version, stores);
  if (logged !== undefined) await noteOnModel(logged, version, context);
  return version;
}

/** Where the bytes of a version are found: where they were registered from while they are the same, else in the registry. */
export async function downloadUri(version: ModelVersion, { stores }: ServiceContext): Promise<string> {
  if (version.source === undefined) return versionUri(version);
  const isHere = /^(models|runs|mlflow-artifacts):/.test(version.source);
  if (!isHere) return version.folder === undefined && version.format === 'files' ? version.source : versionUri(version);
  const source = await sourceOf(version.source, stores).catch(gone);
  if (source?.kind !== 'files' || version.folder === undefined) return versionUri(version);
  const files = await filesOf(source, stores);
  return folderHash(files) === version.folder ? source.uri : versionUri(version);
}

async function factsOf(
  wanted: Registering,
  source: ModelSource,
  run: Run | undefined,
  context: ServiceContext,
): Promise<Omit<NewModelVersion, 'name'>> {
  const machine = context.host.machine;
  const ours = { modelyard: machine.modelyard, node: machine.node, platform: machine.platform };
  if (source.kind === 'version') {
    const { name: _, version: __, semver: ___, created, by, commit, dirty, ...facts } = source.version;
    return facts;
  }
  const common = { run: run?.id ?? wanted.run ?? '', pipeline: undefined, params: {}, data: {}, features: {} };
  const base = { ...common, metrics: {}, evidence: {}, environment: ours };
  if (source.kind === 'external') {
    const { sha256 } = await context.stores.artifacts.putBytes(`${wanted.source}\n`);
    return { ...base, format: 'files', sha256, size: 0, signature: { inputs: {}, outputs: {} } };
  }
  const files = await filesOf(source, context.stores);
  if (files.length === 0)
    throw invalid(`Unable to register '${wanted.source.slice(0, 200)}': it has no files. Log the model first.`);
  const { bytes, environment } = await formOf(files, context);
  const facts = { ...base, ...bytes, environment: { ...ours, ...environment } };
  const known = run === undefined ? facts : { ...facts, ...factsOfRun(run, facts) };
  if (source.logged === undefined) return known;
  return {
    ...known,
    params: { ...known.params, ...source.logged.params },
    metrics: { ...known.metrics, ...metricsOf(source.logged) },
  };
}

/** Finite figures, the latest of each. */
function metricsOf({ metrics }: LoggedModel): Readonly<Record<string, MetricFact>> {
  return Object.fromEntries(
    metrics.flatMap(({ key, value }) => (Number.isFinite(value) ? [[key, { value }] as const] : [])),
  );
}

function ownerRun(source: ModelSource): string | undefined {
  return source.kind === 'files' && source.owner.kind === 'run' ? source.owner.id : undefined;
}

/** Undefined for a run of another place: MLflow takes any. */
async function runOf(id: string | undefined, { stores }: ServiceContext): Promise<Run | undefined> {
  if (id === undefined || !/^[0-9a-f]{32}$/.test(id)) return undefined;
  return stores.runs.run(id, { artifacts: false }).catch(gone);
}

/** As the server of MLflow keeps it; its clients write it once more. */
async function noteOnModel(
  model: LoggedModel,
  { name, version }: ModelVersion,
  { stores }: ServiceContext,
): Promise<void> {
  await stores.locks.exclusively(`model versions ${model.id}`, async () => {
    const { tags } = await stores.runs.loggedModel(model.id);
    const versions = [...tagList<object>(tags[VERSIONS]), { name, version }];
    await stores.runs.logModel(model.id, { tags: { [VERSIONS]: pythonJson(versions) } });
  });
}

/** With the spaces that Python's `json` writes. */
function pythonJson(list: readonly object[]): string {
  const entries = list.map((entry) =>
    Object.entries(entry)
      .map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`)
      .join(', '),
  );
  return `[${entries.map((entry) => `{${entry}}`).join(', ')}]`;
}

function gone(error: unknown): undefined {
  const isRefused = error instanceof MlflowError || (error instanceof Error && error.name === 'Failure');
  if (isRefused) return undefined;
  throw error;
}
