import { references, stepsNamed } from '../../../language/expressions/references.ts';
import { viewFile } from '../../../project/featureViews.ts';
import type { Pipeline, PipelineStep } from '../../../project/pipeline.ts';
import { textAt } from '../../../project/read.ts';
import { expressionsIn, type SpecValue } from '../../../project/specValue.ts';
import { sqlIdentifiers } from '../../../project/sqlIdentifiers.ts';
import { examples } from '../../../project/tables.ts';
import { stepIdOf } from '../../runs/runFigures.ts';
import type { Side } from './side.ts';
import { type Slot, testDataSlotId } from './slots.ts';
import { seedsOf } from './stepParts.ts';

/** What a step's outputs hang on, by its own spec and by all before it. */
export interface Reach {
  /** Ids of slots. */
  readonly slots: ReadonlySet<string>;
  /** Whether a seed stands in it. */
  readonly seeds: boolean;
}

/** How a step that measures a model comes by its rows; undefined where rows and model come by one way. */
export interface Measuring {
  readonly step: string;
  /** Steps that its rows come from, and no model. */
  readonly rows: ReadonlySet<string>;
}

export interface Reaching {
  readonly a: Side;
  readonly b: Side;
  readonly slots: readonly Slot[];
  readonly measuring: Measuring | undefined;
}

/** What each step hangs on, in A or in B. A circle between the two is followed once. */
export function reachOf({ a, b, slots, measuring }: Reaching): (step: string) => Reach {
  const known = new Map<string, Reach>();
  const visit = (step: string, seen: ReadonlySet<string>): Reach => {
    const found = known.get(step);
    if (found) return found;
    const definitions = [a, b].flatMap(({ pipeline }) => pipeline.steps.get(step) ?? []);
    const own = ownSlots({ a, b, slots }, step);
    const all = new Set(own);
    let seeds = definitions.some((one) => seedsOf(one).spelt || seedsOf(one).params.length > 0);
    for (const need of needsOf(definitions)) {
      if (seen.has(need)) continue;
      const before = visit(need, new Set([...seen, step]));
      seeds ||= before.seeds;
      const isRows = measuring?.step === step && measuring.rows.has(need);
      for (const id of before.slots) all.add(isRows ? asTestData(id, slots) : id);
    }
    const reach = { slots: all, seeds };
    known.set(step, reach);
    return reach;
  };
  return (step) => visit(step, new Set([step]));
}

function asTestData(id: string, slots: readonly Slot[]): string {
  const slot = slots.find((one) => one.id === id);
  return slot?.kind === 'data' ? testDataSlotId(slot.dataset) : id;
}

/** Steps before a step, of either definition. */
export function needsOf(definitions: readonly PipelineStep[]): readonly string[] {
  return [...new Set(definitions.flatMap((step) => step.needs.map((need) => need.step)))];
}

function ownSlots({ a, b, slots }: Omit<Reaching, 'measuring'>, step: string): readonly string[] {
  const params = new Set([a, b].flatMap(({ pipeline }) => paramsRead(pipeline, step)));
  const datasets = new Set([a, b].flatMap((side) => datasetsRead(side, step)));
  const views = new Set([a, b].flatMap((side) => viewsRead(side, step)));
  const isBuiltIn = [a, b].some(({ pipeline }) => pipeline.steps.get(step)?.kind === 'uses');
  return slots.flatMap((slot) => {
    const isOwn =
      (slot.kind === 'data' && datasets.has(slot.dataset)) ||
      (slot.kind === 'view' && views.has(slot.view)) ||
      ((slot.kind === 'step' || slot.kind === 'part' || slot.kind === 'code') && slot.step === step) ||
      (slot.kind === 'param' && params.has(slot.param)) ||
      (slot.kind === 'engine' && isBuiltIn);
    return isOwn ? [slot.id] : [];
  });
}

/** Params that a step reads; a program is given all of them in a file. */
export function paramsRead(pipeline: Pipeline, id: string): readonly string[] {
  const step = pipeline.steps.get(id);
  if (step === undefined) return [];
  if (step.kind === 'run') return [...pipeline.params.keys()];
  const { condition } = step;
  const expressions = [
    ...[...step.with.values(), ...(step.matrix?.values() ?? []), ...step.env.values()].flatMap(expressionsIn),
    ...(condition.kind === 'expression' ? [condition.expression] : []),
  ];
  return expressions.flatMap(references).flatMap(({ path: [context, name] }) => {
    if (context !== 'params') return [];
    return typeof name === 'string' ? [name] : [...pipeline.params.keys()];
  });
}

function viewsRead({ pipeline }: Side, id: string): readonly string[] {
  const step = pipeline.steps.get(id);
  return step?.kind === 'uses' ? examples(step).features.flatMap(({ view }) => view ?? []) : [];
}

/** Datasets that a step names, those of its views, those that it was seen to read, and those below SQL. */
function datasetsRead(side: Side, id: string): readonly string[] {
  const step = side.pipeline.steps.get(id);
  if (step?.kind !== 'uses') return [];
  const { datasets } = side.project;
  const named = [...step.with.values()].flatMap((value) =>
    value.kind === 'constant' && typeof value.value === 'string' ? [value.value] : [],
  );
  const ofViews = viewsRead(side, id).flatMap((view) => {
    const file = viewFile(side.project, view);
    return file === undefined ? [] : (textAt(file.tree, ['dataset']) ?? []);
  });
  const seen = step.needs.length > 0 ? [] : stepRuns(side, id).flatMap((run) => run.datasets.map(({ name }) => name));
  const found = new Set([...named, ...ofViews, ...seen].filter((name) => datasets.has(name)));
  for (const name of found) for (const below of datasetsBelow(side, name)) found.add(below);
  return [...found];
}

function stepRuns({ steps }: Side, id: string) {
  return [...steps.values()].filter((run) => stepIdOf(run) === id || stepIdOf(run).startsWith(`${id}[`));
}

/** The datasets that the SQL of a dataset names. */
export function datasetsBelow({ project }: Side, name: string): readonly string[] {
  const source = project.datasets.get(name)?.source;
  if (source?.kind !== 'sql') return [];
  const words = sqlIdentifiers(source.sql.text);
  return [...project.datasets.keys()].filter((other) => other !== name && words.has(other));
}

/** How `target` comes by rows and model: apart in `model/evaluate`, where they are of different steps. */
export function measuringOf(a: Side, b: Side, target: string): Measuring | undefined {
  const definitions = [a, b].flatMap(({ pipeline }) => pipeline.steps.get(target) ?? []);
  const named = (key: string): readonly string[] =>
    definitions.flatMap((step) => {
      const value: SpecValue | undefined = step.kind === 'uses' ? step.with.get(key) : undefined;
      return value === undefined ? [] : expressionsIn(value).flatMap(stepsNamed);
    });
  if (!definitions.every((step) => step.kind === 'uses' && step.uses === 'model/evaluate')) return undefined;
  const rows = new Set(named('data'));
  const models = named('model');
  return models.length === 0 || models.some((step) => rows.has(step)) ? undefined : { step: target, rows };
}
