import { Failure } from '../../../failure.ts';
import type { Baseline } from '../../../math/baseline.ts';
import { readBaseline } from '../../../monitoring/baseline/readBaseline.ts';
import type { Signature } from '../../../ports/learner.ts';
import type { ModelVersion } from '../../../ports/modelRegistry.ts';
import type { OpenModel } from '../../../ports/modelRuntime.ts';
import { notRunnable } from '../../../registry/registryFailures.ts';
import { type ResolvedModel, resolveModel } from '../../../registry/resolveModel.ts';
import { openInPython } from '../../modelNamed.ts';
import type { MonitorAround } from '../monitorAround.ts';

/** The version that a check looks at. */
export interface WatchedModel {
  readonly version: ModelVersion;
  /** The alias by which the monitor names it. */
  readonly alias: string | null;
  readonly resolved: ResolvedModel;
}

/** @throws Failure `model-not-found`, `version-not-found`, `alias-not-found`, `version-withdrawn`, `model-not-registered` */
export async function watchedModel({ stores }: MonitorAround, reference: string): Promise<WatchedModel> {
  const resolved = await resolveModel(reference, stores);
  const { registered: version } = resolved;
  if (version === undefined)
    throw new Failure('model-not-registered', `${reference} is in no registry yet, and monitors watch versions.`, {
      next: 'Register it: `modelyard models register`.',
    });
  return { version, alias: /@(\w[\w-]*)$/.exec(reference)?.[1] ?? null, resolved };
}

export interface OpenedModel {
  readonly model: OpenModel;
  readonly signature: Signature;
}

/** Opens the model's bytes; close `model`. Rejects with a `Failure` where they are missing, damaged, or no model that we can run. */
export async function openWatched(
  { host, stores, root }: MonitorAround,
  { resolved, version }: WatchedModel,
): Promise<OpenedModel> {
  if (resolved.format === 'files') throw notRunnable(resolved.reference);
  if (resolved.format === 'mlflow')
    return { model: await openInPython(host, { ...stores, root }, resolved), signature: { inputs: {}, outputs: {} } };
  const file = await stores.artifacts.path(resolved.sha256, `model ${resolved.reference}`);
  const model = await host.runtime.open(file);
  return { model, signature: model.signature ?? version.signature };
}

/** What is stored of the rows that the version learned from. @throws Failure `no-baseline`, `baseline-form`, `baseline-broken` */
export async function baselineOf({ stores }: MonitorAround, { resolved }: WatchedModel): Promise<Baseline> {
  const { reference, baseline: sha256 } = resolved;
  if (sha256 === undefined)
    throw new Failure('no-baseline', `${reference} was registered without a baseline of what it learned from.`, {
      next: 'Name rows under `reference` of the monitor: a dataset, predictions or an offset.',
    });
  const bytes = await stores.artifacts.bytes(sha256, `baseline of ${reference}`);
  return readBaseline(
    new TextDecoder().decode(bytes),
    reference,
    'Name rows under `reference` of the monitor, or train a new version.',
  );
}
