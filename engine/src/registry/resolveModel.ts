import type { ModelRegistry, ModelVersion } from '../ports/modelRegistry.ts';
import type { Run, RunStore } from '../ports/runStore.ts';
import type { Lineage, ModelValue } from '../ports/step.ts';
import { runWithModels, runWithoutModel } from './registryFailures.ts';

/** Tag of a step's run: JSON of the `ModelValue` that it made. */
export const MODEL_TAG = 'modelyard.model';

/** Where models are looked for. */
export interface ModelSources {
  readonly registry: Pick<ModelRegistry, 'resolve'>;
  readonly runs: Pick<RunStore, 'run' | 'children'>;
}

/** A model somebody named, wherever it stands. */
export interface ResolvedModel {
  /** `NAME:VERSION`, or `run:ID` before it is registered. */
  readonly reference: string;
  readonly format: ModelVersion['format'];
  readonly sha256: string;
  readonly size: number;
  /** Of a model that is a folder: the object that lists its files. */
  readonly folder: string | undefined;
  readonly signature: ModelVersion['signature'] | undefined;
  /** Training baseline, by sha256. */
  readonly baseline: string | undefined;
  /** Of its learner. */
  readonly params: ModelValue['params'];
  /** Data versions it learned from. */
  readonly lineage: Lineage;
  /** Id of the run that made it. */
  readonly run: string;
  readonly registered: ModelVersion | undefined;
}

/**
 * `name`, `name:3`, `name@alias`, or `run:ID`: the model that a finished run, or one nested in it, has made.
 * @throws Failure `model-not-found`, `version-not-found`, `alias-not-found`, `model-reference`, `run-not-found`,
 *   `run-ambiguous`, `run-without-model`, `run-with-models`
 */
export async function resolveModel(reference: string, { registry, runs }: ModelSources): Promise<ResolvedModel> {
  if (reference.startsWith('run:')) return modelOfRun(reference.slice('run:'.length), runs);
  const version = await registry.resolve(reference);
  const { name, format, sha256, size, folder, signature, run, evidence, params, data } = version;
  return {
    reference: `${name}:${version.version}`,
    format,
    sha256,
    size,
    folder,
    signature,
    baseline: evidence.baseline,
    params,
    lineage: data,
    run,
    registered: version,
  };
}

/** The model value a run has made itself; undefined when there is none. */
export function recordedModel(run: Run): ModelValue | undefined {
  const text = run.tags[MODEL_TAG];
  return run.status === 'finished' && text !== undefined ? (JSON.parse(text) as ModelValue) : undefined;
}

async function modelOfRun(id: string, runs: ModelSources['runs']): Promise<ResolvedModel> {
  const run = await runs.run(id);
  const made = new Map<string, { run: Run; model: ModelValue }>();
  for (const candidate of [run, ...(await runs.children(run.id))]) {
    const model = recordedModel(candidate);
    if (model && !made.has(model.sha256)) made.set(model.sha256, { run: candidate, model });
  }
  const [only, second] = [...made.values()];
  if (!only) throw runWithoutModel(run.id);
  if (second)
    throw runWithModels(
      run.id,
      [...made.values()].map((one) => `${one.run.name} (run:${one.run.id})`),
    );
  const { format, sha256, size, folder, signature, baseline, params, lineage } = only.model;
  return {
    reference: `run:${only.run.id}`,
    format,
    sha256,
    size,
    folder,
    signature: signature ?? undefined,
    baseline: baseline ?? undefined,
    params,
    lineage,
    run: only.run.id,
    registered: undefined,
  };
}
