import { posix as path } from 'node:path';
import { Failure } from '../../failure.ts';
import type { Host, Stores } from '../../ports/host.ts';
import type { MetricFact, NewModelVersion } from '../../ports/modelRegistry.ts';
import type { Run } from '../../ports/runStore.ts';
import type { ModelValue } from '../../ports/step.ts';
import { recordedModel, resolveModel } from '../../registry/resolveModel.ts';
import type { ModelFile } from '../../steps/modelForm.ts';
import { modelFromFile } from '../../steps/modelFromFile.ts';
import { modelFromFolder, modelOfOneFile } from '../../steps/modelFromFolder.ts';
import { viewMetrics } from '../../tracking/runView.ts';
import { RUN_TAGS, SYSTEM } from '../../tracking/tags.ts';

/** A model that may become a version: its bytes are in the store, what goes in and out is known. */
export interface Candidate {
  readonly facts: Facts;
  /** As a run would have recorded it. */
  readonly value: ModelValue;
  /** Where it comes from, in the user's words. */
  readonly source: string;
  /** The run that made it. */
  readonly run: string | undefined;
  /** Its files, where it came from outside. */
  readonly files: readonly ModelFile[];
}

type Facts = Omit<NewModelVersion, 'name' | 'run' | 'environment'>;

/** @throws Failure `not-a-model`, `model-input-type`, `file-not-found` */
export async function modelOfFile(
  file: string,
  around: { readonly runtime: Host['runtime']; readonly artifacts: Stores['artifacts'] },
): Promise<Candidate> {
  const value = await modelFromFile(around, file, {});
  return fromOutside(value, path.basename(file), [
    { path: path.basename(file), sha256: value.sha256, size: value.size },
  ]);
}

/** Any other file: only its bytes are known. */
export async function modelOfAnyFile(file: string, around: FolderAround): Promise<Candidate> {
  const name = path.basename(file);
  const kept = await around.artifacts.put(file);
  return fromOutside(await modelOfOneFile(around, { name, ...kept }, {}), name, [{ path: name, ...kept }]);
}

/** @throws Failure `empty-folder`, `file-name` */
export async function modelOfFolder(folder: string, around: FolderAround): Promise<Candidate> {
  const { value, files } = await modelFromFolder(around, folder, {});
  return fromOutside(value, path.basename(folder), files);
}

type FolderAround = Pick<Host, 'runtime' | 'files'> & Pick<Stores, 'artifacts'>;

function fromOutside(value: ModelValue, source: string, files: readonly ModelFile[]): Candidate {
  return { value, facts: factsOf(value, undefined), source, run: undefined, files };
}

/** The model of a run or of a version, with what its run or its version says of it. */
export async function modelOfReference(reference: string, { registry, runs }: Stores): Promise<Candidate> {
  const found = await resolveModel(reference, { registry, runs });
  const { registered, format, sha256, size, signature, baseline, params, lineage } = found;
  if (signature === undefined)
    throw new Failure('no-signature', `${reference} does not say what goes in and out.`, {
      next: 'Register an ONNX model: its file says it.',
    });
  const [target, output] = Object.entries(signature.outputs)[0] ?? [null, undefined];
  const run = await runs.run(found.run).catch(unknownRun);
  const value: ModelValue = {
    kind: 'model',
    ...{ format, sha256, size, signature, target, params, lineage },
    ...(found.folder === undefined ? {} : { folder: found.folder }),
    task: output?.task ?? null,
    baseline: baseline ?? null,
    ...(run === undefined ? {} : features(recordedModel(run))),
  };
  if (registered !== undefined) {
    const { pipeline, metrics, evidence, source } = registered;
    const origin = source === undefined ? {} : { source };
    const facts = { ...factsOf(value, run), params: registered.params, features: registered.features };
    return {
      value,
      facts: { ...facts, ...origin, pipeline, metrics, evidence },
      source: found.reference,
      run: run?.id,
      files: [],
    };
  }
  const around = run?.parent === undefined ? run : await runs.run(run.parent);
  const facts = factsOf(value, around);
  return {
    value,
    facts: { ...facts, metrics: around ? measured(around) : {} },
    source: found.reference,
    run: run?.id,
    files: [],
  };
}

/** What a version takes over from a run that somebody names for it. */
export function factsOfRun(run: Run, facts: Facts): Pick<Facts, 'pipeline' | 'params' | 'data' | 'metrics'> {
  const data = run.datasets.flatMap(({ name, version, rows }) =>
    rows === undefined ? [] : [[name, { version, rows }] as const],
  );
  return {
    pipeline: run.tags[RUN_TAGS.pipeline],
    params: { ...run.params, ...facts.params },
    data: data.length > 0 ? Object.fromEntries(data) : facts.data,
    metrics: measured(run),
  };
}

function factsOf(value: ModelValue, run: Run | undefined): Facts {
  const { format, sha256, size, folder, signature, params, lineage, baseline, features = {} } = value;
  const given = Object.entries(params).flatMap(([name, one]) => (one === null ? [] : [[name, one] as const]));
  return {
    ...{ format, sha256, size, features },
    ...(folder === undefined ? {} : { folder }),
    signature: signature ?? { inputs: {}, outputs: {} },
    pipeline: run?.tags[RUN_TAGS.pipeline],
    params: Object.fromEntries(given),
    data: lineage,
    metrics: {},
    evidence: baseline === null ? {} : { baseline },
  };
}

/** Finite figures, with the ends of their intervals. */
function measured(run: Run): Readonly<Record<string, MetricFact>> {
  const facts = Object.entries(viewMetrics(run)).flatMap(([name, { value, low, high }]) =>
    Number.isFinite(value) && !name.startsWith(SYSTEM)
      ? [[name, { value, ...(low === undefined || high === undefined ? {} : { low, high }) }] as const]
      : [],
  );
  return Object.fromEntries(facts);
}

function features(value: ModelValue | undefined): Pick<ModelValue, 'features'> {
  return value?.features === undefined ? {} : { features: value.features };
}

/** A version whose run is on another machine stands for itself. */
function unknownRun(error: unknown): undefined {
  if (error instanceof Failure && error.reason === 'run-not-found') return undefined;
  throw error;
}
