import { createHash } from 'node:crypto';
import { Failure } from '../../../failure.ts';
import type { Monitor } from '../../../monitoring/spec/monitor.ts';
import { type CheckAround, orFailure } from './around.ts';
import type { Recipe } from './recipe.ts';
import type { WatchedModel } from './watchedModel.ts';
import type { Window } from './windows.ts';

export interface Basis {
  readonly monitor: Monitor;
  readonly watched: WatchedModel;
  readonly recipe: Recipe | Failure;
  readonly window: Window;
  /** Now, or the moment that the check is made for. */
  readonly at: number;
}

/** Grows when the same rows would be judged otherwise. */
const REVISION = 3;

/**
 * Hash of all that decides what is found, but for the labels that are known by the moment of the check: spec, version, data, window.
 * What cannot be read counts by its reason; logged predictions have no version, and are others each time.
 */
export async function basisOf(around: CheckAround, { monitor, watched, recipe, window, at }: Basis): Promise<string> {
  const { current, reference, performance, health } = monitor;
  const { host, project, root } = around;
  const named = [
    ...(current.kind === 'dataset' ? [current.dataset] : []),
    ...(reference.kind === 'dataset' ? [reference.dataset] : []),
    ...(performance === null ? [] : [performance.labels.dataset]),
    ...(recipe instanceof Failure ? [] : viewDatasets(recipe)),
  ];
  const versions: unknown[] = [];
  for (const name of [...new Set(named)].sort()) {
    const dataset = await orFailure(around.dataset(name));
    versions.push([name, dataset instanceof Failure ? dataset.message : [dataset.version, dataset.spec]]);
  }
  const parts = [REVISION, monitor.hash, watched.resolved.reference, watched.resolved.sha256, versions, window];
  const stored = reference.kind === 'baselineFile' ? await fileHash(around, `${root}/${reference.file}`) : null;
  const variables = [...project.variables].sort().map((name) => host.machine.variables[name] ?? null);
  const aged = health.freshness === undefined ? null : at;
  const kept = recipe instanceof Failure ? recipe.message : null;
  const log = current.kind === 'predictions' || reference.kind === 'predictions' ? host.clock.now() : null;
  return createHash('sha256')
    .update(JSON.stringify([...parts, stored, variables, aged, kept, log]))
    .digest('hex');
}

async function fileHash({ host }: CheckAround, file: string): Promise<string> {
  const found = await orFailure(host.files.hash(file));
  return found instanceof Failure ? found.message : found.sha256;
}

function viewDatasets({ features, featureView }: Recipe): readonly string[] {
  const joins = features as unknown as readonly { readonly view: string }[];
  return joins.map(({ view }) => featureView(view).dataset);
}
