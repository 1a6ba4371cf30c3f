import { DEFAULT_METRICS } from '../catalog/metrics.ts';
import { evaluationsOf } from './evaluationsOf.ts';
import { isSameList } from './fileIndex.ts';
import { onceForEach } from './onceForEach.ts';
import type { Pipeline, UsesStep } from './pipeline.ts';
import type { Derivation, Project } from './project.ts';
import { constantText, type SpecValue } from './specValue.ts';
import { stepOf } from './tables.ts';

/** A step that registers a model, and what the version will hold. */
export interface Registration {
  readonly pipeline: Pipeline;
  readonly step: UsesStep;
  /** Name of the model; undefined where an expression gives it. */
  readonly model: string | undefined;
  /** The step that makes the model, where it is one of the pipeline's own. */
  readonly maker: string | undefined;
  /** The steps that evaluate the same model. */
  readonly evaluations: readonly UsesStep[];
  /** Names of what those measure; undefined where that is not known before the run. */
  readonly metrics: ReadonlySet<string> | undefined;
}

/** What a pipeline registers. */
export const registrationsOf: (pipeline: Pipeline) => readonly Registration[] = onceForEach((pipeline) =>
  [...pipeline.steps.values()].flatMap((step) =>
    step.kind === 'uses' && step.uses === 'model/register' ? [registration(pipeline, step)] : [],
  ),
);

/** What all pipelines register. */
export function registrations(project: Project): readonly Registration[] {
  return [...project.pipelines.values()].flatMap(registrationsOf);
}

/** Those that register a model of this name, and those of which the name is not known. */
export function registrationsFor(project: Project, model: string): readonly Registration[] {
  return project.derive({
    name: `registrations of ${model}`,
    of: (whole) => [...(byModel(whole).get(model) ?? []), ...(byModel(whole).get(undefined) ?? [])],
    isSame: isSameList,
  });
}

const byModel = onceForEach((project: Project) => Map.groupBy(registrations(project), ({ model }) => model));

/** Names of the models that are registered or that a pipeline registers, sorted. */
export function modelNames(project: Project): readonly string[] {
  return project.derive(MODEL_NAMES);
}

const MODEL_NAMES: Derivation<readonly string[]> = {
  name: 'model names',
  of: onceForEach((project) => {
    const made = registrations(project).flatMap(({ model }) => model ?? []);
    return [...new Set([...project.models.keys(), ...made])].sort();
  }),
  isSame: isSameList,
};

/** Names of own metrics that any pipeline measures; undefined where that is not known before a run. */
export function ownMetrics(project: Project): readonly string[] | undefined {
  return project.derive(OWN_METRICS);
}

const OWN_METRICS: Derivation<readonly string[] | undefined> = {
  name: 'own metrics',
  of: onceForEach((project) => {
    const names = [...project.pipelines.values()].map(ownMetricsOf);
    return names.includes(undefined) ? undefined : [...new Set(names.flatMap((own) => own ?? []))];
  }),
  isSame: (before, now) => before === now || (before !== undefined && now !== undefined && isSameList(before, now)),
};

/** Names of own metrics that steps of a pipeline measure; undefined where that is not known before the run. */
export const ownMetricsOf: (pipeline: Pipeline) => readonly string[] | undefined = onceForEach((pipeline) => {
  const names: string[] = [];
  for (const step of pipeline.steps.values()) {
    const asked = step.kind === 'uses' && step.uses === 'model/evaluate' ? step.with.get('metrics') : undefined;
    if (asked === undefined) continue;
    if (asked.kind !== 'list') return undefined;
    for (const item of asked.items) {
      if (item.kind !== 'map' && constantText(item) === undefined) return undefined;
      if (item.kind !== 'map') continue;
      const name = metricName(item);
      if (name === undefined) return undefined;
      names.push(name);
    }
  }
  return names;
});

function registration(pipeline: Pipeline, step: UsesStep): Registration {
  const maker = makerOf(pipeline, step.with.get('model'));
  const evaluations = evaluationsOf(pipeline, step);
  const metrics = maker === undefined ? undefined : measured(evaluations);
  return { pipeline, step, model: constantText(step.with.get('name')), maker, evaluations, metrics };
}

function makerOf(pipeline: Pipeline, model: SpecValue | undefined): string | undefined {
  return model && stepOf(pipeline, model)?.id;
}

function measured(evaluations: readonly UsesStep[]): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const { with: given } of evaluations) {
    const asked = given.get('metrics');
    if (asked === undefined) for (const name of Object.values(DEFAULT_METRICS).flat()) names.add(name);
    else if (asked.kind !== 'list') return undefined;
    else
      for (const item of asked.items) {
        const name = metricName(item);
        if (name === undefined) return undefined;
        names.add(name);
      }
  }
  return names;
}

/** Of a built-in metric, or of an own one. */
function metricName(item: SpecValue): string | undefined {
  return constantText(item.kind === 'map' ? item.entries.get('name') : item);
}
