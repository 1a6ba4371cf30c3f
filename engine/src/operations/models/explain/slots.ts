import { readView } from '../../../data/features/view.ts';
import { count } from '../../../language/figures.ts';
import type { FeaturesSpec } from '../../../language/specs.generated.ts';
import type { Json } from '../../../language/tree.ts';
import type { RunDataset } from '../../../ports/runStore.ts';
import type { Dataset } from '../../../project/dataset.ts';
import { viewFile } from '../../../project/featureViews.ts';
import { valueAt } from '../../../project/read.ts';
import { canonicalText, differingText, shortText } from './plainText.ts';
import type { Side } from './side.ts';
import { cutStep, type StepPart, seedsOf } from './stepParts.ts';

/** The smallest thing that can be as A or as B has it. */
export type Slot = SlotPlace & {
  readonly id: string;
  readonly before: string | null;
  readonly after: string | null;
};

export type SlotPlace =
  | { readonly kind: 'data'; readonly dataset: string }
  /** The dataset as the rows that the model is measured on are made of it. */
  | { readonly kind: 'test-data'; readonly dataset: string }
  | { readonly kind: 'view'; readonly view: string }
  | { readonly kind: 'step'; readonly step: string }
  | { readonly kind: 'part'; readonly step: string; readonly part: StepPart }
  | { readonly kind: 'param'; readonly param: string; readonly isSeed: boolean }
  /** What a step does beside its spec: programs, packages. */
  | { readonly kind: 'code'; readonly step: string }
  | { readonly kind: 'engine' };

/** All that specs, params and data versions tell of how B differs from A; what only one of them has comes with the step that uses it. */
export function findSlots(a: Side, b: Side): readonly Slot[] {
  return [...dataSlots(a, b), ...viewSlots(a, b), ...stepSlots(a, b), ...paramSlots(a, b)];
}

export const ENGINE = 'engine';

export function dataSlotId(dataset: string): string {
  return `data ${dataset}`;
}

export function testDataSlotId(dataset: string): string {
  return `test-data ${dataset}`;
}

export function codeSlotId(step: string): string {
  return `code ${step}`;
}

/** Ids of steps that both have. */
export function commonSteps(a: Side, b: Side): readonly string[] {
  return [...b.pipeline.steps.keys()].filter((id) => a.pipeline.steps.has(id));
}

function dataSlots(a: Side, b: Side): readonly Slot[] {
  const names = [...b.project.datasets.keys()].filter((name) => a.project.datasets.has(name));
  return names.flatMap((dataset): readonly Slot[] => {
    const [first, second] = [readDataset(a, dataset), readDataset(b, dataset)];
    if (first.key === second.key) return [];
    const spec = differingText(first.spec, second.spec);
    const text = (version: string | null, other: string | null) =>
      [version, other].filter((part) => part !== null).join('; ') || null;
    return [
      {
        id: dataSlotId(dataset),
        kind: 'data',
        dataset,
        before: text(first.shown, spec.before),
        after: text(second.shown, spec.after),
      },
    ];
  });
}

interface ReadDataset {
  readonly key: string;
  readonly shown: string | null;
  readonly spec: { readonly [key: string]: Json };
}

/** The version of SQL follows from those below it, which are swapped by themselves. */
function readDataset(side: Side, name: string): ReadDataset {
  const dataset = side.project.datasets.get(name)!;
  const spec = readingSpec(dataset);
  const read = side.run.datasets.find((one) => one.name === name);
  const version = dataset.source.kind === 'sql' ? undefined : read;
  return {
    key: canonicalText([version?.version ?? null, spec]),
    shown: version ? shownVersion(version) : null,
    spec,
  };
}

function shownVersion({ version, rows }: RunDataset): string {
  return version.slice(0, 12) + (rows === undefined ? '' : ` (${count(rows)} rows)`);
}

function readingSpec({ tree, source }: Dataset): { readonly [key: string]: Json } {
  const keys = ['timestamp', 'key', 'timezone', 'csv', ...(source.kind === 'sql' ? ['source'] : [])];
  return Object.fromEntries(
    keys.flatMap((key): [string, Json][] => {
      const value = valueAt(tree, [key]);
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

function viewSlots(a: Side, b: Side): readonly Slot[] {
  return b.project.names('features').flatMap((view): readonly Slot[] => {
    const [first, second] = [viewOf(a, view), viewOf(b, view)];
    if (first === undefined || second === undefined || hashOf(first) === hashOf(second)) return [];
    const named = (spec: FeaturesSpec) => spec as unknown as { readonly [key: string]: Json };
    return [{ id: `view ${view}`, kind: 'view', view, ...differingText(named(first), named(second)) }];
  });
}

function viewOf({ project }: Side, view: string): FeaturesSpec | undefined {
  return viewFile(project, view)?.tree.value as unknown as FeaturesSpec | undefined;
}

function hashOf(spec: FeaturesSpec): string {
  return readView(spec).hash;
}

function stepSlots(a: Side, b: Side): readonly Slot[] {
  return commonSteps(a, b).flatMap((step): readonly Slot[] => {
    const [first, second] = [cutStep(a.pipeline, step), cutStep(b.pipeline, step)];
    const isOtherKind = first.rest['uses'] !== second.rest['uses'];
    const partIds = isOtherKind ? [] : [...new Set([...first.parts.keys(), ...second.parts.keys()])];
    const parts = partIds.flatMap((id): readonly Slot[] => {
      const [one, other] = [first.parts.get(id), second.parts.get(id)];
      if (canonicalText(one?.value) === canonicalText(other?.value)) return [];
      const text = (value: Json | undefined) => (value === undefined ? null : shortText(value));
      const { part } = (other ?? one)!;
      return [{ id: `${step} ${id}`, kind: 'part', step, part, before: text(one?.value), after: text(other?.value) }];
    });
    if (canonicalText(first.rest) === canonicalText(second.rest)) return parts;
    return [{ id: `step ${step}`, kind: 'step', step, ...differingText(first.rest, second.rest) }, ...parts];
  });
}

function paramSlots(a: Side, b: Side): readonly Slot[] {
  const seeds = new Set(
    [a, b].flatMap(({ pipeline }) => [...pipeline.steps.values()].flatMap((step) => seedsOf(step).params)),
  );
  return Object.keys(b.params).flatMap((param): readonly Slot[] => {
    const [before, after] = [a.params[param], b.params[param]];
    if (before === undefined || after === undefined || before === after) return [];
    const isSeed = seeds.has(param);
    return [{ id: `param ${param}`, kind: 'param', param, isSeed, before: String(before), after: String(after) }];
  });
}
