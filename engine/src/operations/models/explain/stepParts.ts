import { fixedPath } from '../../../language/expressions/references.ts';
import { isRecord } from '../../../language/isRecord.ts';
import type { Json } from '../../../language/tree.ts';
import type { Pipeline, PipelineStep } from '../../../project/pipeline.ts';
import { type JsonMap, valueAt } from '../../../project/read.ts';
import { type SpecValue, wholeExpression } from '../../../project/specValue.ts';

/** What of a step is swapped apart from the step itself. */
export type StepPart =
  | { readonly kind: 'features' }
  | { readonly kind: 'seed' }
  /** An entry of `with.params`. */
  | { readonly kind: 'setting'; readonly name: string };

/** A step as its file has it, cut into what is swapped apart. */
export interface CutStep {
  /** Without the parts, and without what decides nothing of what it gives. */
  readonly rest: JsonMap;
  readonly parts: ReadonlyMap<string, { readonly part: StepPart; readonly value: Json }>;
}

const DECIDES_NOTHING = new Set(['description', 'retries', 'timeout', 'cache', 'with']);

export function cutStep(pipeline: Pipeline, id: string): CutStep {
  const raw = valueAt(pipeline.tree, ['steps', id]);
  const step = isRecord(raw) ? raw : {};
  const own = Object.fromEntries(Object.entries(step).filter(([key]) => !DECIDES_NOTHING.has(key)));
  const given = step['with'];
  if (!isRecord(given)) return { rest: given === undefined ? own : { ...own, with: given }, parts: new Map() };
  const parts = new Map<string, { part: StepPart; value: Json }>();
  const rest: Record<string, Json> = {};
  for (const [key, value] of Object.entries(given)) {
    if (key === 'features' || key === 'seed') parts.set(key, { part: { kind: key }, value });
    else if (key === 'params' && isRecord(value))
      for (const [name, setting] of Object.entries(value))
        parts.set(`params.${name}`, { part: { kind: 'setting', name }, value: setting });
    else rest[key] = value;
  }
  return { rest: { ...own, with: rest }, parts };
}

/** The step with a part as another has it. */
export function withPart(step: PipelineStep, part: StepPart, other: PipelineStep): PipelineStep {
  if (step.kind !== 'uses' || other.kind !== 'uses') return step;
  const values = new Map(step.with);
  if (part.kind === 'setting') {
    const settings = new Map(entriesOf(step.with.get('params')));
    put(settings, part.name, entriesOf(other.with.get('params')).get(part.name));
    values.set('params', { kind: 'map', entries: settings, range: step.range });
  } else put(values, part.kind, other.with.get(part.kind));
  const needs = [...step.needs, ...other.needs.filter((need) => !step.needs.some((own) => own.step === need.step))];
  return { ...step, with: values, needs };
}

/** The step with every seed that it spells out moved on. */
export function withSeedsMoved(step: PipelineStep, by: number): PipelineStep {
  if (step.kind !== 'uses' || by === 0) return step;
  const values = new Map(step.with);
  const seed = moved(values.get('seed'), by);
  if (seed) values.set('seed', seed);
  const settings = new Map(entriesOf(values.get('params')));
  const setting = moved(settings.get('seed'), by);
  if (setting) values.set('params', { kind: 'map', entries: settings.set('seed', setting), range: step.range });
  return { ...step, with: values };
}

/** An evaluation that measures all rows and no more: intervals and slices change no metric of theirs. */
export function withoutIntervals(step: PipelineStep): PipelineStep {
  if (step.kind !== 'uses') return step;
  const { range } = step;
  const resamples: SpecValue = { kind: 'constant', value: 0, range };
  const values = new Map(step.with);
  values.delete('slices');
  values.set('intervals', { kind: 'map', entries: new Map([['resamples', resamples]]), range });
  return { ...step, with: values };
}

/** Seeds of a step: numbers that it spells out, and params of the pipeline that stand in the place of one. */
export function seedsOf(step: PipelineStep): { readonly spelt: boolean; readonly params: readonly string[] } {
  if (step.kind !== 'uses' || step.uses === 'model/evaluate') return { spelt: false, params: [] };
  const values = [step.with.get('seed'), entriesOf(step.with.get('params')).get('seed')];
  const params = values.flatMap((value) => {
    const expression = wholeExpression(value);
    const [context, name] = (expression && fixedPath(expression)) ?? [];
    return context === 'params' && typeof name === 'string' ? [name] : [];
  });
  return { spelt: values.some((value) => moved(value, 1) !== undefined), params };
}

function entriesOf(value: SpecValue | undefined): ReadonlyMap<string, SpecValue> {
  return value?.kind === 'map' ? value.entries : new Map();
}

function put(values: Map<string, SpecValue>, name: string, value: SpecValue | undefined): void {
  if (value === undefined) values.delete(name);
  else values.set(name, value);
}

function moved(value: SpecValue | undefined, by: number): SpecValue | undefined {
  if (value?.kind !== 'constant' || typeof value.value !== 'number') return undefined;
  return { ...value, value: movedSeed(value.value, by) };
}

/** Seeds are integers of 32 bits. */
export function movedSeed(seed: number, by: number): number {
  return (seed + by) % 2 ** 32;
}
