import type { ModelVersion, RegisteredModel } from '../../ports/modelRegistry.ts';
import type { Run } from '../../ports/runStore.ts';
import type { Pipeline } from '../../project/pipeline.ts';
import { registrationsOf } from '../../project/registrations.ts';
import { RUN_TAGS, tagList } from '../../tracking/tags.ts';

/** The version that a run is held against. */
export interface Production {
  readonly alias: string;
  readonly version: ModelVersion;
}

const ALIAS = 'production';

/**
 * The version that carries the alias `production` of the model that the run registered, or that its pipeline registers.
 * Undefined where there is none, or where it is the run's own.
 */
export function productionOf(
  run: Run,
  pipeline: Pipeline | undefined,
  models: readonly RegisteredModel[],
): Production | undefined {
  const registered = registeredBy(run);
  const names = [...registered.map(({ name }) => name), ...modelsOf(pipeline)];
  for (const name of new Set(names)) {
    const model = models.find((one) => one.name === name);
    const alias = model?.aliases.find((one) => one.alias === ALIAS);
    const version = model?.versions.find((one) => one.version === alias?.version);
    if (version === undefined) continue;
    const isOwn = registered.some((one) => one.name === name && one.version === version.version);
    return isOwn || version.run === run.id ? undefined : { alias: ALIAS, version };
  }
  return undefined;
}

interface Registered {
  readonly name: string;
  readonly version: number;
}

/** Versions that a run registered. */
export function registeredBy(run: Run): readonly Registered[] {
  return tagList<Partial<Registered> | null>(run.tags[RUN_TAGS.models]).filter(
    (one): one is Registered => typeof one?.name === 'string' && typeof one.version === 'number',
  );
}

function modelsOf(pipeline: Pipeline | undefined): readonly string[] {
  return pipeline === undefined ? [] : registrationsOf(pipeline).flatMap(({ model }) => model ?? []);
}
