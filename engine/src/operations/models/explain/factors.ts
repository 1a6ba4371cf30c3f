import { usage } from '../../../failure.ts';
import type { Pipeline } from '../../../project/pipeline.ts';
import type { Factor, FactorKind } from './explanation.ts';
import { paramsRead } from './reach.ts';
import type { Side } from './side.ts';
import type { Slot } from './slots.ts';

/** A factor with the slots that are swapped with it. */
export interface SlotFactor extends Factor {
  readonly slots: readonly string[];
}

/** The order in which factors are swapped where nobody asks for another: first what the model is measured on, so that all else is compared on the same rows. */
export const FACTOR_KINDS: readonly FactorKind[] = [
  'test-data',
  'data',
  'features',
  'step',
  'params',
  'seed',
  'engine',
];

/**
 * Slots as factors, in the order of `FACTOR_KINDS`, then of the pipeline's steps. Params that one step uses are one factor.
 * @param apart each param is a factor
 */
export function groupFactors(slots: readonly Slot[], a: Side, b: Side, apart: boolean): readonly SlotFactor[] {
  const steps = [...new Set([...b.pipeline.steps.keys(), ...a.pipeline.steps.keys()])];
  const groups = new Map<string, { readonly of: Grouped; readonly slots: Slot[] }>();
  for (const slot of slots) {
    const of = groupOf(slot, { slots, steps, pipelines: [b.pipeline, a.pipeline], apart });
    const group = groups.get(of.factor) ?? { of, slots: [] };
    group.slots.push(slot);
    groups.set(of.factor, group);
  }
  const place = ({ of }: { readonly of: Grouped }) =>
    FACTOR_KINDS.indexOf(of.kind) * 1e6 + (of.step === undefined ? 0 : steps.indexOf(of.step));
  return [...groups.values()]
    .sort((one, other) => place(one) - place(other))
    .map(({ of, slots: own }) => factorOf(of, own));
}

/** @param asked kinds and factors, the first ones; the others follow as they stand */
export function orderFactors(factors: readonly SlotFactor[], asked: readonly string[]): readonly SlotFactor[] {
  const known = new Set<string>([...FACTOR_KINDS, ...factors.map(({ factor }) => factor)]);
  const unknown = asked.find((name) => !known.has(name));
  if (unknown !== undefined)
    throw usage(
      `\`--order ${unknown}\`: no such factor.`,
      `Name kinds (${FACTOR_KINDS.join(', ')}) or factors: ${factors.map(({ factor }) => factor).join(', ') || 'there is none'}.`,
    );
  const rank = ({ factor, kind }: SlotFactor) => {
    const at = asked.findIndex((name) => name === factor || name === kind);
    return at === -1 ? asked.length : at;
  };
  return factors.toSorted((one, other) => rank(one) - rank(other));
}

interface Grouped {
  readonly factor: string;
  readonly kind: FactorKind;
  readonly step?: string;
}

interface Grouping {
  readonly slots: readonly Slot[];
  readonly steps: readonly string[];
  /** B's, then A's. */
  readonly pipelines: readonly Pipeline[];
  readonly apart: boolean;
}

function groupOf(slot: Slot, grouping: Grouping): Grouped {
  switch (slot.kind) {
    case 'data':
    case 'test-data':
      return { factor: `${slot.kind}:${slot.dataset}`, kind: slot.kind };
    case 'view':
      return { factor: `features:${slot.view}`, kind: 'features' };
    case 'step':
    case 'code':
      return { factor: `step:${slot.step}`, kind: 'step', step: slot.step };
    case 'part':
      if (slot.part.kind === 'features')
        return { factor: `features-of:${slot.step}`, kind: 'features', step: slot.step };
      if (slot.part.kind === 'seed' || slot.part.name === 'seed') return { factor: 'seed', kind: 'seed' };
      return params(slot.step, `${slot.step}.${slot.part.name}`, grouping);
    case 'param': {
      if (slot.isSeed) return { factor: 'seed', kind: 'seed' };
      return params(userOf(slot.param, grouping), slot.param, grouping);
    }
    case 'engine':
      return { factor: 'engine', kind: 'engine' };
  }
}

function params(step: string, name: string, { apart }: Grouping): Grouped {
  return { factor: apart ? `param:${name}` : `params:${step}`, kind: 'params', step };
}

/** The first step whose spec names the param; programs, which are given all params, come last. */
function userOf(param: string, { steps, pipelines }: Grouping): string {
  const users = steps.filter((step) => pipelines.some((pipeline) => paramsRead(pipeline, step).includes(param)));
  const isProgram = (step: string) => pipelines.some((pipeline) => pipeline.steps.get(step)?.kind === 'run');
  return users.find((step) => !isProgram(step)) ?? users[0] ?? '';
}

function factorOf({ factor, kind }: Grouped, slots: readonly Slot[]): SlotFactor {
  const [only, second] = slots;
  const text = (which: 'before' | 'after') => {
    if (second === undefined) return only![which];
    const parts = slots.flatMap((slot) => (slot[which] === null ? [] : [`${nameOf(slot)} ${slot[which]}`]));
    return parts.length === 0 ? null : parts.join(', ');
  };
  return {
    factor,
    kind,
    label: labelOf(kind, slots),
    before: text('before'),
    after: text('after'),
    slots: slots.map(({ id }) => id),
  };
}

function labelOf(kind: FactorKind, slots: readonly Slot[]): string {
  const names = slots.map(nameOf).join(', ');
  switch (kind) {
    case 'test-data':
      return `test rows of ${names}`;
    case 'data':
      return `data ${names}`;
    case 'features':
      return `features ${names}`;
    case 'step':
      return `step ${slots.map((slot) => ('step' in slot ? slot.step : ''))[0]}`;
    default:
      return names;
  }
}

function nameOf(slot: Slot): string {
  switch (slot.kind) {
    case 'data':
    case 'test-data':
      return slot.dataset;
    case 'view':
      return slot.view;
    case 'param':
      return slot.param;
    case 'part':
      if (slot.part.kind === 'features') return `of ${slot.step}`;
      return slot.part.kind === 'seed' ? `${slot.step}.seed` : slot.part.name;
    case 'step':
      return 'spec';
    case 'code':
      return 'program';
    case 'engine':
      return 'engine';
  }
}
