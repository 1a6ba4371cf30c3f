import { isRecord } from '../../../language/isRecord.ts';
import { TAGS } from '../../../pipeline/journal.ts';
import type { Run } from '../../../ports/runStore.ts';
import type { FeatureHashes, Lineage, ModelValue, TableValue, Value } from '../../../ports/step.ts';
import { onceForEach } from '../../../project/onceForEach.ts';
import { tagJson } from '../../../tracking/tags.ts';
import { stepIdOf } from '../runFigures.ts';
import type { WholeRun } from '../wholeRun.ts';
import { stepName } from './places.ts';

/** What a step handed on, by the name of its output; empty where it has not ended. */
export const outputsOf: (step: Run) => Readonly<Record<string, Value>> = onceForEach((step) => {
  const value = tagJson(step.tags[TAGS.outputs]);
  return isRecord(value) ? (value as Record<string, Value>) : {};
});

/** Data versions and feature views that the outputs of a step came from. */
export function originsOf(step: Run): { readonly lineage: Lineage; readonly features: FeatureHashes } {
  const values = Object.values(outputsOf(step)).filter(hasOrigin);
  return {
    lineage: Object.assign({}, ...values.map((value) => value.lineage)),
    features: Object.assign({}, ...values.map((value) => value.features)),
  };
}

function hasOrigin(value: Value): value is TableValue | ModelValue {
  const known = value as { readonly kind?: unknown } | null;
  return known?.kind === 'table' || known?.kind === 'model';
}

export function modelsOf(step: Run): readonly ModelValue[] {
  return Object.values(outputsOf(step)).filter(
    (value): value is ModelValue => (value as { readonly kind?: unknown } | null)?.kind === 'model',
  );
}

/** Names of the steps that each step of a run needs, by its id. */
export const needsOf: (whole: WholeRun) => ReadonlyMap<string, readonly string[]> = onceForEach(
  ({ story, pipeline, steps }) => {
    if (story.steps.length > 0) return new Map(story.steps.map(({ step, needs }) => [step, needs]));
    const ids = new Set(steps.map(stepIdOf));
    const named = [...(pipeline?.steps.values() ?? [])].filter(({ id }) => ids.has(id));
    return new Map(named.map(({ id, needs }) => [id, needs.map(({ step }) => step)]));
  },
);

/** All steps that led to a step, itself left out. */
export function stepsBefore(whole: WholeRun, id: string): readonly Run[] {
  const needs = needsOf(whole);
  const cells = cellsOf(whole);
  const seen = new Set<Run>();
  const visit = (step: string) => {
    for (const run of (needs.get(step) ?? []).flatMap((name) => cells.get(name) ?? []))
      if (!seen.has(run)) {
        seen.add(run);
        visit(stepIdOf(run));
      }
  };
  visit(id);
  return whole.steps.filter((step) => seen.has(step));
}

/** Runs of a step by its name: in a matrix several. */
const cellsOf = onceForEach(({ steps }: WholeRun) => Map.groupBy(steps, (step) => stepName(stepIdOf(step))));
