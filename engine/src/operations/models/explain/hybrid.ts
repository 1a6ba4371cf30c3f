import type { FeaturesSpec } from '../../../language/specs.generated.ts';
import { viewNamed } from '../../../project/featureViews.ts';
import type { ParamValue, Pipeline, PipelineStep } from '../../../project/pipeline.ts';
import type { Side } from './side.ts';
import type { Slot } from './slots.ts';
import { movedSeed, seedsOf, withPart, withSeedsMoved } from './stepParts.ts';

/** A configuration between A and B. */
export interface State {
  /** Ids of the slots that are as B has them. */
  readonly swapped: ReadonlySet<string>;
  /** How far all seeds are moved on. */
  readonly seed: number;
}

export interface Hybrid {
  readonly pipeline: Pipeline;
  readonly params: Readonly<Record<string, ParamValue>>;
  featureView(name: string): FeaturesSpec;
  /** Whose a step is, its parts aside. */
  sideOf(step: string): Side;
}

/** The pipeline of a configuration. What only one run has is there for whoever uses it. */
export function hybridOf(a: Side, b: Side, slots: readonly Slot[], { swapped, seed }: State): Hybrid {
  const isB = (id: string) => swapped.has(id);
  const sideOf = (step: string) => {
    if (!a.pipeline.steps.has(step)) return b;
    return b.pipeline.steps.has(step) && isB(`step ${step}`) ? b : a;
  };
  const ids = [...new Set([...a.pipeline.steps.keys(), ...b.pipeline.steps.keys()])];
  const steps = new Map<string, PipelineStep>();
  for (const id of ids) {
    let step = sideOf(id).pipeline.steps.get(id)!;
    for (const slot of slots)
      if (slot.kind === 'part' && slot.step === id) {
        const other = (isB(slot.id) ? b : a).pipeline.steps.get(id)!;
        step = withPart(step, slot.part, other);
      }
    steps.set(id, withSeedsMoved(step, seed));
  }
  const params = paramsOf(a, b, isB);
  const seeds = new Set([...steps.values()].flatMap((step) => seedsOf(step).params));
  return {
    pipeline: { ...b.pipeline, params: new Map([...a.pipeline.params, ...b.pipeline.params]), steps },
    params: Object.fromEntries(
      Object.entries(params).map(([name, value]) => [
        name,
        seeds.has(name) && typeof value === 'number' ? movedSeed(value, seed) : value,
      ]),
    ),
    featureView: (name) => {
      const side = a.project.views.has(name) && !isB(`view ${name}`) ? a : b;
      return viewNamed(side.project, name);
    },
    sideOf,
  };
}

function paramsOf(a: Side, b: Side, isB: (id: string) => boolean): Readonly<Record<string, ParamValue>> {
  const params: Record<string, ParamValue> = { ...b.params };
  for (const [name, value] of Object.entries(a.params))
    if (params[name] === undefined || !isB(`param ${name}`)) params[name] = value;
  return params;
}
